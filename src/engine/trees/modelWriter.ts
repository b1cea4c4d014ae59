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
  const sets: Uint32Array[] = []
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
      const set = tree.sets.get(node)
      threshold[start + node] = set ? sets.push(set) - 1 : cutOf(binning, column, tree.bin[node]!)
      gains[column]! += tree.gain[node]!
      splits[column]!++
    }
    start += size
    yield
  }
  starts[trees.length] = count
  const setWords = new Uint32Array(SET_WORDS * sets.length)
  for (const [place, set] of sets.entries()) setWords.set(set, SET_WORDS * place)
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
    sets: setWords,
    gains,
    splits,
  }
}

/** What numbers go left up to; behind the last bin, where only missing cells go right, all of them. */
function cutOf(binning: Binning, column: number, bin: number): number {
  const bins = binning.columns[column]!
  return (bins.kind === 'number' ? bins.cuts[bin] : undefined) ?? Number.MAX_VALUE
}
