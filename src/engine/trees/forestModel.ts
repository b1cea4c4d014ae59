import type { TreeModel } from '@/core/trees/model.ts'
import { eachRow, type Work } from '@/core/work.ts'
import type { Binning } from './binnedTable.ts'
import { type ForestTree, outputsOf, sharedValues } from './forestGrower.ts'
import { writeModel } from './modelWriter.ts'

/**
 * Averages trees: their values are divided by how many there are. Places of values are written over in the trees themselves.
 * @param of How many there will be, where these are some of more.
 */
export function* modelOf(
  binning: Binning,
  trees: readonly ForestTree[],
  classes: number,
  of = trees.length,
): Work<TreeModel> {
  const outputs = outputsOf(classes)
  const shared = sharedValues(classes)
  const length = trees.reduce((sum, { values }) => sum + values.length, shared.length)
  const values = new Float64Array(length)
  values.set(shared)
  let end = shared.length
  for (const { tree, values: its } of trees) {
    // Leaves name their own values by their places behind the shared ones.
    const before = (end - shared.length) / outputs
    for (let node = 0; node < tree.feature.length; node++)
      if (tree.feature[node]! < 0 && tree.left[node]! >= shared.length / outputs) tree.left[node]! += before
    values.set(its, end)
    end += its.length
    yield
  }
  yield* eachRow(length, (place) => {
    values[place]! /= of
  })
  const binned = trees.map(({ tree }) => tree)
  const link = classes === 0 ? 'identity' : outputs > 1 ? 'shares' : 'share'
  return yield* writeModel(binning, binned, { link, outputs, base: new Float64Array(outputs), values })
}
