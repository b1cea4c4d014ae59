import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrecision, type Ranked, rankScores } from '../metrics/ranked.ts'
import { auc } from '../metrics/ranking.ts'
import { normalCdf, normalQuantile } from '../normal.ts'
import { normalFrom, seededRandom } from '../random.ts'
import { gainCurve, liftTable, precisionRecallCurve, rocCurve } from './rankingCurves.ts'
import { quantilePoints, residualPoints } from './residuals.ts'
import { scoreHistogram } from './scoreHistogram.ts'
import { thinCurve } from './thin.ts'
import { bestThreshold, costOf, thresholdTable } from './thresholds.ts'

/** Rows of which the positive ones score higher, by half a deviation or so. */
function manyRows(count: number) {
  const random = seededRandom('curves', count)
  const normal = normalFrom(random)
  const positive = Uint8Array.from({ length: count }, () => (random() < 0.3 ? 1 : 0))
  const scores = Float64Array.from(positive, (is) => 1 / (1 + Math.exp(1 - normal() - is)))
  return { positive, scores, ranked: rankScores(positive, scores)! }
}

/** The area below points joined by lines. */
function area(points: readonly (readonly [number, number])[]): number {
  return points.slice(1).reduce((sum, [x, y], i) => sum + (x - points[i]![0]) * ((y + points[i]![1]) / 2), 0)
}

const rowsOf = fc.array(fc.record({ positive: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 20 }) }), {
  minLength: 1,
  maxLength: 60,
})

function rank(rows: readonly { positive: number; score: number }[]): Ranked {
  return rankScores(
    rows.map(({ positive }) => positive),
    rows.map(({ score }) => score / 20),
  )!
}

describe('curves of a ranking', () => {
  it('have the area and the average precision that they stand for', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const ranked = rank(rows)
        const roc = rocCurve(ranked)
        const expected = auc(
          rows.map(({ positive }) => positive),
          rows.map(({ score }) => score),
        )
        if (expected === undefined) expect(roc).toEqual([])
        else {
          const points = roc.map((p) => [p.falsePositiveRate, p.truePositiveRate] as const)
          expect(area(points)).toBeCloseTo(expected, 12)
          expect([points[0], points.at(-1)]).toEqual([
            [0, 0],
            [1, 1],
          ])
        }
        const curve = precisionRecallCurve(ranked)
        const steps = curve.reduce(
          (sum, { recall, precision }, i) => sum + (recall - (curve[i - 1]?.recall ?? 0)) * precision,
          0,
        )
        if (ranked.positives > 0) expect(steps).toBeCloseTo(averagePrecision(ranked)!, 12)
        else expect([curve, gainCurve(ranked), liftTable(ranked)]).toEqual([[], [], []])
      }),
    )
  })

  it('of many rows have at most 500 points, and lie within two hundredths of all', () => {
    const { positive, scores, ranked } = manyRows(40_000)
    const roc = rocCurve(ranked)
    expect(roc.length).toBeLessThanOrEqual(500)
    expect(roc.length).toBeGreaterThan(100)
    const points = roc.map((p) => [p.falsePositiveRate, p.truePositiveRate] as const)
    expect(area(points)).toBeCloseTo(auc(positive, scores)!, 3)
    const curve = precisionRecallCurve(ranked)
    expect(curve.length).toBeLessThanOrEqual(500)
    // Where all thresholds are, there is a point that is drawn close by.
    const all = precisionRecallCurve(ranked, Number.POSITIVE_INFINITY)
    expect(all.length).toBe(ranked.thresholds.length)
    let at = 0
    let farthest = 0
    for (const { recall, precision, threshold } of all) {
      while (at + 1 < curve.length && curve[at + 1]!.threshold >= threshold) at++
      const near = curve[at]!
      farthest = Math.max(farthest, Math.abs(near.recall - recall) + Math.abs(near.precision - precision))
    }
    expect(farthest).toBeLessThan(0.02)
    expect(gainCurve(ranked).length).toBeLessThanOrEqual(500)
  })

  it('gain and lift are by hand', () => {
    const ranked = rankScores([1, 1, 0, 1, 0, 0, 0, 0, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0])!
    const [first, second] = [liftTable(ranked)[0]!, liftTable(ranked, 5)[1]!]
    expect(first).toEqual({ share: 0.1, gain: 0.25, lift: 2.5 })
    expect(second).toEqual({ share: 0.4, gain: 0.75, lift: 1.875 })
    expect(gainCurve(ranked).slice(0, 3)).toEqual([
      { share: 0, gain: 0, lift: 1, threshold: Number.POSITIVE_INFINITY },
      { share: 0.1, gain: 0.25, lift: 2.5, threshold: 0.9 },
      { share: 0.2, gain: 0.5, lift: 2.5, threshold: 0.8 },
    ])
    // Rows of one score are taken evenly: no part is better than another.
    const equal = liftTable(rankScores([1, 0, 0, 1], [0.5, 0.5, 0.5, 0.5])!, 4)
    expect(equal.map(({ lift }) => lift)).toEqual([1, 1, 1, 1])
  })
})

