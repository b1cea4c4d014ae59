import { describe, expect, it } from 'vitest'
import { precisionRecallCurve, rocCurve } from '../curves/rankingCurves.ts'
import { calibrationBins } from './calibration.ts'
import { reportClasses } from './classReport.ts'
import { countConfusion, kappa, mcc } from './confusion.ts'
import { evaluateMetric, evaluatePredictions } from './evaluate.ts'
import reference from './fixtures/scikitLearn.json'
import several from './fixtures/severalClasses.json'
import { type MetricName, metricsFor } from './metric.ts'
import { brierOfClasses } from './probability.ts'
import { averagePrecision, rankScores } from './ranked.ts'
import { mape, medianAbsoluteError, pinball } from './residual.ts'

const divide = (counts: readonly number[], by: number) => Float32Array.from(counts, (count) => count / by)

function expectMetrics(
  metrics: Readonly<Record<string, number | undefined>>,
  expected: Readonly<Record<string, number>>,
) {
  for (const [name, value] of Object.entries(expected)) expect(metrics[name], name).toBeCloseTo(value, 9)
}

const names = (count: number) => Array.from({ length: count }, (_, j) => `class ${j}`)

describe('scikit-learn 1.2.1, on random rows', () => {
  it.each(reference.binary)('of two classes', ({ y, scores, metrics, roc, precisionRecall, calibration }) => {
    const positive = divide(scores, 64)
    const predictions = {
      rows: y.length,
      width: 2,
      scores: Float32Array.from([...positive].flatMap((p) => [1 - p, p])),
    }
    const input = {
      task: 'binary',
      classes: names(2),
      actual: Float64Array.from(y),
      predictions,
      threshold: 0.5,
    } as const
    const found = evaluatePredictions(input).metrics
    expect(Object.keys(found).sort()).toEqual(Object.keys(metrics).sort())
    expectMetrics(found, metrics)
    for (const name of metricsFor('binary')) expect(evaluateMetric(input, name)).toBe(found[name])

    const ranked = rankScores(y, positive)!
    const [, ...points] = rocCurve(ranked)
    expect(points.map(({ threshold }) => threshold)).toEqual(roc.at)
    points.forEach(({ falsePositiveRate, truePositiveRate }, i) => {
      expect(falsePositiveRate).toBeCloseTo(roc.fpr[i]!, 12)
      expect(truePositiveRate).toBeCloseTo(roc.tpr[i]!, 12)
    })
    const curve = precisionRecallCurve(ranked).reverse()
    // scikit-learn 1.2 leaves out the thresholds below which all positive rows are found already.
    const theirs = precisionRecall.at
    for (const [i, threshold] of theirs.entries()) {
      const point = curve.find((each) => each.threshold === threshold)!
      expect(point.precision).toBeCloseTo(precisionRecall.precision[i]!, 12)
      expect(point.recall).toBeCloseTo(precisionRecall.recall[i]!, 12)
    }
    const bins = calibrationBins(y, positive)
    expect(bins.map(({ rows }) => rows)).toEqual(calibration.rows)
    bins.forEach(({ probability, share }, i) => {
      expect(probability).toBeCloseTo(calibration.said[i]!, 12)
      expect(share).toBeCloseTo(calibration.share[i]!, 12)
    })
  })

  it.each(reference.multiclass)('of several classes', ({ y, scores, metrics, report }) => {
    const width = scores[0]!.length
    const predictions = { rows: y.length, width, scores: divide(scores.flat(), 64) }
    const evaluated = evaluatePredictions({
      task: 'multiclass',
      classes: names(width),
      actual: Float64Array.from(y),
      predictions,
      threshold: 0.5,
    })
    expect(Object.keys(evaluated.metrics)).toContain('ece')
    expectMetrics(evaluated.metrics, metrics)
    const { classes, macro, weighted } = reportClasses(evaluated.confusion!)
    for (const [name, [precision, recall, f1, support]] of Object.entries(report)) {
      const ours = name === 'macro' ? macro : name === 'weighted' ? weighted : classes[Number(name)]!
      expectMetrics({ ...ours }, { precision: precision!, recall: recall!, f1: f1!, support: support! })
    }
  })

  it.each(reference.regression)('of numbers', ({ y, scores, metrics, pinball9 }) => {
    const actual = Float64Array.from(y, (value) => value / 8)
    const predictions = { rows: y.length, width: 1, scores: divide(scores, 8) }
    const found = evaluatePredictions({ task: 'regression', classes: [], actual, predictions, threshold: 0.5 }).metrics
    expect(Object.keys(found).sort()).toEqual(Object.keys(metrics).sort())
    expectMetrics(found, metrics)
    expect(pinball(actual, predictions.scores, 0.9)).toBeCloseTo(pinball9, 9)
    const upper = { task: 'regression', classes: [], actual, predictions, threshold: 0.5, quantile: 0.9 } as const
    expectMetrics(evaluatePredictions(upper).metrics, { ...metrics, pinball: pinball9 })
  })
})

