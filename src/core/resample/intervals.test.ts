import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import { type EvaluateInput, evaluatePredictions } from '../metrics/evaluate.ts'
import type { MetricName } from '../metrics/metric.ts'
import { normalFrom, seededRandom } from '../random.ts'
import { runAtOnce, runBreathing } from '../work.ts'
import { confusionIntervals, type MetricIntervals, metricIntervals } from './intervals.ts'
import { percentileInterval, percentileP } from './percentile.ts'
import type { Resampling } from './resample.ts'

function binaryOf(actual: readonly number[], scores: ArrayLike<number>): EvaluateInput {
  return {
    task: 'binary',
    classes: ['no', 'yes'],
    actual: Float64Array.from(actual),
    predictions: sayProbabilities(scores),
    threshold: 0.5,
  }
}

function sample(rows: number, seed: number): EvaluateInput {
  const random = seededRandom('sample', seed)
  // Such as a 32-bit float holds, as does what is left to 1.
  const scores = Array.from({ length: rows }, () => Math.floor(random() * 1024) / 1024)
  return binaryOf(
    scores.map((p) => (random() < p ? 1 : 0)),
    scores,
  )
}

function intervalsOf(input: EvaluateInput, resampling: Partial<Resampling> = {}): MetricIntervals {
  return runAtOnce(metricIntervals({ seed: 1, resamples: 200, ...input, ...resampling }))
}

describe('percentile', () => {
  it('takes the quantiles of the draws, and twice the smaller side', () => {
    const draws = Float64Array.from({ length: 41 }, (_, i) => i)
    expect(percentileInterval(draws, 20)).toEqual({ low: 1, high: 39 })
    expect(percentileInterval(draws, 50)).toEqual({ low: 1, high: 50 })
    expect(percentileP(draws.map((draw) => draw - 3))).toBeCloseTo((2 * 5) / 42, 12)
    expect(percentileP(draws.fill(0))).toBe(1)
  })

  it('is of no use where more than one draw in ten has no value', () => {
    const draws = Float64Array.from({ length: 20 }, (_, i) => (i < 2 ? Number.NaN : i))
    expect(percentileInterval(draws, 10)).toBeDefined()
    draws[2] = Number.NaN
    expect(percentileInterval(draws, 10)).toBeUndefined()
    expect(percentileP(draws)).toBeUndefined()
    expect(percentileInterval(new Float64Array(0), 1)).toBeUndefined()
  })
})