describe('thinCurve', () => {
  it('keeps ends, order and bound, and drops nothing far from what it keeps', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }))
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2, max: 60 }),
        (points, most) => {
          const xs = Float64Array.from(points, ([x]) => x).sort()
          const ys = Float64Array.from(points, ([, y]) => y)
          const kept = [...thinCurve(xs, ys, most)]
          expect(kept.length).toBeLessThanOrEqual(Math.max(most, 2))
          expect(kept[0]).toBe(0)
          expect(kept.at(-1)).toBe(points.length - 1)
          expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
        },
      ),
    )
  })

  it('of equal points keeps two', () => {
    expect([...thinCurve(new Float64Array(900), new Float64Array(900))]).toEqual([0, 899])
  })
})

describe('thresholds', () => {
  it('count what a threshold from there up calls positive', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const ranked = rank(rows)
        const table = thresholdTable(ranked, { falseAlarm: 1, miss: 5, hit: 2 })
        expect(table.length).toBe(ranked.thresholds.length + 1)
        for (const row of table) {
          const called = rows.filter(({ score }) => score / 20 >= row.threshold)
          const found = called.filter(({ positive }) => positive === 1).length
          const missed = rows.filter(({ positive }) => positive === 1).length - found
          expect(row.truePositives).toBe(found)
          expect(row.falsePositives).toBe(called.length - found)
          expect(row.falseNegatives).toBe(missed)
          expect(row.trueNegatives).toBe(rows.length - called.length - missed)
          expect(row.cost).toBe(called.length - found + 5 * missed - 2 * found)
          expect(row.precision).toBe(called.length === 0 ? undefined : found / called.length)
        }
        const best = bestThreshold(ranked, (counts) => -costOf(counts, { falseAlarm: 1, miss: 5, hit: 2 }))!
        expect(costOf(best, { falseAlarm: 1, miss: 5, hit: 2 })).toBe(Math.min(...table.map((row) => row.cost!)))
      }),
    )
  })

  it('of many rows are at most 500, evenly over rows; of calibrated scores the best is near the break-even', () => {
    const random = seededRandom('calibrated')
    const scores = Float64Array.from({ length: 60_000 }, random)
    const ranked = rankScores(
      Uint8Array.from(scores, (p) => (random() < p ? 1 : 0)),
      scores,
    )!
    const table = thresholdTable(ranked)
    expect(table.length).toBeLessThanOrEqual(500)
    expect(table.length).toBeGreaterThan(490)
    expect([table[0]!.threshold, table.at(-1)!.falseNegatives]).toEqual([Number.POSITIVE_INFINITY, 0])
    expect(table[0]).not.toHaveProperty('cost')
    // Elkan 2001: p* = 1 / (1 + 4).
    const costs = { falseAlarm: 1, miss: 4 }
    expect(bestThreshold(ranked, (counts) => -costOf(counts, costs), costs)!.threshold).toBeCloseTo(0.2, 1)
    expect(costOf({ truePositives: 3, falsePositives: 2, falseNegatives: 1, trueNegatives: 0 }, {})).toBe(0)
  })

  it('where no worth has a value there is no best', () => {
    expect(bestThreshold(rankScores([1, 0], [0.2, 0.1])!, () => undefined)).toBeUndefined()
    expect(rankScores([], [])).toBeUndefined()
    expect(rankScores([1], [Number.NaN])).toBeUndefined()
  })
})

describe('scoreHistogram', () => {
  it('puts every row into one bin', () => {
    const bins = scoreHistogram([1, 0, 1, 0, 1], [0, 0.24, 0.25, 0.99, 1], 4)
    expect(bins.map(({ positives, negatives }) => [positives, negatives])).toEqual([
      [1, 1],
      [1, 0],
      [0, 0],
      [1, 1],
    ])
    expect(bins[3]).toMatchObject({ from: 0.75, to: 1 })
  })
})

describe('residuals', () => {
  it('are all there where they are few, in the order of what was predicted', () => {
    expect(residualPoints([1, 2, 3], [3, 1, 2])).toEqual([
      { row: 1, actual: 2, predicted: 1, residual: 1 },
      { row: 2, actual: 3, predicted: 2, residual: 1 },
      { row: 0, actual: 1, predicted: 3, residual: -2 },
    ])
  })

  it('of many show those that are farthest off, and some of all others', () => {
    const normal = normalFrom(seededRandom('residuals'))
    const predicted = Float64Array.from({ length: 5_000 }, (_, row) => row)
    const actual = predicted.map((value) => value + normal())
    actual[1234]! += 100
    const points = residualPoints(actual, predicted)
    expect(points).toHaveLength(500)
    expect(points.some(({ row }) => row === 1234)).toBe(true)
    expect(points.filter(({ predicted }) => predicted < 2_500).length).toBeGreaterThan(200)
    expect(new Set(points.map(({ row }) => row)).size).toBe(500)
  })

  it('that are normal lie on the diagonal of their quantiles', () => {
    const rows = 2_000
    const residuals = Float64Array.from({ length: rows }, (_, i) => normalQuantile((i + 0.5) / rows))
    const points = quantilePoints(residuals, new Float64Array(rows))
    expect(points).toHaveLength(500)
    for (const { normal, residual } of points) expect(Math.abs(normal - residual)).toBeLessThan(0.01)
    expect(normalCdf(points[0]!.normal)).toBeCloseTo(0.5 / rows, 12)
    expect(quantilePoints([1, 2], [0, 1])).toEqual([])
    expect(quantilePoints([], [])).toEqual([])
  })
})
