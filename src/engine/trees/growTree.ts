import { MOST_DEPTH } from '@/core/trees/model.ts'
import type { Work } from '@/core/work.ts'
import type { Binning } from './binnedTable.ts'
import { openNodes, type TreeNodes, writeSides } from './binnedTree.ts'
import type { NodeSums, Split, SplitRules } from './foundSplit.ts'
import type { Scales, SearchedNode } from './nodeWork.ts'
import type { Workspace } from './workspace.ts'

/** How far a tree grows. */
export interface Growth extends SplitRules {
  readonly leaves: number
  /** 0 for no limit of its own. */
  readonly depth: number
}

/** A leaf and the places of its rows in the workspace's order. */
interface GrownLeaf extends Pick<NodeSums, 'low' | 'high'> {
  readonly node: number
  readonly start: number
  readonly end: number
}

export interface GrownTree {
  /** Its leaves are not set yet. */
  readonly nodes: TreeNodes
  readonly leaves: readonly GrownLeaf[]
}

interface Growing {
  readonly node: number
  readonly start: number
  readonly end: number
  readonly depth: number
  sums: NodeSums
  /** Where its histogram is; −1 for none. */
  slot: number
  split: Split | undefined
}

/** Where a tree's rows, their gradients and histograms are, and what the whole numbers stand for. */
export interface TreeInput {
  readonly space: Workspace
  readonly binning: Binning
  readonly growth: Growth
  readonly scales: Scales
  /** Rows of the tree: the first so many of the workspace's order. */
  readonly rows: number
  /** Columns it may split, as shown to the workspace. */
  readonly columns: Uint32Array
}

/**
 * Grows one tree leaf by leaf, the split that gains most first (Shi 2007, "Best-first decision tree learning"). The
 * histogram of the smaller child is built, that of the larger one is what is left of the parent's.
 */
export function* growTree({ space, binning, growth, scales, rows, columns }: TreeInput): Work<GrownTree> {
  const { kernel, orderAt, words } = space
  const free = Array.from({ length: space.slots }, (_, i) => space.slots - 1 - i)
  const nodes = openNodes()
  const deepest = growth.depth > 0 ? Math.min(growth.depth, MOST_DEPTH) : MOST_DEPTH
  const leaves: Growing[] = []

  const root: Growing = { node: 0, start: 0, end: rows, depth: 0, sums: NO_SUMS, slot: -1, split: undefined }
  leaves.push(root)
  if (rows >= 2 * growth.minRows && columns.length > 0) {
    root.slot = takeSlot()
    yield* space.split(searched(root, false), undefined, scales)
    root.sums = sumsOf(root)
    root.split = yield* space.search(searched(root), scales)
  }

  while (leaves.length < growth.leaves) {
    const place = bestOf(leaves)
    const parent = leaves[place]
    const split = parent?.split
    if (!parent || !split) break
    const middle = divide(parent, split)
    const first = nodes.split(parent.node, split)
    const depth = parent.depth + 1
    const left: Growing = {
      node: first,
      start: parent.start,
      end: middle,
      depth,
      sums: split.left,
      slot: -1,
      split: undefined,
    }
    const right: Growing = {
      node: first + 1,
      start: middle,
      end: parent.end,
      depth,
      sums: split.right,
      slot: -1,
      split: undefined,
    }
    leaves[place] = left
    leaves.push(right)
    if (leaves.length < growth.leaves) yield* follow(parent, left, right)
    else release(parent)
    yield
  }
  return { nodes, leaves: leaves.map(({ node, start, end, sums: { low, high } }) => ({ node, start, end, low, high })) }

  function maySplit({ sums: { rows: count }, depth }: Growing): boolean {
    return depth < deepest && count >= 2 * growth.minRows
  }

  /** Histograms and best splits of two new leaves, from their parent's. */
  function* follow(parent: Growing, left: Growing, right: Growing): Work<void> {
    const [small, large] = left.sums.rows <= right.sums.rows ? [left, right] : [right, left]
    const hasSmall = maySplit(small)
    if (!maySplit(large)) {
      // Then the smaller one may not be split either.
      release(parent)
      return
    }
    const inherited = parent.slot
    parent.slot = -1
    if (inherited >= 0) {
      large.slot = inherited
      small.slot = takeSlot(large)
      ;[small.split, large.split] = yield* space.split(searched(small, hasSmall), searched(large), scales)
    } else {
      large.slot = takeSlot()
      ;[large.split] = yield* space.split(searched(large), undefined, scales)
      if (hasSmall) {
        small.slot = takeSlot(large)
        ;[small.split] = yield* space.split(searched(small), undefined, scales)
      }
    }
    if (!small.split) release(small)
    if (!large.split) release(large)
  }

  function searched({ slot, start, end, sums }: Growing, isSearched = true): SearchedNode {
    return { at: space.slotAt(slot), isSearched, sums, start, end }
  }

  function release(leaf: Growing): void {
    if (leaf.slot >= 0) free.push(leaf.slot)
    leaf.slot = -1
  }

  /** A free histogram, or that of the leaf that is furthest from being split. */
  function takeSlot(except?: Growing): number {
    if (free.length === 0) {
      let last: Growing | undefined
      for (const leaf of leaves)
        if (leaf.slot >= 0 && leaf !== except && !(last?.split && leaf.split!.gain >= last.split.gain)) last = leaf
      release(last!)
    }
    return free.pop()!
  }

  /** Puts the rows of a node that go left before the others. Returns where those begin. */
  function divide({ start, end }: Growing, split: Split): number {
    writeSides(split, binning, space.sides)
    const from = orderAt + 4 * start
    const columnAt = space.columnBinsAt + split.column * space.rows
    return start + kernel.partition(from, end - start, columnAt, space.sidesAt, space.spareAt)
  }

  /** All rows of a node are in the bins of any column. */
  function sumsOf({ slot, start, end }: Growing): NodeSums {
    let [gradient, hessian] = [0, 0]
    const first = (space.slotAt(slot) >>> 2) + 4 * binning.offsets[columns[0]!]!
    for (let bin = 0; bin <= binning.columns[columns[0]!]!.count; bin++) {
      gradient += words[first + 4 * bin]!
      hessian += words[first + 4 * bin + 1]!
    }
    return { ...NO_SUMS, gradient, hessian, rows: end - start }
  }
}

const NO_SUMS: NodeSums = {
  gradient: 0,
  hessian: 0,
  rows: 0,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
}

/** The leaf whose split gains most, the first of equals; −1 where none can be split. */
function bestOf(leaves: readonly Growing[]): number {
  let best = -1
  let gain = 0
  for (let place = 0; place < leaves.length; place++) {
    const split = leaves[place]!.split
    if (split && split.gain > gain) {
      gain = split.gain
      best = place
    }
  }
  return best
}
