import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import { evaluatePredictions } from '../metrics/evaluate.ts'
import { sayRows } from '../prediction/saidRow.ts'
import { normalFrom, seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { errorOverTime, mistakesOverTime } from './errorOverTime.ts'
import { residualHistogram } from './residualHistogram.ts'
import { runCurves } from './runCurves.ts'

const quiet = () => {}

describe('the curves of a run', () => {
  it('of two classes agree with its metrics', () => {
    const random = seededRandom('run curves')
    const actual = Float64Array.from({ length: 300 }, () => (random() < 0.3 ? 1 : 0))
    const predictions = sayProbabilities(actual.map((is) => (random() + is) / 2))
    const input = { task: 'binary', classes: ['no', 'yes'], actual, predictions, threshold: 0.4 } as const
    const curves = runAtOnce(runCurves(input, quiet))
    if (curves.kind !== 'binary') throw new Error(curves.kind)
    const { metrics } = evaluatePredictions(input)
    expect([curves.auc, curves.averagePrecision, curves.calibration.error]).toEqual([
      metrics.auc,
      metrics.averagePrecision,
      metrics.ece,
    ])
    expect(curves.positives).toBe(actual.reduce((sum, is) => sum + is, 0))
    expect(curves.histogram.reduce((sum, bin) => sum + bin.positives + bin.negatives, 0)).toBe(300)
    expect(curves.gain.at(-1)).toMatchObject({ share: 1, gain: 1, lift: 1 })
  })

  // The same rows in Python: roc_curve and average_precision_score of scikit-learn 1.2.1 of each class against all others,
  // the macro curve as the mean of numpy.interp (NumPy 1.24.2) of the three.
  it('of several classes are those of each against all others, and their mean', () => {
    const actual = Float64Array.of(0, 0, 1, 1, 2, 2, 0, 1, 2, 2)
    const said = [
      [0.7, 0.2, 0.1],
      [0.4, 0.35, 0.25],
      [0.3, 0.5, 0.2],
      [0.45, 0.3, 0.25],
      [0.1, 0.2, 0.7],
      [0.25, 0.45, 0.3],
      [0.5, 0.15, 0.35],
      [0.2, 0.6, 0.2],
      [0.15, 0.3, 0.55],
      [0.55, 0.1, 0.35],
    ]
    const predictions = { rows: 10, width: 3, scores: Float32Array.from(said.flat()) }
    const told: string[] = []
    const input = { task: 'multiclass', classes: ['a', 'b', 'c'], actual, predictions, threshold: 0.5 } as const
    const curves = runAtOnce(runCurves(input, (done, total) => told.push(`${done}/${total}`)))
    if (curves.kind !== 'multiclass') throw new Error(curves.kind)
    expect(told).toEqual(['1/3', '2/3', '3/3'])
    for (const [i, auc] of [0.8571428571428572, 0.8809523809523809, 0.9375].entries())
      expect(curves.classes[i]!.auc).toBeCloseTo(auc, 12)
    for (const [i, precision] of [0.7555555555555555, 0.8333333333333333, 0.8875].entries())
      expect(curves.classes[i]!.averagePrecision).toBeCloseTo(precision, 12)
    const at = (rate: number) =>
      curves.macro.findLast(({ falsePositiveRate }) => falsePositiveRate === rate)!.truePositiveRate
    for (const [rate, expected] of [
      [0, 0.5],
      [0.1, 0.55],
      [0.25, 0.7777777777777777],
      [0.5, 1],
      [1, 1],
    ] as const)
      expect(at(rate)).toBeCloseTo(expected, 12)
    expect(curves.macro[0]).toEqual({ falsePositiveRate: 0, truePositiveRate: 0 })
    // By hand: ten different probabilities of a, each a bin of its own, so the error is the mean of |it is a − what was said|.
    expect(curves.classes[0]!.calibration.error).toBeCloseTo(0.34, 6)
    expect(curves.classes[0]!.calibration.bins).toHaveLength(10)
    expect(curves.calibration.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(10)
  })

  it('of numbers are of the residuals', () => {
    const actual = Float64Array.of(1, 2, 3, 10)
    const predictions = sayNumbers([2, 2, 2, 6])
    const input = { task: 'regression', classes: [], actual, predictions, threshold: 0 } as const
    const curves = runAtOnce(runCurves(input, quiet))
    expect(curves).toMatchObject({ kind: 'regression', rows: 4, mean: 1 })
    if (curves.kind !== 'regression') throw new Error(curves.kind)
    expect(curves.points.map(({ residual }) => residual).sort()).toEqual([-1, 0, 1, 4])
    expect(curves.histogram.reduce((sum, { rows }) => sum + rows, 0)).toBe(4)
  })

  it('are none where a model diverged or there are no rows', () => {
    const actual = Float64Array.of(0, 1)
    const diverged = { task: 'binary', classes: ['a', 'b'], actual, threshold: 0.5 } as const
    const said = sayProbabilities([Number.NaN, 0.5])
    expect(runAtOnce(runCurves({ ...diverged, predictions: said }, quiet))).toEqual({ kind: 'none' })
    const numbers = { task: 'regression', classes: [], actual, threshold: 0 } as const
    const far = sayNumbers([1, Number.POSITIVE_INFINITY])
    expect(runAtOnce(runCurves({ ...numbers, predictions: far }, quiet))).toEqual({ kind: 'none' })
    const empty = { ...numbers, actual: new Float64Array(), predictions: sayNumbers([]) }
    expect(runAtOnce(runCurves(empty, quiet))).toEqual({ kind: 'none' })
  })
})

describe('residuals in bins', () => {
  it('have an edge at 0 and hold every row', () => {
    const normal = normalFrom(seededRandom('bins'))
    const residuals = Float64Array.from({ length: 1_000 }, () => 3 + normal())
    const bins = residualHistogram(Float64Array.from(residuals, (value) => value - 3))
    expect(bins.length).toBeLessThanOrEqual(40)
    expect(bins.some(({ from }) => from === 0)).toBe(true)
    expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_000)
    for (const { from, to, rows } of residualHistogram(residuals))
      expect(rows).toBe(residuals.filter((value) => value >= from && value < to).length)
  })

  it('of equal ones are one', () => {
    expect(residualHistogram(Float64Array.of(2, 2))).toEqual([{ from: 2, to: 4, rows: 2 }])
    expect(residualHistogram(Float64Array.of(0))).toEqual([{ from: 0, to: 1, rows: 1 }])
    expect(residualHistogram(new Float64Array())).toEqual([])
  })
})

describe('error over time', () => {
  // scipy.stats 1.10: t.interval(.95, 4, loc=mean, scale=sem) of 1.5, −2, .25, 3, −1.
  it('has the mean and its interval by Student’s t', () => {
    const [bin, ...others] = errorOverTime([5, 1, 3, 2, 4], [0, 0, 0, 0, 0], [1.5, -2, 0.25, 3, -1], 1)
    expect(others).toEqual([])
    expect(bin).toMatchObject({ from: 1, to: 5, rows: 5, mean: expect.closeTo(0.35, 12) })
    expect(bin!.interval!.low).toBeCloseTo(-2.1099366305677063, 6)
    expect(bin!.interval!.high).toBeCloseTo(2.8099366305677065, 6)
  })

  it('keeps rows of one time together, leaves out those without, and has no interval where nothing varies', () => {
    const times = [1, 1, 1, 2, Number.NaN, 3]
    const bins = errorOverTime(times, [0, 0, 0, 0, 0, 0], [1, 1, 1, 5, 9, 2], 5)
    expect(bins).toEqual([
      { from: 1, to: 1, rows: 3, mean: 1 },
      { from: 2, to: 2, rows: 1, mean: 5 },
      { from: 3, to: 3, rows: 1, mean: 2 },
    ])
    expect(errorOverTime([Number.NaN], [1], [0])).toEqual([])
  })

  // Newcombe 1998, table I: 81 of 263 has Wilson's interval .2553 to .3662; 1 of 29 .0061 to .1718.
  it('is of classes the share called wrong, with Wilson’s interval', () => {
    const wrong = [...Array.from({ length: 263 }, (_, i) => i < 81), ...Array.from({ length: 29 }, (_, i) => i < 1)]
    const times = wrong.map((_, i) => (i < 263 ? 1 : 2))
    const bins = mistakesOverTime(
      times,
      wrong.map(Number),
      wrong.map(() => 0),
      2,
    )
    expect(bins).toMatchObject([
      { rows: 263, mean: 81 / 263 },
      { rows: 29, mean: 1 / 29 },
    ])
    expect(bins.map(({ interval }) => [interval!.low.toFixed(4), interval!.high.toFixed(4)])).toEqual([
      ['0.2553', '0.3662'],
      ['0.0061', '0.1718'],
    ])
  })

  it('is above 0 where predictions are too high, as the error that rows are listed with', () => {
    const [actual, predicted] = [Float64Array.of(10), Float64Array.of(13)]
    const predictions = { rows: 1, width: 1, scores: Float32Array.from(predicted) }
    const said = runAtOnce(sayRows({ task: 'regression', classes: [], actual, predictions, threshold: 0.5 }))
    expect(errorOverTime([1], actual, predicted)[0]!.mean).toBe(3)
    expect([...said.score]).toEqual([3])
  })
})
