import type { Learner } from '@/core/learner/learner.ts'
import type { BoardRow } from '@/core/run/board.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { animalQuestion, makeRun, makeSpec } from './runSpec.ts'

export const boosting = (learningRate: number, leaves = 31): Learner => ({
  kind: 'boosting',
  options: {
    rounds: 100,
    learningRate,
    leaves,
    depth: 0,
    minRows: 20,
    minHessian: 1e-3,
    l1: 0,
    l2: 0,
    rowShare: 1,
    columnShare: 1,
    patience: 10,
  },
})

export const baseline: Learner = { kind: 'baseline', options: {} }

/** A run as a row, started at `at`; what is not said is as of a run that has just been queued. */
export function boardRow(
  letter: string,
  at: number,
  { spec = {}, ...about }: Partial<Omit<BoardRow, 'run'>> & { readonly spec?: Partial<RunSpec> } = {},
): BoardRow {
  return {
    run: {
      ...makeRun(letter, { ...makeSpec(animalQuestion()), ...spec }),
      mark: { letter, colour: 1, dashed: false },
      status: about.metrics ? 'done' : 'queued',
      createdAt: at,
    },
    name: letter,
    metrics: {},
    trainMs: undefined,
    tags: [],
    notes: '',
    folds: undefined,
    trainRows: undefined,
    featureCount: undefined,
    parameterCount: undefined,
    device: undefined,
    ...about,
  }
}
