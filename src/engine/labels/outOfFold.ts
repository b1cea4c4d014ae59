import { AssayError } from '@/core/errors.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import type { Platform } from '../platform.ts'
import { loadPipeline, predict } from '../predict.ts'
import type { Frames, PreparedCache } from '../prepare.ts'
import { trainFolds } from '../training/folds.ts'
import type { SingleSpec } from '../training/spec.ts'

type FoldEvent = Extract<TrainEvent, { kind: 'fold' }>

interface OutOfFoldInput {
  readonly spec: Omit<SingleSpec, 'fold' | 'device'>
  readonly folds: number
  readonly device: Pick<ResolvedDevice, 'backend' | 'software'>
  readonly frames: Frames
  readonly platform: Platform
}

/** What models say of rows that they were not trained on. */
export interface OutOfFold {
  /** Ascending places in the data. */
  readonly rows: Uint32Array
  /** Class index or number of each. */
  readonly actual: Float64Array
  /** Rows × classes, or a number a row. */
  readonly scores: Float32Array
}

/** Matrices of a fold are of no use to the next. */
const NO_CACHE: PreparedCache = { get: () => undefined, set: () => {} }

/**
 * Trains a learner on folds of the rows that do not test, preparation and all, and predicts of each fold the rows that it holds
 * out; without calibration, whatever the run asks for.
 * @throws AssayError `aborted` when stopped; and what kept a fold from a model, as its rows would go unseen.
 */
export async function predictOutOfFold(
  { spec, folds, device, frames, platform }: OutOfFoldInput,
  task: Task<FoldEvent>,
): Promise<OutOfFold> {
  const surroundings = { runId: 'labels', platform, cache: NO_CACHE, openFrames: async () => frames }
  const outcomes = await trainFolds(spec, folds, device, surroundings, task, async (model) => {
    const loaded = await loadPipeline(model.pipeline, model.weights)
    try {
      const { rows, frame, actual } = model.prepared.validation
      const { predictions } = await predict(loaded, frame, { signal: task.signal, report: unattended.report })
      return { rows, actual, scores: predictions.scores, width: predictions.width }
    } finally {
      loaded.dispose()
    }
  })
  throwIfAborted(task)
  const held = outcomes.map((outcome) => {
    if (outcome instanceof AssayError) throw outcome
    return outcome!
  })
  const width = held[0]!.width
  const order = held
    .flatMap(({ rows }, fold) => Array.from(rows, (row, i) => ({ row, fold, i })))
    .sort((a, b) => a.row - b.row)
  const scores = new Float32Array(order.length * width)
  for (const [at, { fold, i }] of order.entries())
    scores.set(held[fold]!.scores.subarray(i * width, (i + 1) * width), at * width)
  return {
    rows: Uint32Array.from(order, ({ row }) => row),
    actual: Float64Array.from(order, ({ fold, i }) => held[fold]!.actual[i]!),
    scores,
  }
}
