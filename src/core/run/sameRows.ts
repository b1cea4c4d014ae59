import { canonicalJson } from '../hash.ts'
import type { Evaluation, RunSpec } from './run.ts'

/** What decides on which rows of a part a run is scored, and with which answers, as far as its spec tells. */
export function scoredRowsKey({ question, seed }: RunSpec, part: Evaluation['part']): string {
  const { datasetId, target, task, classes, split } = question
  return canonicalJson({ datasetId, target, task, classes, split, ...(isDealtBySeed(split.kind, part) && { seed }) })
}

function isDealtBySeed(kind: RunSpec['question']['split']['kind'], part: Evaluation['part']): boolean {
  switch (kind) {
    case 'time':
      return false
    case 'modulus':
    case 'column':
    case 'file':
      return part === 'validation'
    default:
      return true
  }
}
