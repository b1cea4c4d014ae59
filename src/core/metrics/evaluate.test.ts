import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Predictions } from '../pipeline/pipeline.ts'
import { accuracy, balancedAccuracy, countConfusion, f1, macro, precision, recall } from './confusion.ts'
import { evaluatePredictions, lossOf } from './evaluate.ts'
import { metricsFor } from './metric.ts'
import { brier, logLoss } from './probability.ts'
import { auc, macroAuc } from './ranking.ts'
import { mae, mse, r2, rmse } from './residual.ts'

function predictions(width: number, scores: readonly number[]): Predictions {
  return { rows: scores.length / width, width, scores: Float32Array.from(scores) }
}

describe('the values of the docstrings of scikit-learn', () => {
  it('roc_auc_score', () => {
    expect(auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75)
  })

  it('log_loss', () => {
    const scores = [0.1, 0.9, 0.9, 0.1, 0.8, 0.2, 0.35, 0.65]
    expect(logLoss([1, 0, 0, 1], scores, 2)).toBeCloseTo(0.21616, 5)
  })

  it('brier_score_loss', () => {
    expect(brier([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3])).toBeCloseTo(0.0375, 12)
  })

  it('r2_score, mean_absolute_error, mean_squared_error, root_mean_squared_error', () => {
    const [actual, predicted] = [
      [3, -0.5, 2, 7],
      [2.5, 0, 2, 8],
    ]
    expect(Math.floor(r2(actual!, predicted!)! * 1000)).toBe(948) // printed as 0.948…
    expect(mae(actual!, predicted!)).toBe(0.5)
    expect(mse(actual!, predicted!)).toBe(0.375)
    expect(rmse(actual!, predicted!)).toBeCloseTo(0.612, 3)
    expect(r2([1, 2, 3], [2, 2, 2])).toBe(0)
    expect(r2([1, 2, 3], [3, 2, 1])).toBe(-3)
  })

  it('confusion_matrix, accuracy_score, balanced_accuracy_score', () => {
    expect(countConfusion([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], 3)).toEqual([
      [2, 0, 0],
      [0, 0, 1],
      [1, 0, 2],
    ])
    expect(accuracy(countConfusion([0, 1, 2, 3], [0, 2, 1, 3], 4))).toBe(0.5)
    expect(balancedAccuracy(countConfusion([0, 1, 0, 0, 1, 0], [0, 1, 0, 0, 0, 1], 2))).toBe(0.625)
  })

  it('f1_score, precision_score and recall_score of three classes', () => {
    const confusion = countConfusion([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1], 3)
    expect(macro(confusion, f1)).toBeCloseTo(0.2667, 4)
    const mean = (of: typeof precision) =>
      ((of(confusion, 0) ?? 0) + (of(confusion, 1) ?? 0) + (of(confusion, 2) ?? 0)) / 3
    expect(mean(precision)).toBeCloseTo(0.2222, 4)
    expect(mean(recall)).toBeCloseTo(0.3333, 4)
  })
})

const scored = fc.array(fc.record({ positive: fc.constantFrom(0, 1), score: fc.integer({ min: -20, max: 20 }) }), {
  minLength: 2,
  maxLength: 60,
})

describe('auc', () => {
  it('is the share of won pairs, ties half, counted pair by pair', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const won: number[] = []
        for (const a of rows)
          for (const b of rows)
            if (a.positive === 1 && b.positive === 0) won.push(a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)
        const expected = won.length === 0 ? undefined : won.reduce((sum, each) => sum + each, 0) / won.length
        const value = auc(
          rows.map(({ positive }) => positive),
          rows.map(({ score }) => score),
        )
        expect(value).toBe(expected)
      }),
    )
  })

  it('does not change under a rising map, and turns round under a falling one', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const positive = rows.map((row) => row.positive)
        const of = (map: (score: number) => number) =>
          auc(
            positive,
            rows.map(({ score }) => map(score)),
          )
        const value = of((score) => score)
        expect(of((score) => Math.exp(score / 4) - 3)).toBe(value)
        if (value !== undefined) expect(of((score) => -score)).toBeCloseTo(1 - value, 12)
      }),
    )
  })

  it('of two classes, one against rest, is the AUC of either', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const positive = rows.map((row) => row.positive)
        const pairs = rows.flatMap(({ score }) => [-score, score])
        const expected = auc(
          positive,
          rows.map(({ score }) => score),
        )
        const value = macroAuc(positive, pairs, 2)
        if (expected === undefined) expect(value).toBeUndefined()
        else expect(value).toBeCloseTo(expected, 12)
      }),
    )
  })

  it('of several classes leaves out those without rows', () => {
    const scores = [0.8, 0.1, 0.1, 0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.7, 0.2, 0.1]
    // Class 0 has scores .8, .6 against .2, .7: 3 of 4 pairs; class 1 has .7, .2 against .1, .3: 3 of 4; class 2 none.
    expect(macroAuc([0, 0, 1, 1], scores, 3)).toBe(0.75)
  })
})