describe('scikit-learn 1.9.1, on random rows', () => {
  it.each(several.cases)('of several classes', ({ y, scores, metrics }) => {
    const width = scores[0]!.length
    const input = {
      task: 'multiclass',
      classes: names(width),
      actual: Float64Array.from(y),
      predictions: { rows: y.length, width, scores: divide(scores.flat(), 64) },
      threshold: 0.5,
    } as const
    const found = evaluatePredictions(input).metrics
    expectMetrics(found, metrics)
    for (const name of metricsFor('multiclass')) expect(evaluateMetric(input, name)).toBe(found[name])
  })
})

describe('the docstrings of scikit-learn', () => {
  it('brier_score_loss of several classes', () => {
    const said = [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.2, 0.2, 0.6]
    // They cut digits off.
    expect(brierOfClasses([0, 1, 2], said, 3)!.toString()).toMatch(/^0\.146/)
  })

  it('matthews_corrcoef, cohen_kappa_score', () => {
    expect(mcc(countConfusion([1, 1, 1, 0], [1, 0, 1, 1], 2))).toBeCloseTo(-0.33, 2)
    // negative, neutral, positive
    expect(kappa(countConfusion([0, 2, 0, 1, 2], [0, 2, 0, 1, 0], 3))).toBe(0.6875)
  })

  it('average_precision_score', () => {
    expect(averagePrecision(rankScores([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])!)).toBeCloseTo(0.83, 2)
  })

  it('median_absolute_error, mean_absolute_percentage_error, mean_pinball_loss', () => {
    expect(medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8])).toBe(0.5)
    expect(mape([3, -0.5, 2, 7], [2.5, 0, 2, 8])!.toString()).toMatch(/^0\.3273/)
    expect(pinball([1, 2, 3], [0, 2, 3], 0.1)).toBeCloseTo(0.1 / 3, 12)
    expect(pinball([1, 2, 3], [1, 2, 4], 0.1)).toBeCloseTo(0.3, 12)
    expect(pinball([1, 2, 3], [0, 2, 3], 0.9)).toBeCloseTo(0.3, 12)
  })
})

describe('where scikit-learn says 0 or something huge', () => {
  const matrix = [
    [3, 0],
    [0, 0],
  ]
  it.each<MetricName>(['mcc', 'kappa'])('%s of one class has no value', (name) => {
    expect((name === 'mcc' ? mcc : kappa)(matrix)).toBeUndefined()
  })

  it('a class never called is left out of the means, and the share of 0 is none', () => {
    const { classes, macro, weighted } = reportClasses([
      [2, 0],
      [2, 0],
    ])
    expect(classes[1]).toEqual({ precision: undefined, recall: 0, f1: 0, support: 2 })
    expect(macro).toEqual({ precision: 0.5, recall: 0.5, f1: 1 / 3, support: 4 })
    expect(weighted.precision).toBe(0.5)
    expect(reportClasses([[0]]).weighted).toEqual({
      precision: undefined,
      recall: undefined,
      f1: undefined,
      support: 0,
    })
    expect(mape([0, 1], [1, 1])).toBeUndefined()
    for (const of of [mape, pinball, medianAbsoluteError]) expect(of([], [])).toBeUndefined()
  })
})
