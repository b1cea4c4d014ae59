import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { animalQuestion, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { wilsonInterval, Z_95 } from '../metrics/interval.ts'
import { METRIC_NAMES, METRICS, type TaskKind } from '../metrics/metric.ts'
import { normalFrom, seededRandom } from '../random.ts'
import type { Run } from './run.ts'
import {
  countTestLooks,
  describeTestLooks,
  expectedMaximum,
  expectedOptimism,
  standardErrorOf,
  type TestRecords,
  widenInterval,
} from './testLooks.ts'

describe('the expected maximum of k standard normal numbers', () => {
  // ∫ x k φ(x) Φ(x)^(k−1) dx by SciPy's quad (1.10); those of 2 and 3 are 1/√π and 3/(2√π); to 5 digits in Tippett 1925.
  it.each([
    [1, 0],
    [2, 0.5641895835477564],
    [3, 0.8462843753216345],
    [4, 1.0293753730039645],
    [5, 1.1629644736405198],
    [10, 1.5387527308351732],
    [25, 1.9653146097535568],
    [100, 2.507593636441685],
    [1000, 3.2414357691334437],
  ])('of %i', (k, expected) => {
    expect(expectedMaximum(k)).toBeCloseTo(expected, 9)
  })
})

/** Runs that are equally good: the error of the score of each, by which the best is taken. */
function takeBest(k: number, correlation: number, repetition: number): number {
  const normal = normalFrom(seededRandom('test looks', k, correlation, repetition))
  const common = Math.sqrt(correlation) * normal()
  return Math.max(...Array.from({ length: k }, () => common + Math.sqrt(1 - correlation) * normal()))
}

describe('the best of several equally good runs', () => {
  const REPETITIONS = 4_000
  const meanError = (k: number, correlation: number) => {
    let sum = 0
    for (let repetition = 0; repetition < REPETITIONS; repetition++) sum += takeBest(k, correlation, repetition)
    return sum / REPETITIONS
  }

  it('looks better than it is by the expected maximum, less where scores go together', () => {
    // Three standard errors of the mean of 4,000.
    const within = 3 / Math.sqrt(REPETITIONS)
    for (const k of [2, 5, 20]) {
      const alone = meanError(k, 0)
      expect(Math.abs(alone - expectedOptimism(k, 1))).toBeLessThan(within)
      const together = meanError(k, 0.7)
      expect(together).toBeLessThan(expectedOptimism(k, 1))
      // Of equally correlated normals it is √(1 − ρ) of that.
      expect(Math.abs(together - Math.sqrt(0.3) * expectedOptimism(k, 1))).toBeLessThan(within)
    }
  })

  it.each([
    [0, 1],
    [0, 4],
    [0, 20],
    [0.7, 4],
  ])('correlated %f: the widened interval of the best of %i holds the truth at least as often as it says', (rho, k) => {
    let held = 0
    let plain = 0
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const value = takeBest(k, rho, repetition)
      const wide = widenInterval(
        'regression',
        'rmse',
        50 + value,
        { low: 50 + value - Z_95, high: 50 + value + Z_95 },
        k,
      )
      if (wide.low <= 50 && 50 <= wide.high) held++
      if (Math.abs(value) <= Z_95) plain++
    }
    const margin = 3 * Math.sqrt((0.95 * 0.05) / REPETITIONS)
    expect(held / REPETITIONS).toBeGreaterThan(0.95 - margin)
    // Not for nothing: the plain one does not, where there was a choice.
    if (rho === 0 && k > 1) expect(plain / REPETITIONS).toBeLessThan(0.95 - margin)
  })

  it('holds for real accuracies on few rows, with the interval that a run has', () => {
    const [ROWS, TRUTH, RUNS] = [200, 0.8, 8]
    let held = 0
    for (let repetition = 0; repetition < 1_000; repetition++) {
      const random = seededRandom('accuracies', repetition)
      const rights = Array.from({ length: RUNS }, () => {
        let right = 0
        for (let row = 0; row < ROWS; row++) if (random() < TRUTH) right++
        return right
      })
      const best = Math.max(...rights)
      const wide = widenInterval('multiclass', 'accuracy', best / ROWS, wilsonInterval(best, ROWS)!, RUNS)
      if (wide.low <= TRUTH && TRUTH <= wide.high) held++
    }
    expect(held / 1_000).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 1_000))
  })
})