describe('metricIntervals', () => {
  it('has one for each metric, with the estimate inside, by the method said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 80 }), fc.integer(), (rows, seed) => {
        const input = sample(rows, seed)
        const { metrics } = evaluatePredictions(input)
        const intervals = intervalsOf(input)
        expect(Object.keys(intervals).sort()).toEqual(Object.keys(metrics).sort())
        for (const [name, { low, high }] of Object.entries(intervals)) {
          const value = metrics[name as MetricName]!
          expect(low, name).toBeLessThanOrEqual(value)
          expect(high, name).toBeGreaterThanOrEqual(value)
          expect(low, name).toBeLessThan(high)
        }
      }),
      { numRuns: 20 },
    )
    const methods = Object.entries(intervalsOf(sample(60, 1))).map(([name, { method }]) => [name, method])
    expect(Object.fromEntries(methods)).toEqual({
      auc: 'DeLong',
      averagePrecision: 'bootstrap',
      logLoss: 'bootstrap',
      accuracy: 'Wilson',
      balancedAccuracy: 'bootstrap',
      f1: 'Wilson',
      mcc: 'bootstrap',
      kappa: 'bootstrap',
      precision: 'Wilson',
      recall: 'Wilson',
      brier: 'bootstrap',
      ece: 'bootstrap',
    })
  })

  it('says the same of the same rows in any order, and with the same seed', () => {
    const input = sample(50, 3)
    const order = Array.from({ length: 50 }, (_, i) => (i * 17) % 50)
    const turned = binaryOf(
      order.map((row) => input.actual[row]!),
      order.map((row) => input.predictions.scores[2 * row + 1]!),
    )
    expect(intervalsOf(turned)).toEqual(intervalsOf(input))
    expect(intervalsOf(input, { seed: 2 }).brier).not.toEqual(intervalsOf(input).brier)
  })

  it('gives the bootstrap of a mean the deviation that theory gives it', () => {
    const normal = normalFrom(seededRandom('theory'))
    const rows = 400
    const errors = Array.from({ length: rows }, normal)
    const input = {
      task: 'regression',
      classes: [],
      actual: new Float64Array(rows).fill(5),
      predictions: sayNumbers(errors.map((error) => 5 + error)),
      threshold: 0.5,
    } as const
    const { mae, pinball } = intervalsOf(input, { resamples: 2_000 })
    const sizes = errors.map(Math.abs)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / rows
    const deviation = Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / rows)
    const half = (1.96 * deviation) / Math.sqrt(rows)
    expect(Math.abs(mae!.low - (mean - half))).toBeLessThan(0.06 * half)
    expect(Math.abs(mae!.high - (mean + half))).toBeLessThan(0.06 * half)
    expect(pinball!.low).toBeCloseTo(mae!.low / 2, 12)
    expect(Object.keys(intervalsOf(input))).not.toContain('r2') // of equal values
  })

  it('of groups is wider where rows of one are alike, and of groups of one row about the same', () => {
    const few = sample(40, 5)
    const times = 5
    const repeated = binaryOf(
      [...few.actual].flatMap((value) => new Array<number>(times).fill(value)),
      [...few.actual].flatMap((_, row) => new Array<number>(times).fill(few.predictions.scores[2 * row + 1]!)),
    )
    const groups = Int32Array.from(repeated.actual, (_, row) => Math.floor(row / times) - 7)
    const width = ({ low, high }: { low: number; high: number }) => high - low
    const grouped = intervalsOf(repeated, { groups, resamples: 1_000 })
    const alone = intervalsOf(repeated, { resamples: 1_000 })
    for (const name of ['brier', 'logLoss', 'accuracy', 'auc', 'mcc'] as const) {
      expect(grouped[name]!.method).toBe('cluster bootstrap')
      // √5 times, and a fifth about it.
      expect(width(grouped[name]!) / width(alone[name]!), name).toBeGreaterThan(1.8)
      expect(width(grouped[name]!) / width(alone[name]!), name).toBeLessThan(2.7)
    }
    const single = intervalsOf(few, { groups: Int32Array.from({ length: 40 }, (_, row) => row), resamples: 1_000 })
    expect(width(single.brier!) / width(intervalsOf(few, { resamples: 1_000 }).brier!)).toBeCloseTo(1, 0)
  })

  it('is absent where nothing varies, where a metric has no value, and for no rows', () => {
    const right = intervalsOf(binaryOf([0, 0, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]))
    expect(right.accuracy).toMatchObject({ high: 1, method: 'Wilson' })
    expect(right.auc).toMatchObject({ high: 1, method: 'Newcombe' })
    expect(right.mcc).toBeUndefined()
    const one = intervalsOf(binaryOf([0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4]))
    expect(Object.keys(one).sort()).toEqual(['accuracy', 'brier', 'ece', 'logLoss'])
    expect(intervalsOf(binaryOf([], []))).toEqual({})
    expect(intervalsOf(binaryOf([1], [0.9]))).toEqual({ accuracy: expect.anything(), f1: expect.anything(), precision: expect.anything(), recall: expect.anything() }) // biome-ignore format: one row
    const constant = intervalsOf(binaryOf([0, 1, 0, 1, 1], [0.3, 0.3, 0.3, 0.3, 0.3]))
    expect(constant.auc).toEqual({ low: 0.5, high: 0.5, method: 'DeLong' })
    expect(constant.logLoss!.low).toBeLessThan(constant.logLoss!.high)
    const unusable = sayProbabilities([0.5, Number.NaN])
    expect(intervalsOf({ ...binaryOf([0, 1], [0, 1]), predictions: unusable })).toEqual({})
    expect(() => intervalsOf(sample(10, 1), { groups: new Int32Array(3) })).toThrow('do not fit')
  })

  it('of several classes by the matrix and by the rows', () => {
    const random = seededRandom('three')
    const actual = Float64Array.from({ length: 90 }, (_, row) => row % 3)
    const scores = Float32Array.from(actual, () => 0).fill(0)
    const wide = new Float32Array(scores.length * 3)
    for (let row = 0; row < 90; row++) {
      const raw = [random(), random(), random()].map((x, j) => x + (j === actual[row] ? 0.7 : 0))
      const sum = raw.reduce((a, b) => a + b)
      for (const [j, x] of raw.entries()) wide[row * 3 + j] = x / sum
    }
    const input = {
      task: 'multiclass',
      classes: ['a', 'b', 'c'],
      actual,
      predictions: { rows: 90, width: 3, scores: wide },
      threshold: 0.5,
    } as const
    const { metrics, confusion } = evaluatePredictions(input)
    const intervals = intervalsOf(input)
    expect(Object.keys(intervals).sort()).toEqual(Object.keys(metrics).sort())
    expect(intervals.auc!.method).toBe('bootstrap')
    const ofMatrix = runAtOnce(confusionIntervals(confusion!, { seed: 1, resamples: 200 }))
    for (const [name, interval] of Object.entries(ofMatrix)) expect(intervals[name as MetricName]).toEqual(interval)
    expect(Object.keys(ofMatrix).sort()).toEqual([
      'accuracy',
      'balancedAccuracy',
      'f1',
      'kappa',
      'mcc',
      'precision',
      'recall',
      'weightedF1',
      'weightedPrecision',
      'weightedRecall',
    ])
    // The same figures under two names.
    expect(ofMatrix.weightedRecall).toEqual(ofMatrix.accuracy)
    expect(ofMatrix.recall).toEqual(ofMatrix.balancedAccuracy)
  })

  it('tells how far it is, and stops where it is told to', async () => {
    const told: number[] = []
    const input = { ...sample(30, 1), seed: 1, resamples: 50, progress: (done: number) => told.push(done) }
    runAtOnce(metricIntervals(input))
    expect([told.length, told.at(-1)]).toEqual([50, 50])
    let breaths = 0
    const stopped = runBreathing(metricIntervals(input), async () => {
      if (++breaths === 30) throw new Error('stop')
    })
    await expect(stopped).rejects.toThrow('stop')
    expect(told.length).toBeLessThan(100)
  })
})
