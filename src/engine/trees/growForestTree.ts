import type { Random } from '@/core/random.ts'
import { MOST_DEPTH } from '@/core/trees/model.ts'
import type { ForestKind, ForestOptions } from '@/core/trees/options.ts'
import type { Work } from '@/core/work.ts'
import type { Binning } from './binnedTable.ts'
import { type BinnedTree, openNodes, writeSides } from './binnedTree.ts'
import { openForestSplits } from './forestSplit.ts'
import { meanOf } from './losses.ts'

/** What a forest's trees are grown from. */
export interface ForestData {
  /** Bins, column by column. */
  readonly bins: Uint8Array
  readonly binning: Binning
  readonly rows: number
  readonly targets: { readonly y: Float64Array; readonly weights: Float64Array }
  /** 0 for a target of numbers. */
  readonly classes: number
  readonly kind: ForestKind
  readonly options: ForestOptions
}

export interface ForestGrower {
  grow(random: Random): Work<BinnedTree>
  /** The values of all leaves so far, `outputs` each: means, or shares of classes (of two: of the second). */
  readonly values: readonly number[]
  readonly outputs: number
}

interface Node {
  readonly node: number
  readonly start: number
  readonly end: number
  readonly depth: number
}

/** Cells between two rests: some milliseconds. */
const CELLS_AT_ONCE = 2 ** 19

/** Makes what grows one tree after another over the same bins. */
export function openForestGrower(data: ForestData): ForestGrower {
  const { bins, binning, rows, targets, classes, options, kind } = data
  const width = binning.columns.length
  const outputs = classes > 2 ? classes : 1
  const isSingle = outputs === 1
  const deepest = options.depth > 0 ? Math.min(options.depth, MOST_DEPTH) : MOST_DEPTH
  const share = options.columnShare > 0 ? options.columnShare * width : Math.sqrt(width)
  const columnsAsked = Math.max(1, Math.min(width, Math.floor(share + 1e-9)))
  const origin = classes > 0 ? 0 : meanOf(targets)
  const centred = classes > 0 ? targets.y : targets.y.map((value) => value - origin)

  const order = new Uint32Array(rows)
  const spare = new Uint32Array(rows)
  const weights = new Float64Array(rows)
  const sides = new Uint8Array(256)
  const columns = Uint32Array.from({ length: width }, (_, column) => column)
  /** Bins, weights and targets of a node's rows, side by side. */
  const nodeWeights = new Float64Array(rows)
  const nodeTargets = new Float64Array(rows)
  const totals = new Float64Array(Math.max(1, outputs))
  const splits = openForestSplits({ bins, binning, rows, outputs, minRows: options.minRows, nodeWeights, nodeTargets })
  const values: number[] = []
  /**
   * For each depth 1 for columns that are known to have one bin only in the node there. The nodes above one are those that
   * its own depth and those before were last written for.
   */
  let constant = new Uint8Array(16 * width)
  // Leaves of one class share these.
  if (classes > 0)
    for (let each = 0; each < Math.max(2, outputs); each++)
      for (let k = 0; k < outputs; k++) values.push(isSingle ? each : Number(k === each))

  return { grow, values, outputs }

  function* grow(random: Random): Work<BinnedTree> {
    const nodes = openNodes()
    const stack: Node[] = [{ node: 0, start: 0, end: yield* drawRows(random), depth: 0 }]
    let cells = 0
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { node, start, end, depth } = next
      const count = end - start
      const { weight, isPure } = gather(start, end)
      const mayGrow = !isPure && depth < deepest && count >= 2 * options.minRows
      cells += mayGrow ? count * columnsAsked : count
      const split = mayGrow ? chooseSplit(next, weight, random) : undefined
      if (!split) nodes.setLeaf(node, leafValue(weight, isPure, start), weight)
      else {
        const left = nodes.split(node, split)
        writeSides(split, binning, sides)
        const middle = divide(start, end, split.column)
        stack.push({ node: left + 1, start: middle, end, depth: depth + 1 })
        stack.push({ node: left, start, end: middle, depth: depth + 1 })
      }
      if (cells < CELLS_AT_ONCE) continue
      cells = 0
      yield
    }
    return nodes.finish(isSingle ? 0 : -1)
  }

  /** Chooses a tree's rows: all, or as many draws as there are rows. Returns how many rows take part. */
  function* drawRows(random: Random): Work<number> {
    if (options.bootstrap) {
      weights.fill(0)
      for (let draw = 0; draw < rows; draw++) weights[Math.floor(random() * rows)]!++
      yield
    } else weights.fill(1)
    let count = 0
    let last = 0
    for (let row = 0; row < rows; row++) {
      weights[row]! *= targets.weights[row]!
      if (weights[row]! > 0) order[count++] = row
      else if (targets.weights[row]! > 0) last = row
    }
    // Where chance chose only rows without weight, one with weight.
    if (count > 0) return count
    order[0] = last
    weights[last] = targets.weights[last]! > 0 ? targets.weights[last]! : 1
    return 1
  }

  /** Lays a node's weights and targets side by side, and adds them up in `totals`. */
  function gather(start: number, end: number) {
    let weight = 0
    let isPure = true
    const first = centred[order[start]!]!
    totals.fill(0)
    for (let i = start, at = 0; i < end; i++, at++) {
      const row = order[i]!
      const each = weights[row]!
      const target = centred[row]!
      nodeWeights[at] = each
      nodeTargets[at] = target
      weight += each
      if (target !== first) isPure = false
      if (isSingle) totals[0]! += each * target
      else totals[target]! += each
    }
    return { weight, isPure }
  }

  /** Looks at columns by chance until enough were seen and one of them can be split (as scikit-learn does). */
  function chooseSplit({ start, end, depth }: Node, weight: number, random: Random) {
    splits.open(order, start, end, totals, weight)
    const known = depth * width
    if (known + width > constant.length) {
      const longer = new Uint8Array(2 * constant.length)
      longer.set(constant)
      constant = longer
    }
    for (let each = 0; each < width; each++) constant[known + each] = depth > 0 ? constant[known - width + each]! : 0
    let seen = 0
    for (let left = width; left > 0 && (seen < columnsAsked || !splits.hasFound()); left--, seen++) {
      const drawn = Math.floor(random() * left)
      const column = columns[drawn]!
      columns[drawn] = columns[left - 1]!
      columns[left - 1] = column
      if (constant[known + column] === 1) continue
      const isSplit = kind === 'forest' ? splits.tryBest(column, random) : splits.tryRandom(column, random)
      if (!isSplit) constant[known + column] = 1
    }
    return splits.found()
  }

  function divide(start: number, end: number, column: number): number {
    const first = column * rows
    let left = start
    let right = 0
    for (let i = start; i < end; i++) {
      const row = order[i]!
      const isLeft = sides[bins[first + row]!]!
      order[left] = row
      spare[right] = row
      left += isLeft
      right += 1 - isLeft
    }
    for (let i = 0; i < right; i++) order[left + i] = spare[i]!
    return left
  }

  function leafValue(weight: number, isPure: boolean, start: number): number {
    const target = targets.y[order[start]!]!
    if (classes > 0 && isPure) return target
    if (!isSingle) {
      for (let k = 0; k < outputs; k++) values.push(totals[k]! / weight)
      return values.length / outputs - 1
    }
    return values.push(isPure ? target : origin + totals[0]! / weight) - 1
  }
}
