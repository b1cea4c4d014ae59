import { SET_WORDS } from '@/core/trees/model.ts'
import type { Binning } from './binnedTable.ts'
import { type BinnedTree, writeSides } from './binnedTree.ts'

/** A tree by which rows of bins find their leaves; each tree is written over the one before. */
export interface FollowedTree {
  /** −1 for leaves. */
  readonly feature: Int32Array
  /** The left child; the right one is behind it. */
  readonly left: Uint32Array
  /** Of leaves, what is added to scores. */
  readonly values: Float64Array
  /** For each node and bin 1 where it goes left. */
  readonly sides: Uint8Array
}

/** Room for a tree of so many leaves, in memory of a kind. */
export function openFollowedTree(leaves: number, memory: (bytes: number) => ArrayBufferLike): FollowedTree {
  const nodes = 2 * leaves - 1
  return {
    feature: new Int32Array(memory(4 * nodes)),
    left: new Uint32Array(memory(4 * nodes)),
    values: new Float64Array(memory(8 * nodes)),
    sides: new Uint8Array(memory(256 * nodes)),
  }
}

/** @param answerOf The value of a leaf, by its place in the model. */
export function writeFollowedTree(
  tree: BinnedTree,
  binning: Binning,
  answerOf: (place: number) => number,
  to: FollowedTree,
): void {
  to.feature.set(tree.feature)
  to.left.set(tree.left)
  for (let node = 0; node < tree.feature.length; node++) {
    const column = tree.feature[node]!
    if (column < 0) {
      to.values[node] = answerOf(tree.left[node]!)
      continue
    }
    const cut = tree.cut[node]!
    const isCategory = binning.columns[column]!.kind === 'category'
    const set = isCategory ? tree.sets.subarray(SET_WORDS * cut, SET_WORDS * (cut + 1)) : undefined
    const split = { column, bin: cut, set, isMissingLeft: tree.missingLeft[node] === 1 }
    writeSides(split, binning, to.sides.subarray(256 * node, 256 * (node + 1)))
  }
}
