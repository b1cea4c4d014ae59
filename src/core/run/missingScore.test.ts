import { describe, expect, it } from 'vitest'
import { whyMissing } from './missingScore.ts'
import type { Evaluation } from './run.ts'

function evaluation(metrics: Evaluation['metrics'], confusion?: Evaluation['confusion']): Evaluation {
  return {
    schema: 1,
    id: 'a/validation',
    runId: 'a',
    part: 'validation',
    rows: 6,
    metrics,
    confusion,
    digest: 'd',
    createdAt: 1,
  }
}

describe('a score that is not there', () => {
  const matrix = [
    [2, 0, 0],
    [1, 1, 0],
    [0, 0, 2],
  ]

  it('was not recorded where the matrix, or the scores beside it, show that there is one', () => {
    const old = evaluation({ auc: 0.9, logLoss: 0.4, accuracy: 5 / 6 }, matrix)
    for (const name of ['weightedF1', 'precision', 'averagePrecision', 'brier'] as const)
      expect(whyMissing(name, old, undefined).short, name).toBe('not recorded')
  })

  it('has no value where there is none', () => {
    // Of one class, which is always called.
    const one = evaluation({ logLoss: 0.1 }, [
      [6, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(whyMissing('mcc', one, undefined).short).toBe('no value')
    expect(whyMissing('auc', one, undefined).short).toBe('no value')
    expect(whyMissing('brier', evaluation({}, matrix), undefined).short).toBe('no value')
    expect(whyMissing('averagePrecision', evaluation({ logLoss: 1 }, [[4, 0], [2, 0]]), undefined).short).toBe('no value') // biome-ignore format: one matrix
    expect(whyMissing('mape', evaluation({ rmse: 1 }), undefined).short).toBe('no value')
  })
})
