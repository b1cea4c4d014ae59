import { AssayError, isAborted } from '@/core/errors.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import type { TreeData } from '@/core/trees/column.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { checkOptions, FOREST_RANGES, type ForestKind, type ForestOptions } from '@/core/trees/options.ts'
import { runFor, type Work } from '@/core/work.ts'
import { type Binning, checkData, rowCount, targetsOf } from './binnedTable.ts'
import { binTable } from './binTable.ts'
import type { TreesEnded } from './boosting.ts'
import { Crew } from './crew.ts'
import { growTogether } from './forestCrew.ts'
import { columnsAsked, type ForestTree } from './forestGrower.ts'
import { modelOf } from './forestModel.ts'
import { withoutMemory } from './kernel.ts'
import { checkTargets } from './losses.ts'
import { Watch, type WatchedRows } from './watchedRows.ts'
import type { Machine } from './workspace.ts'

export interface ForestInput {
  readonly data: TreeData
  readonly kind: ForestKind
  /** Classes of the target; 0 for a target of numbers. */
  readonly classes: number
  readonly options: ForestOptions
  readonly seed: number | string
  /** Told of as trees come. */
  readonly watched?: WatchedRows | undefined
}

export interface ForestEvent {
  readonly kind: 'tree'
  /** Trees so far. */
  readonly tree: number
  readonly of: number
  readonly elapsedMs: number
  /** What the trees so far answer of the watched rows, where those were looked at after this one. */
  readonly answers: Float64Array | undefined
}

export interface TrainedForest {
  readonly model: TreeModel
  readonly trees: number
  readonly ended: Exclude<TreesEnded, 'early'>
}

interface Progress {
  binning?: Binning
  readonly trees: ForestTree[]
}

/** Cells that all trees look at in their roots, from which on helpers are worth their start. */
const CELLS_TO_SHARE = 2 ** 22

/**
 * A random forest (Breiman 2001) or extremely randomised trees (Geurts, Ernst, Wehenkel 2006): trees that are grown to
 * the end, each on its own rows and each split among some columns only, whose answers are averaged. Classes are split by
 * Gini's impurity, numbers by squared error.
 * @returns the trees that were grown when it ended or, after the first tree, was stopped: the same whatever grows them.
 * @throws AssayError `spec.invalid`, `split.empty`, `target.unusable`; `aborted` when stopped within the first tree.
 */
export async function trainForest(
  input: ForestInput,
  task: Task<ForestEvent>,
  { isPlain = false, threads, sharesAll = false }: Omit<Machine, 'histogramBytes'> = {},
): Promise<TrainedForest> {
  throwIfAborted(task)
  const { data, classes, options } = input
  checkOptions(options, FOREST_RANGES)
  if (!(Number.isInteger(classes) && classes >= 0))
    throw new AssayError('spec.invalid', `A forest needs a whole number of classes, not ${classes}.`)
  checkData(data, 'training')
  checkTargets(classes > 0 ? { kind: 'softmax', classes } : { kind: 'squared' }, data.target, data.rows)
  const progress: Progress = { trees: [] }
  let ended: TrainedForest['ended'] = 'rounds'
  const isLarge = rowCount(data) * columnsAsked(options, data.columns.length) * options.trees >= CELLS_TO_SHARE
  const crew = new Crew(isLarge || sharesAll ? threads : undefined)
  try {
    await runFor(
      task,
      growForest(input, progress, (event) => task.report(event), isPlain, crew),
    )
  } catch (cause) {
    if (!isAborted(cause) || progress.trees.length === 0) throw withoutMemory(cause)
    ended = 'stopped'
  } finally {
    crew.close()
  }
  // Not by the task, which may have been stopped.
  const model = await runFor(unattended, modelOf(progress.binning!, progress.trees, classes))
  return { model, trees: progress.trees.length, ended }
}

function* growForest(
  input: ForestInput,
  progress: Progress,
  report: (event: ForestEvent) => void,
  isPlain: boolean,
  crew: Crew,
): Work<void> {
  const startedAt = performance.now()
  const { data, kind, classes, options, seed, watched } = input
  const rows = rowCount(data)
  const { binning, bins } = yield* binTable(data, crew)
  progress.binning = binning
  const targets = yield* targetsOf(data)
  const memory = new Float64Array(crew.helpers > 0 ? new SharedArrayBuffer(16 * rows) : new ArrayBuffer(16 * rows))
  const [y, weights] = [memory.subarray(0, rows), memory.subarray(rows)]
  y.set(targets.y)
  if (targets.weights) weights.set(targets.weights)
  else weights.fill(1)
  const forest = { bins, binning, rows, targets: { y, weights }, classes, kind, options, seed }
  const of = options.trees
  const watch = watched && new Watch(watched, classes, of)
  const { trees } = progress
  let told = 0
  yield* growTogether(
    forest,
    isPlain,
    crew,
    (grown) => void trees.push(grown),
    function* (): Work<void> {
      while (told < trees.length) {
        const tree = told + 1
        const answers = watch?.isDue(tree) ? yield* watch.look(binning, trees) : undefined
        told = tree
        report({ kind: 'tree', tree, of, elapsedMs: performance.now() - startedAt, answers })
      }
    },
  )
}