describe('a widened interval', () => {
  it('of one is the interval itself; more runs never make it narrower, and it stays within the metric', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...METRIC_NAMES),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (metric, value, below, above, k) => {
          const [task] = METRICS[metric].tasks as [TaskKind]
          const interval = { low: value - below, high: value + above }
          const one = widenInterval(task, metric, value, interval, 1)
          expect(one.low).toBeCloseTo(interval.low, 12)
          expect(one.high).toBeCloseTo(interval.high, 12)
          const [now, next] = [
            widenInterval(task, metric, value, interval, k),
            widenInterval(task, metric, value, interval, k + 1),
          ]
          expect(next.low).toBeLessThanOrEqual(now.low)
          expect(next.high).toBeGreaterThanOrEqual(now.high)
          if (metric === 'auc' || metric === 'brier') {
            expect(next.low).toBeGreaterThanOrEqual(0)
            expect(next.high).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  it('of a normal score is 2.807 standard errors either way for the best of 10', () => {
    // scipy.stats.norm.ppf(1 - .025 / 10)
    expect(widenInterval('regression', 'r2', -5, { low: -5 - Z_95, high: -5 + Z_95 }, 10)).toEqual({
      low: expect.closeTo(-5 - 2.807033768343811, 9),
      high: expect.closeTo(-5 + 2.807033768343811, 9),
    })
    expect(standardErrorOf({ low: -5 - Z_95, high: -5 + Z_95 })).toBeCloseTo(1, 12)
  })
})

describe('looks at the test rows of a question', () => {
  const question = animalQuestion()
  const run = (id: string, createdAt: number, change: Partial<Run['spec']> = {}): Run => ({
    ...makeRun(id, { ...makeSpec(question), ...change }),
    createdAt,
  })
  const baseline = { kind: 'baseline', options: {} } as const
  const records: TestRecords = {
    runs: [
      run('base', 1, { learner: baseline }),
      run('a', 2),
      run('b', 3, { seed: 9 }),
      run('version', 12, { question: { ...question, datasetId: 'animals v1' } }),
      run('late', 20, { learner: quickNetwork }),
      run('late baseline', 21, { learner: baseline }),
      run('other split', 22, { question: { ...question, split: { kind: 'random', validation: 0.1, test: 0.3 } } }),
      run('other target', 23, { question: { ...question, target: 'skin' } }),
      run('other metric', 24, { question: { ...question, metric: 'f1' } }),
    ],
    datasets: { 'animals.csv': { lineage: 'animals.csv' }, 'animals v1': { lineage: 'animals.csv' } },
    evaluations: {
      'base/test': { createdAt: 5 },
      'b/test': { createdAt: 11 },
      'a/test': { createdAt: 10 },
      'version/test': { createdAt: 13 },
      'other split/test': { createdAt: 1 },
      'other target/test': { createdAt: 1 },
      'late/validation': { createdAt: 1 },
    },
  }

  it('counts runs of every seed and version of the data, but no baseline, no other split and no other target', () => {
    const looks = countTestLooks(records.runs[1]!.spec, records)
    expect(looks.opened).toEqual(['a', 'b', 'version'])
    expect(looks.firstAt).toBe(10)
    // The version, the late one and the one with another metric: their test rows are the same.
    expect(looks.later).toBe(3)
    expect(countTestLooks({ question: { ...question, datasetId: 'animals v1' } }, records)).toEqual(looks)
  })

  it('says how many, what the best of them is worth, and what came after', () => {
    const looks = countTestLooks(records.runs[1]!.spec, records)
    expect(describeTestLooks(looks, '.006 better by AUC')).toBe(
      'The test rows of this question have been opened for 3 runs; picking the best of 3 on them is expected to look up to .006 better by AUC than it is, which the interval of one run does not cover. 3 runs were started after the first was opened, and could have been informed by it.',
    )
    expect(describeTestLooks({ opened: ['a'], firstAt: 1, later: 0 }, undefined)).toBe(
      'The test rows of this question have been opened for 1 run: its score is as good as it looks, unless the run was chosen by it.',
    )
    expect(describeTestLooks({ opened: [], firstAt: undefined, later: 0 }, undefined)).toBe('')
  })
})
