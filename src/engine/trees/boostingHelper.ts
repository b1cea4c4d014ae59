import type { BoostingLoss } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { type CrewPlace, obey } from './crew.ts'
import type { SearchedBinning } from './findSplit.ts'
import type { FollowedTree } from './followedTree.ts'
import type { SplitRules } from './foundSplit.ts'
import { kernelOn, type SharedMemory } from './kernel.ts'
import { lossOf } from './losses.ts'
import { type NodePlaces, NodeWork } from './nodeWork.ts'
import {
  answerLeaf,
  followSlice,
  type LeafRules,
  OPERATIONS,
  type ScoredRows,
  type SharedRows,
  settleSlice,
  sliceCount,
  sumSlice,
  type TrainedRows,
  trainedRows,
  watchedRows,
  writeSlopes,
  writeWords,
} from './rowWork.ts'

/** What a helper of boosting works on. All arrays are of shared memory. */
export interface BoostingJob extends CrewPlace {
  readonly kind: 'boosting'
  readonly memory: SharedMemory
  readonly places: NodePlaces
  readonly binning: SearchedBinning
  readonly splits: SplitRules
  readonly loss: BoostingLoss
  /** What lies in the kernel's memory is found by its places. */
  readonly rows: SharedRows
  readonly watched: Omit<ScoredRows, 'loss'> | undefined
  readonly tree: FollowedTree
  readonly leaves: LeafRules
}

/** What is done row by row and leaf by leaf, on one thread or another. */
export interface RoundWork {
  readonly rows: TrainedRows
  /** Validation rows. */
  readonly watched: ScoredRows | undefined
  /** The last tree. */
  readonly tree: FollowedTree
  readonly leaves: LeafRules
}

/**
 * Does a task of any operation but those on nodes. Tasks are leaves, or slices: those of the training rows, and behind them
 * those of the validation rows.
 */
export function doTask(its: RoundWork, operation: number, task: number, output: number): void {
  const { rows, watched, tree, leaves } = its
  const slices = sliceCount(rows.gradient.length)
  // Where leaves wrote the scores of all training rows, only validation rows are left to follow a tree.
  const slice = operation === OPERATIONS.follow && leaves.hasAllRows ? task + slices : task
  const [which, place] = slice < slices ? [rows, slice] : [watched!, slice - slices]
  if (operation === OPERATIONS.slopes) writeSlopes(rows, task, output)
  else if (operation === OPERATIONS.write) writeWords(rows, task, leaves)
  else if (operation === OPERATIONS.leaves) answerLeaf(rows, task, output, leaves)
  else if (operation === OPERATIONS.sum) sumSlice(which, place)
  else if (operation === OPERATIONS.settle) settleSlice(which, place)
  else followSlice(which, place, output, tree)
}

/** Helps until the crew does something else. */
export function helpBoosting(job: BoostingJob): void {
  const { memory, places, binning, splits, own, rows, watched } = job
  const kernel = kernelOn(memory)
  const { buffer } = kernel
  const loss = lossOf(job.loss)
  const nodes = new NodeWork(kernel, places, binning, splits, own + 1)
  const its: RoundWork = {
    rows: trainedRows(
      rows,
      loss,
      new Int32Array(buffer, places.gradientsAt, 2 * places.rows),
      new Uint32Array(buffer, places.orderAt, places.rows),
      new Uint8Array(buffer, places.columnBinsAt, places.rows * places.width),
    ),
    watched: watched && watchedRows(watched, loss),
    tree: job.tree,
    leaves: job.leaves,
  }
  obey(job, (operation, task, output) => {
    if (operation === OPERATIONS.build) runAtOnce(nodes.build(task))
    else if (operation === OPERATIONS.finish) nodes.finish(task)
    else if (operation === OPERATIONS.show) nodes.show(task)
    else doTask(its, operation, task, output)
  })
}
