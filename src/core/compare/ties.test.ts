import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import type { MetricName } from '../metrics/metric.ts'
import { normalFrom, type Random, seededRandom, shuffle } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { type CompareInput, compareModels } from './compareModels.ts'
import { type Comparison, judgeComparison } from './comparison.ts'
import { compareFolds } from './folds.ts'

const REPETITIONS = 1_000

/** How often models that are equally good are told apart. */
function wrongVerdicts(compare: (repetition: number) => Comparison | undefined, repetitions = REPETITIONS): number {
  let wrong = 0
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const comparison = compare(repetition)
    if (comparison && judgeComparison(comparison).verdict !== 'no evidence') wrong++
  }
  return wrong / repetitions
}

/** One in twenty, and three standard deviations of as many samples more. */
const MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / REPETITIONS)

describe('models that are equally good', { timeout: 120_000 }, () => {
  it.each<MetricName>(['accuracy', 'auc', 'logLoss', 'averagePrecision', 'mcc', 'f1', 'ece'])(
    'of two classes are told apart by %s no more often than one time in twenty',
    (metric) => {
      const share = wrongVerdicts((repetition) => {
        const random = seededRandom('ties', repetition)
        const normal = normalFrom(random)
        const latent = Array.from({ length: 120 }, normal)
        const said = () => ({
          predictions: sayProbabilities(latent.map((x) => 1 / (1 + Math.exp(-x - 0.7 * normal())))),
          threshold: 0.5,
        })
        const input: CompareInput = {
          task: 'binary',
          classes: ['no', 'yes'],
          actual: Float64Array.from(latent, (x) => (random() < 1 / (1 + Math.exp(-1.5 * x)) ? 1 : 0)),
          a: said(),
          b: said(),
          metric,
          seed: repetition,
          resamples: 200,
        }
        return runAtOnce(compareModels(input))
      })
      expect(share).toBeLessThan(MOST)
    },
  )

  it.each<MetricName>(['rmse', 'medianAbsoluteError', 'r2'])('of numbers neither, by %s', (metric) => {
    const share = wrongVerdicts((repetition) => {
      const normal = normalFrom(seededRandom('ties of numbers', repetition))
      const actual = Float64Array.from({ length: 100 }, normal)
      const said = () => ({ predictions: sayNumbers(actual.map((value) => value + normal())), threshold: 0 })
      return runAtOnce(
        compareModels({
          task: 'regression',
          classes: [],
          actual,
          a: said(),
          b: said(),
          metric,
          seed: repetition,
          resamples: 200,
        }),
      )
    })
    expect(share).toBeLessThan(MOST)
  })

  it('are told apart over repeated folds no more often, as they would be without the correction', () => {
    const [rows, folds, repeats] = [60, 10, 5]
    const test = (testsPerTrained: number) =>
      wrongVerdicts((repetition) => {
        const random = seededRandom('folds', repetition)
        const normal = normalFrom(random)
        const classes = Uint8Array.from({ length: rows }, (_, row) => row % 2)
        // Two columns that tell the classes alike; each model is the nearest mean in one of them.
        const column = () => Float64Array.from(classes, (is) => normal() + is)
        const [first, second] = [column(), column()]
        const splits = Array.from({ length: repeats }, () => dealFolds(rows, folds, random))
        const scores = (values: Float64Array) => splits.flatMap((split) => accuracies(values, classes, split, folds))
        return compareFolds({ metric: 'accuracy', a: scores(first), b: scores(second), testsPerTrained })
      })
    expect(test(1 / (folds - 1))).toBeLessThan(MOST)
    expect(test(1e-9)).toBeGreaterThan(0.2)
  })
})

function dealFolds(rows: number, folds: number, random: Random): Uint32Array {
  return shuffle(
    Uint32Array.from({ length: rows }, (_, row) => row % folds),
    random,
  )
}

/** Accuracy in each fold of the class whose mean over the other folds is nearest. */
function accuracies(values: Float64Array, classes: Uint8Array, foldOf: Uint32Array, folds: number): number[] {
  return Array.from({ length: folds }, (_, fold) => {
    const sums = [0, 0]
    const counts = [0, 0]
    for (const [row, is] of classes.entries()) {
      if (foldOf[row] === fold) continue
      sums[is]! += values[row]!
      counts[is]!++
    }
    const [low, high] = [sums[0]! / counts[0]!, sums[1]! / counts[1]!]
    let [right, tested] = [0, 0]
    for (const [row, is] of classes.entries()) {
      if (foldOf[row] !== fold) continue
      tested++
      if ((Math.abs(values[row]! - high) < Math.abs(values[row]! - low) ? 1 : 0) === is) right++
    }
    return right / tested
  })
}
