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
export function growTree(input: TreeInput): Work<GrownTree> {
  return new TreeGrower(input).grow()
}

class TreeGrower {
  private readonly input: TreeInput
  private readonly nodes = openNodes()
  private readonly leaves: Growing[] = []
  /** Histograms that no leaf has. */
  private readonly free: number[]
  private readonly deepest: number

  constructor(input: TreeInput) {
    const { space, growth } = input
    this.input = input
    this.free = Array.from({ length: space.slots }, (_, i) => space.slots - 1 - i)
    this.deepest = growth.depth > 0 ? Math.min(growth.depth, MOST_DEPTH) : MOST_DEPTH
  }

  *grow(): Work<GrownTree> {
    const { leaves, nodes } = this
    const { space, growth, scales, rows, columns } = this.input
    const root: Growing = { node: 0, start: 0, end: rows, depth: 0, sums: NO_SUMS, slot: -1, split: undefined }
    leaves.push(root)
    if (rows >= 2 * growth.minRows && columns.length > 0) {
      root.slot = this.takeSlot()
      yield* space.split(this.searched(root, false), undefined, scales)
      root.sums = this.sumsOf(root)
      root.split = yield* space.search(this.searched(root), scales)
    }

    while (leaves.length < growth.leaves) {
      const place = bestOf(leaves)
      const parent = leaves[place]
      const split = parent?.split
      if (!parent || !split) break
      const middle = this.divide(parent, split)
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
      if (leaves.length < growth.leaves) yield* this.follow(parent, left, right)
      else this.release(parent)
      yield
    }
    return {
      nodes,
      leaves: leaves.map(({ node, start, end, sums: { low, high } }) => ({ node, start, end, low, high })),
    }
  }

  private maySplit({ sums: { rows: count }, depth }: Growing): boolean {
    return depth < this.deepest && count >= 2 * this.input.growth.minRows
  }

  /** Histograms and best splits of two new leaves, from their parent's. */
  private *follow(parent: Growing, left: Growing, right: Growing): Work<void> {
    const { space, scales } = this.input
    const [small, large] = left.sums.rows <= right.sums.rows ? [left, right] : [right, left]
    const hasSmall = this.maySplit(small)
    if (!this.maySplit(large)) {
      // Then the smaller one may not be split either.
      this.release(parent)
      return
    }
    const inherited = parent.slot
    parent.slot = -1
    if (inherited >= 0) {
      large.slot = inherited
      small.slot = this.takeSlot(large)
      const found = yield* space.split(this.searched(small, hasSmall), this.searched(large), scales)
      small.split = found[0]
      large.split = found[1]
    } else {
      large.slot = this.takeSlot()
      large.split = (yield* space.split(this.searched(large), undefined, scales))[0]
      if (hasSmall) {
        small.slot = this.takeSlot(large)
        small.split = (yield* space.split(this.searched(small), undefined, scales))[0]
      }
    }
    if (!small.split) this.release(small)
    if (!large.split) this.release(large)
  }

  private searched({ slot, start, end, sums }: Growing, isSearched = true): SearchedNode {
    return { at: this.input.space.slotAt(slot), isSearched, sums, start, end }
  }

  private release(leaf: Growing): void {
    if (leaf.slot >= 0) this.free.push(leaf.slot)
    leaf.slot = -1
  }

  /** A free histogram, or that of the leaf that is furthest from being split. */
  private takeSlot(except?: Growing): number {
    if (this.free.length === 0) {
      let last: Growing | undefined
      for (const leaf of this.leaves)
        if (leaf.slot >= 0 && leaf !== except && !(last?.split && leaf.split!.gain >= last.split.gain)) last = leaf
      this.release(last!)
    }
    return this.free.pop()!
  }

  /** Puts the rows of a node that go left before the others. Returns where those begin. */
  private divide({ start, end }: Growing, split: Split): number {
    const { space, binning } = this.input
    writeSides(split, binning, space.sides)
    const from = space.orderAt + 4 * start
    const columnAt = space.columnBinsAt + split.column * space.rows
    return start + space.kernel.partition(from, end - start, columnAt, space.sidesAt, space.spareAt)
  }

  /** All rows of a node are in the bins of any column. */
  private sumsOf({ slot, start, end }: Growing): NodeSums {
    const { space, binning, columns } = this.input
    let [gradient, hessian] = [0, 0]
    const first = (space.slotAt(slot) >>> 2) + 4 * binning.offsets[columns[0]!]!
    for (let bin = 0; bin <= binning.columns[columns[0]!]!.count; bin++) {
      gradient += space.words[first + 4 * bin]!
      hessian += space.words[first + 4 * bin + 1]!
    }
    const { low, high } = NO_SUMS
    return { gradient, hessian, rows: end - start, low, high }
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
