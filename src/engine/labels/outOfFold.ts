import { type IsOver, type Reached, unlimited } from '@/core/budget.ts'
import { AssayError } from '@/core/errors.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { eachRow, rowsWhere, runFor, type Work } from '@/core/work.ts'
import type { Platform } from '../platform.ts'
import { loadPipeline, predict } from '../predict.ts'
import type { Frames, PreparedCache } from '../prepare.ts'
import { type FoldModel, trainFolds } from '../training/folds.ts'
import type { SingleSpec } from '../training/spec.ts'

type FoldEvent = Extract<TrainEvent, { kind: 'fold' }>

interface OutOfFoldInput {
  readonly spec: Omit<SingleSpec, 'fold' | 'device'>
  readonly folds: number
  readonly device: Pick<ResolvedDevice, 'backend' | 'software'>
  readonly frames: Frames
  readonly platform: Platform
  /** Asked between folds. */
  readonly isOver?: IsOver | undefined
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
 * out; without calibration, whatever the run asks for. Where the time is up before all folds are trained, of those that are.
 * @throws AssayError `aborted` when stopped; and what kept a fold from a model, as its rows would go unseen.
 */
export async function predictOutOfFold(
  { spec, folds, device, frames, platform, isOver = unlimited }: OutOfFoldInput,
  task: Task<FoldEvent>,
): Promise<OutOfFold & { readonly reached?: Reached | undefined }> {
  const surroundings = { runId: 'labels', platform, cache: NO_CACHE, openFrames: async () => frames }
  const hold = async (model: FoldModel): Promise<HeldOut> => {
    const loaded = await loadPipeline(model.pipeline, model.weights)
    try {
      const { rows, frame, actual } = model.prepared.validation
      const { predictions } = await predict(loaded, frame, { signal: task.signal, report: unattended.report })
      return { rows, actual, scores: predictions.scores, width: predictions.width }
    } finally {
      loaded.dispose()
    }
  }
  const outcomes = await trainFolds(spec, folds, device, surroundings, task, hold, isOver)
  throwIfAborted(task)
  const held = outcomes.flatMap((outcome) => {
    if (outcome instanceof AssayError) throw outcome
    return outcome ?? []
  })
  const joined = await runFor(task, joinFolds(held, frames.frame.rows))
  return { ...joined, ...(held.length < folds && { reached: { done: held.length, total: folds } }) }
}

interface HeldOut extends OutOfFold {
  readonly width: number
}

/** What was said of the rows of all folds, by row. */
function* joinFolds(folds: readonly HeldOut[], dataRows: number): Work<OutOfFold> {
  const { width } = folds[0]!
  // Which fold holds a row out, from 1, and where.
  const foldOf = new Uint8Array(dataRows)
  const placeOf = new Uint32Array(dataRows)
  for (const [fold, { rows }] of folds.entries())
    yield* eachRow(rows.length, (place) => {
      foldOf[rows[place]!] = fold + 1
      placeOf[rows[place]!] = place
    })
  const rows = yield* rowsWhere(dataRows, (row) => foldOf[row]! > 0)
  const actual = new Float64Array(rows.length)
  const scores = new Float32Array(rows.length * width)
  yield* eachRow(rows.length, (at) => {
    const row = rows[at]!
    const fold = folds[foldOf[row]! - 1]!
    const place = placeOf[row]!
    actual[at] = fold.actual[place]!
    for (let k = 0; k < width; k++) scores[at * width + k] = fold.scores[place * width + k]!
  })
  return { rows, actual, scores }
}
