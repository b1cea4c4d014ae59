import { AssayError, toErrorData } from '@/core/errors.ts'
import type { EvaluateInput } from '@/core/metrics/evaluate.ts'
import type { NoComparison } from '@/core/pipeline/jobs.ts'
import type { Evaluation, Run, RunId } from '@/core/run/run.ts'
import type { SplitSpec } from '@/core/split/split.ts'
import { readPart, type Stores } from './runFiles.ts'

/** A run's part as it was scored. */
export interface Scored {
  readonly run: Run
  readonly rows: Uint32Array
  readonly said: EvaluateInput
  /** Names the predictions. */
  readonly digest: string
}

/** What a run said of a part's rows; or why that is not here. */
export async function openScored(
  { records, arrays }: Stores,
  runId: RunId,
  part: Evaluation['part'],
): Promise<Scored | 'notScored' | 'notStored'> {
  const run = await records.get('run', runId)
  const pipeline = await records.get('pipeline', runId)
  const evaluation = await records.get('evaluation', `${runId}/${part}`)
  if (!run || !pipeline || !evaluation) return 'notScored'
  try {
    const { scores, rows, actual } = await readPart(arrays, runId, part)
    const { task, classes, quantile } = pipeline.contract
    const width = task === 'regression' ? 1 : classes.length
    const predictions = { rows: rows.length, width, scores }
    const said = { task, classes, quantile, actual, predictions, threshold: pipeline.threshold }
    return { run, rows, said, digest: evaluation.digest }
  } catch (cause) {
    if (toErrorData(cause).code === 'storage.missing') return 'notStored'
    throw cause
  }
}

/**
 * As {@link openScored}.
 * @param to What cannot be done without its predictions: "see its rows".
 * @throws AssayError `storage.missing` where the part is not scored, or its predictions are not here.
 */
export async function requireScored(
  stores: Stores,
  runId: RunId,
  part: Evaluation['part'],
  to: string,
): Promise<Scored> {
  const scored = await openScored(stores, runId, part)
  if (typeof scored !== 'string') return scored
  throw new AssayError(
    'storage.missing',
    scored === 'notScored'
      ? `This run is not scored on ${part} rows yet. ${part === 'test' ? 'Open its test rows first.' : 'Train it first.'}`
      : `The predictions of this run are not in this browser. Train it again here to ${to}.`,
    { runId },
  )
}

/** Why what two runs said cannot be held against each other; undefined where it can. */
export function whyApart(a: Scored, b: Scored, part: Evaluation['part']): NoComparison | undefined {
  const [asked, other] = [a.run.spec.question, b.run.spec.question]
  if (
    a.said.task !== b.said.task ||
    asked.target !== other.target ||
    a.said.classes.length !== b.said.classes.length ||
    a.said.classes.some((label, i) => label !== b.said.classes[i])
  )
    return 'otherQuestion'
  const isSame = isEqual(a.rows, b.rows) && isEqual(a.said.actual, b.said.actual)
  return isSame && fileOf(asked.split, part) === fileOf(other.split, part) ? undefined : 'otherRows'
}

/** The second dataset that a part's rows are of, where they are of one. */
function fileOf(split: SplitSpec, part: Evaluation['part']): string | undefined {
  return split.kind === 'file' && part === 'test' ? split.testDatasetId : undefined
}

/** Whether two arrays hold the same numbers. */
export function isEqual(a: Uint32Array | Float64Array, b: Uint32Array | Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
