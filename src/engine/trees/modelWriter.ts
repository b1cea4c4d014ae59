import { type Link, SET_WORDS, type TreeModel } from '@/core/trees/model.ts'
import type { Work } from '@/core/work.ts'
import { type Binning, modelColumns } from './binnedTable.ts'
import type { BinnedTree } from './binnedTree.ts'

/** Puts trees in terms of bins together to a model in terms of real values. */
export function* writeModel(
  binning: Binning,
  trees: readonly BinnedTree[],
  answers: {
    readonly link: Link
    readonly outputs: number
    readonly base: Float64Array
    readonly values: Float64Array
  },
): Work<TreeModel> {
  const count = trees.reduce((sum, { feature }) => sum + feature.length, 0)
  const starts = new Uint32Array(trees.length + 1)
  const feature = new Int32Array(count)
  const threshold = new Float64Array(count)
  const missingLeft = new Uint8Array(count)
  const left = new Uint32Array(count)
  const cover = new Float32Array(count)
  const sets = new Uint32Array(trees.reduce((sum, tree) => sum + tree.sets.length, 0))
  let setsBefore = 0
  const gains = new Float64Array(binning.columns.length)
  const splits = new Uint32Array(binning.columns.length)
  let start = 0
  for (const [place, tree] of trees.entries()) {
    const size = tree.feature.length
    starts[place] = start
    feature.set(tree.feature, start)
    missingLeft.set(tree.missingLeft, start)
    left.set(tree.left, start)
    cover.set(tree.cover, start)
    for (let node = 0; node < size; node++) {
      const column = tree.feature[node]!
      if (column < 0) continue
      left[start + node]! += start
      const cut = tree.cut[node]!
      const bins = binning.columns[column]!
      // Behind the last bin, where only missing cells go right, all numbers go left.
      threshold[start + node] =
        bins.kind === 'category' ? setsBefore / SET_WORDS + cut : (bins.cuts[cut] ?? Number.MAX_VALUE)
      gains[column]! += tree.gain[node]!
      splits[column]!++
    }
    sets.set(tree.sets, setsBefore)
    setsBefore += tree.sets.length
    start += size
    yield
  }
  starts[trees.length] = count
  return {
    columns: modelColumns(binning),
    ...answers,
    starts,
    treeOutput: Int32Array.from(trees, ({ output }) => output),
    feature,
    threshold,
    missingLeft,
    left,
    cover,
    sets,
    gains,
    splits,
  }
}
