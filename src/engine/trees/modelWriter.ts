import { type Link, SET_WORDS, type TreeModel } from '@/core/trees/model.ts'
import { type Binning, modelColumns } from './binnedTable.ts'

/** A node in terms of bins. */
export interface BinnedNode {
  /** −1 for a leaf. */
  readonly feature: number
  /** The last bin that goes left, where no set of them does. */
  readonly bin: number
  readonly set: Uint32Array | undefined
  readonly isMissingLeft: boolean
  /** The left child, with the right one behind it; of leaves the place of its values. */
  readonly left: number
  readonly gain: number
  readonly cover: number
}

/** A tree whose nodes number their children from its root, 0, and whose leaves number their values from the model's first. */
export interface BinnedTree {
  /** The output it adds to, or −1 for all. */
  readonly output: number
  readonly nodes: readonly BinnedNode[]
}

/** Puts trees in terms of bins together to a model in terms of real values. */
export function writeModel(
  binning: Binning,
  trees: readonly BinnedTree[],
  answers: {
    readonly link: Link
    readonly outputs: number
    readonly base: Float64Array
    readonly values: Float64Array
  },
): TreeModel {
  const count = trees.reduce((sum, { nodes }) => sum + nodes.length, 0)
  const starts = new Uint32Array(trees.length + 1)
  const treeOutput = new Int32Array(trees.length)
  const feature = new Int32Array(count)
  const threshold = new Float64Array(count)
  const missingLeft = new Uint8Array(count)
  const left = new Uint32Array(count)
  const cover = new Float32Array(count)
  const sets: Uint32Array[] = []
  const gains = new Float64Array(binning.columns.length)
  const splits = new Uint32Array(binning.columns.length)
  let at = 0
  for (const [tree, { nodes, output }] of trees.entries()) {
    const start = at
    starts[tree] = start
    treeOutput[tree] = output
    for (const node of nodes) {
      feature[at] = node.feature
      cover[at] = node.cover
      left[at] = node.feature < 0 ? node.left : start + node.left
      if (node.feature >= 0) {
        missingLeft[at] = Number(node.isMissingLeft)
        threshold[at] = node.set ? sets.push(node.set) - 1 : cutOf(binning, node)
        gains[node.feature]! += node.gain
        splits[node.feature]!++
      }
      at++
    }
  }
  starts[trees.length] = count
  const setWords = new Uint32Array(SET_WORDS * sets.length)
  for (const [place, set] of sets.entries()) setWords.set(set, SET_WORDS * place)
  const { link, outputs, base, values } = answers
  return {
    columns: modelColumns(binning),
    link,
    outputs,
    base,
    starts,
    treeOutput,
    feature,
    threshold,
    missingLeft,
    left,
    cover,
    sets: setWords,
    values,
    gains,
    splits,
  }
}

/** What numbers go left up to; behind the last bin, where only missing cells go right, all of them. */
function cutOf(binning: Binning, { feature, bin }: BinnedNode): number {
  const bins = binning.columns[feature]!
  return (bins.kind === 'number' ? bins.cuts[bin] : undefined) ?? Number.MAX_VALUE
}

/** Makes a function that finds the leaf of a row from its bins. */
export function leafFinder(
  nodes: readonly BinnedNode[],
  binning: Binning,
): (binOf: (column: number) => number) => number {
  const feature = Int32Array.from(nodes, (node) => node.feature)
  const left = Int32Array.from(nodes, (node) => node.left)
  // For each split and bin whether it goes left.
  const sides = new Uint8Array(256 * nodes.length)
  for (const [place, { feature: column, bin, set, isMissingLeft }] of nodes.entries()) {
    if (column < 0) continue
    const { count } = binning.columns[column]!
    const row = sides.subarray(256 * place, 256 * (place + 1))
    if (set) for (let each = 0; each < count; each++) row[each] = (set[each >> 5]! >>> (each & 31)) & 1
    else row.fill(1, 0, bin + 1)
    row[count] = Number(isMissingLeft)
  }
  return (binOf) => {
    let node = 0
    while (feature[node]! >= 0) node = left[node]! + 1 - sides[256 * node + binOf(feature[node]!)]!
    return node
  }
}
