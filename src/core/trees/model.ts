/** Words of a set of bins: one bit for each of 256. */
export const SET_WORDS = 8

/** Splits on the way to a leaf, at most, whatever options say. */
export const MOST_DEPTH = 512

/** A column as a model knows it. */
export type ModelColumn =
  | { readonly kind: 'number' }
  /**
   * The bin of each code, 0 up to `bins`, or `bins` for a code that no training row had, which then counts as missing.
   * Codes share a bin where there were more than 254.
   */
  | { readonly kind: 'category'; readonly binOfCode: Uint8Array; readonly bins: number }

/** How scores become answers: see `answersOf`. */
export const LINKS = ['identity', 'exponential', 'logistic', 'softmax', 'share', 'shares'] as const
export type Link = (typeof LINKS)[number]

/**
 * Trees as flat arrays. The nodes of tree t are `starts[t]` up to `starts[t + 1]`, parents before children, its root first;
 * the children of a node lie side by side. A row's scores are `base` plus the values of the leaves that it falls into.
 */
export interface TreeModel {
  readonly columns: readonly ModelColumn[]
  readonly link: Link
  /** Scores of a row. */
  readonly outputs: number
  /** The score of each output before any tree. */
  readonly base: Float64Array
  /** One more than there are trees. */
  readonly starts: Uint32Array
  /** The output that each tree adds to, or −1 for trees that add to all. */
  readonly treeOutput: Int32Array
  /** The column that a node asks for; −1 for leaves. */
  readonly feature: Int32Array
  /** Numbers up to this go left. Of categories: the place of the set of bins that go left, 0, 1, …; 0 for leaves. */
  readonly threshold: Float64Array
  /** 1 where missing cells go left. Of categories this is also the bit of the bin behind the last. */
  readonly missingLeft: Uint8Array
  /** The left child, with the right one behind it; of leaves the place of its value, or of its row of values. */
  readonly left: Uint32Array
  /** What of the training data fell into the node: hessians for boosting, weighted rows for forests. */
  readonly cover: Float32Array
  /** `SET_WORDS` words for each set of bins that go left, bit by bit. */
  readonly sets: Uint32Array
  /** What leaves add: one number each, or one for each output where trees add to all. */
  readonly values: Float64Array
  /** Of each column: what its splits gained, and how many there were. */
  readonly gains: Float64Array
  readonly splits: Uint32Array
}

/** Trees of a model. */
export function treeCount(model: TreeModel): number {
  return model.treeOutput.length
}