describe('logLoss', () => {
  it('of one constant answer is least, and the entropy, where the answer is the mix of classes', () => {
    const mix = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(mix, mix, (counts, guess) => {
        const total = counts.reduce((a, b) => a + b)
        const actual = counts.flatMap((count, label) => new Array<number>(count).fill(label))
        const entropy = -counts.reduce((sum, count) => sum + (count / total) * Math.log(count / total), 0)
        const said = (weights: readonly number[]) => {
          const all = weights.reduce((a, b) => a + b)
          return logLoss(
            actual,
            actual.flatMap(() => weights.map((weight) => weight / all)),
            3,
          )!
        }
        expect(said(counts)).toBeCloseTo(entropy, 10)
        expect(said(guess)).toBeGreaterThanOrEqual(entropy - 1e-12)
      }),
    )
  })

  it('of a row called impossible is −ln 1e-15', () => {
    expect(logLoss([1], [1, 0], 2)).toBeCloseTo(34.538776394910684, 10)
  })
})

describe('evaluatePredictions', () => {
  const binary = { task: 'binary', classes: ['no', 'yes'], threshold: 0.5 } as const

  it('has every metric of the task', () => {
    const actual = Float64Array.of(0, 0, 1, 1)
    const scores = predictions(2, [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8])
    const { metrics, confusion } = evaluatePredictions({ ...binary, actual, predictions: scores })
    expect(Object.keys(metrics).sort()).toEqual([...metricsFor('binary')].sort())
    expect(metrics.auc).toBe(0.75)
    expect(confusion).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(metrics).toMatchObject({ accuracy: 0.75, precision: 1, recall: 0.5, f1: 2 / 3, balancedAccuracy: 0.75 })
  })

  it('calls a row positive from the threshold up', () => {
    const actual = Float64Array.of(0, 1)
    const scores = predictions(2, [0.75, 0.25, 0.25, 0.75])
    const at = (threshold: number) =>
      evaluatePredictions({ ...binary, threshold, actual, predictions: scores }).confusion
    expect(at(0.75)).toEqual([[1, 0], [0, 1]]) // biome-ignore format: a matrix
    expect(at(0.25)).toEqual([[0, 1], [0, 1]]) // biome-ignore format: a matrix
    expect(at(0.8)).toEqual([[1, 0], [1, 0]]) // biome-ignore format: a matrix
  })

  it('leaves out what has no value', () => {
    const scores = predictions(2, [0.9, 0.1, 0.8, 0.2])
    const one = evaluatePredictions({ ...binary, actual: Float64Array.of(0, 0), predictions: scores }).metrics
    expect(Object.keys(one).sort()).toEqual(['accuracy', 'balancedAccuracy', 'brier', 'ece', 'logLoss'])
    const none = evaluatePredictions({ ...binary, actual: new Float64Array(0), predictions: predictions(2, []) })
    expect(none.metrics).toEqual({})

    const regression = { task: 'regression', classes: [], threshold: 0.5 } as const
    const flat = { ...regression, actual: Float64Array.of(0.1, 0.1, 0.1), predictions: predictions(1, [0, 1, 2]) }
    expect(Object.keys(evaluatePredictions(flat).metrics)).toEqual([
      'rmse',
      'mae',
      'medianAbsoluteError',
      'mape',
      'pinball',
    ])
  })

  it('of a diverged model says nothing', () => {
    const actual = Float64Array.of(0, 1)
    const scores = predictions(2, [Number.NaN, Number.NaN, 0.5, 0.5])
    expect(evaluatePredictions({ ...binary, actual, predictions: scores })).toEqual({ metrics: {} })
    const numbers = predictions(1, [Number.NaN, 1])
    expect(
      evaluatePredictions({ task: 'regression', classes: [], threshold: 0, actual, predictions: numbers }).metrics,
    ).toEqual({})
  })

  it('of several classes takes the labels given, else the most probable', () => {
    const input = {
      task: 'multiclass',
      classes: ['a', 'b', 'c'],
      threshold: 0.5,
      actual: Float64Array.of(0, 1),
    } as const
    const scores = predictions(3, [0.4, 0.4, 0.2, 0.1, 0.2, 0.7])
    expect(evaluatePredictions({ ...input, predictions: scores }).metrics.accuracy).toBe(0.5)
    const labels = Int32Array.of(0, 1)
    expect(evaluatePredictions({ ...input, predictions: { ...scores, labels } }).metrics.accuracy).toBe(1)
  })

  it('refuses predictions for other rows', () => {
    const actual = Float64Array.of(0, 1, 1)
    expect(() => evaluatePredictions({ ...binary, actual, predictions: predictions(2, [0.5, 0.5]) })).toThrow(
      'do not fit',
    )
  })
})

describe('lossOf', () => {
  it('is what training lowers', () => {
    expect(lossOf({ task: 'binary', actual: Float64Array.of(1), predictions: predictions(2, [0.5, 0.5]) })).toBeCloseTo(
      Math.LN2,
      12,
    )
    expect(lossOf({ task: 'regression', actual: Float64Array.of(1, 2), predictions: predictions(1, [1, 5]) })).toBe(4.5)
  })
})
