import { describe, expect, it } from 'vitest'
import { sayNumbers } from '@/testing/predictions.ts'
import { compareModels } from '../compare/compareModels.ts'
import { judgeComparison } from '../compare/comparison.ts'
import { normalFrom, type Random, seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { metricIntervals } from './intervals.ts'
import { blockLength, drawResamples, type Resampling, unitsOf } from './resample.ts'

/** A series in which each value takes `share` from the one before it, of variance 1. */
function series(length: number, share: number, normal: Random): Float64Array {
  const values = new Float64Array(length)
  let value = normal()
  for (let i = 0; i < length; i++) {
    values[i] = value
    value = share * value + Math.sqrt(1 - share ** 2) * normal()
  }
  return values
}

const inOrder = (rows: number) => Int32Array.from({ length: rows }, (_, row) => row)

function draw(rows: number, resampling: Omit<Resampling, 'seed'>, take: (weights: Uint8Array, rows: number) => void) {
  runAtOnce(drawResamples(rows, { seed: 1, ...resampling }, ({ weights, rows: drawn }) => take(weights, drawn)))
}

describe('blocks of neighbouring times', () => {
  it('are of ∛n times', () => {
    expect([1, 2, 8, 9, 27, 1_000, 1_001].map(blockLength)).toEqual([1, 2, 2, 3, 3, 10, 11])
  })

  it('are units that follow each other where rows are dealt and not drawn', () => {
    // Nine times, two rows of the fourth: blocks of three.
    const times = Int32Array.from([70, 10, 20, 30, 40, 40, 50, 60, 80, 90])
    expect([...unitsOf({ groups: times, inTime: true })!]).toEqual([2, 0, 0, 0, 1, 1, 1, 1, 2, 2])
    expect(unitsOf({ groups: times })).toBe(times)
    expect(unitsOf({})).toBeUndefined()
  })

  it('give the mean the variance that Politis and Romano 1992 derive for the circular block bootstrap', () => {
    const rows = 343
    const values = series(rows, 0.6, normalFrom(seededRandom('blocks')))
    const length = 7
    const mean = values.reduce((sum, value) => sum + value, 0) / rows
    // Their formula: the variance of the means of all n blocks, over how many blocks are drawn.
    let spread = 0
    for (let start = 0; start < rows; start++) {
      let sum = 0
      for (let i = 0; i < length; i++) sum += values[(start + i) % rows]!
      spread += (sum / length - mean) ** 2 / rows
    }
    const expected = spread / (rows / length)
    const means: number[] = []
    draw(rows, { groups: inOrder(rows), inTime: true, resamples: 4_000 }, (weights, drawn) => {
      expect(drawn).toBe(rows)
      means.push(values.reduce((sum, value, row) => sum + weights[row]! * value, 0) / drawn)
    })
    const centre = means.reduce((sum, each) => sum + each, 0) / means.length
    const variance = means.reduce((sum, each) => sum + (each - centre) ** 2, 0) / means.length
    // Of 4,000 draws a variance is known within 2.2% (one standard deviation).
    expect(variance / expected).toBeGreaterThan(0.92)
    expect(variance / expected).toBeLessThan(1.08)
    expect(centre).toBeCloseTo(mean, 2)
  })

  it('take rows of one time together, each time as often, and go by the numbers of times, not by the order of rows', () => {
    // 60 times of 1 to 3 rows each, which come in any order; numbers with gaps.
    const random = seededRandom('times')
    const times = Int32Array.from(
      Array.from({ length: 60 }, (_, time) => new Array<number>(1 + (time % 3)).fill(5 * time - 40))
        .flat()
        .map((time) => ({ time, at: random() }))
        .toSorted((a, b) => a.at - b.at),
      ({ time }) => time,
    )
    const often = new Map<number, number>()
    let neighbours = 0
    draw(times.length, { groups: times, inTime: true, resamples: 800 }, (weights, drawn) => {
      const byTime = new Map<number, number>()
      for (const [row, weight] of weights.entries()) {
        expect(byTime.get(times[row]!) ?? weight).toBe(weight)
        byTime.set(times[row]!, weight)
      }
      for (const [time, weight] of byTime) often.set(time, (often.get(time) ?? 0) + weight)
      // 15 blocks of 4.
      expect([...byTime.values()].reduce((sum, weight) => sum + weight, 0)).toBe(60)
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(drawn)
      for (const [time, weight] of byTime)
        if (weight > 0 && (byTime.get(time + 5) ?? byTime.get(-40))! > 0) neighbours++
    })
    for (const count of often.values()) expect(Math.abs(count / 800 - 1)).toBeLessThan(0.15)
    // Of times that are drawn, alone, 1 − e⁻¹ of 60 would be beside one that is too: some 24 a draw.
    expect(neighbours / 800).toBeGreaterThan(32)
  })
})

describe('rows that depend on each other in time', { timeout: 120_000 }, () => {
  const REPETITIONS = 400
  const rows = 500
  const truth = 1
  const regression = { task: 'regression', classes: [], actual: new Float64Array(rows), threshold: 0 } as const

  it('are held to the truth in more samples by blocks than one by one', () => {
    const holds = (inTime: boolean) => {
      let held = 0
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        // Errors of about 1, each half of the one before.
        const errors = series(rows, 0.5, normalFrom(seededRandom('in time', repetition)))
        const predictions = sayNumbers(errors.map((error) => truth + 0.1 * error))
        const dependence = inTime ? { groups: inOrder(rows), inTime } : {}
        const { mae } = runAtOnce(
          metricIntervals({ ...regression, predictions, ...dependence, seed: repetition, resamples: 300 }),
        )
        expect(mae!.method).toBe(inTime ? 'block bootstrap' : 'bootstrap')
        if (mae!.low <= truth && truth <= mae!.high) held++
      }
      return held / REPETITIONS
    }
    // The mean varies √3 times as much as that of rows that stand alone, whose interval holds it in 76 of 100.
    expect(holds(false)).toBeLessThan(0.8)
    expect(holds(true)).toBeGreaterThan(0.89)
  })

  it('tell equal models apart less often by blocks, in place of one time in five', () => {
    const wrong = (inTime: boolean) => {
      let told = 0
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        const normal = normalFrom(seededRandom('equal in time', repetition))
        const said = () => ({
          predictions: sayNumbers(series(rows, 0.5, normal).map((error) => truth + 0.1 * error)),
          threshold: 0,
        })
        const dependence = inTime ? { groups: inOrder(rows), inTime } : {}
        const { task, classes, actual } = regression
        const about = { task, classes, actual, metric: 'mae', a: said(), b: said() } as const
        const found = runAtOnce(compareModels({ ...about, ...dependence, seed: repetition, resamples: 300 }))!
        expect(found.test).toBe(inTime ? 'paired block bootstrap' : 'paired bootstrap')
        if (judgeComparison(found).verdict !== 'no evidence') told++
      }
      return told / REPETITIONS
    }
    expect(wrong(false)).toBeGreaterThan(0.16)
    expect(wrong(true)).toBeLessThan(0.1)
  })
})
