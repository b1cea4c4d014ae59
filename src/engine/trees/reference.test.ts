import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import type { TreeColumn } from '@/core/trees/column.ts'
import { BOOSTING_DEFAULTS, type BoostingLoss } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { trainBoosting } from './boosting.ts'
import sklearn from './fixtures/sklearn.json' with { type: 'json' }
import { scoreTrees } from './score.ts'

const columns = [0, 1, 2].map(
  (column): TreeColumn => ({
    kind: 'number',
    values: Float64Array.from(sklearn.rows, (row) => row[column] ?? Number.NaN),
  }),
)
const options = {
  ...BOOSTING_DEFAULTS,
  rounds: 12,
  leaves: 6,
  learningRate: 0.2,
  minRows: 15,
  l2: 0.5,
  minHessian: 1e-3,
}

describe('boosting gives what scikit-learn gives', () => {
  it.each(sklearn.cases)('$loss.kind, weighted: $weighted', async (each) => {
    const target = Float64Array.from(sklearn[each.target as 'numbers' | 'counts' | 'classes' | 'binary'])
    const weights = each.weighted ? Float64Array.from(sklearn.weights) : undefined
    const { model } = await trainBoosting(
      {
        data: { columns, target, weights },
        loss: each.loss as BoostingLoss,
        options,
        seed: 1,
      },
      unattended,
    )
    const rows = Uint32Array.from({ length: 30 }, (_, row) => 10 * row)
    const scores = runAtOnce(scoreTrees(model, columns, rows))
    const expected = each.scores
    // scikit-learn's gradients are in single precision.
    for (const [i, score] of scores.entries()) expect(Math.abs(score - expected[i]!)).toBeLessThan(1e-4)
  })
})
