import { describe, expect, it } from 'vitest'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import type { EvaluateInput } from '../metrics/evaluate.ts'
import { wilsonInterval } from '../metrics/interval.ts'
import { seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { groupRows } from './groups.ts'
import { newcombeInterval } from './proportions.ts'
import { type FairnessReport, reportFairness } from './report.ts'
import { describeFairness } from './verdict.ts'

/** Rows of a group that are called positive with a chance, whatever they are. */
function draw(groups: readonly (readonly [name: string, rows: number, rate: number])[], seed = 1) {
  const random = seededRandom('fairness', seed)
  const rows = groups.flatMap(([name, count, rate]) =>
    Array.from({ length: count }, () => ({ name, is: Number(random() < 0.4), score: random() < rate ? 0.9 : 0.1 })),
  )
  return {
    column: codedColumn(
      'sex',
      rows.map(({ name }) => name),
    ),
    said: {
      task: 'binary',
      classes: ['no', 'yes'],
      actual: Float64Array.from(rows, ({ is }) => is),
      predictions: {
        rows: rows.length,
        width: 2,
        scores: Float32Array.from(rows.flatMap(({ score }) => [1 - score, score])),
      },
      threshold: 0.5,
    } as EvaluateInput,
  }
}

function report(drawn: ReturnType<typeof draw>, groups?: Int32Array, reference?: string): FairnessReport {
  const input = { said: drawn.said, grouped: groupRows(drawn.column), positive: 1, reference }
  return runAtOnce(reportFairness(input, { seed: 1, groups, resamples: 400 }))!
}

const measure = ({ groups }: FairnessReport, group: string, name: string) =>
  groups.find((each) => each.name === group)!.measures.find((each) => each.name === name)!

describe('reportFairness', () => {
  it('counts rates by group, with the intervals of their formulas', () => {
    const drawn = draw([
      ['f', 200, 0.2],
      ['m', 300, 0.5],
    ])
    const found = report(drawn)
    expect(found.groups[found.reference]!.name).toBe('m')
    const called = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => drawn.said.predictions.scores[2 * (from + i) + 1]!).filter(
        (score) => score > 0.5,
      ).length
    const [own, other] = [
      { successes: called(0, 200), trials: 200 },
      { successes: called(200, 500), trials: 300 },
    ]
    const { value, interval, rows, gap } = measure(found, 'f', 'selectionRate')
    expect(rows).toBe(200)
    expect(value).toBe(own.successes / 200)
    expect(interval).toEqual(wilsonInterval(own.successes, 200))
    expect(gap!.interval).toEqual(newcombeInterval(own, other))
    expect(gap!.isShown).toBe(true)
    expect(gap!.ratio).toBeCloseTo(own.successes / 200 / (other.successes / 300), 12)
    expect(measure(found, 'm', 'selectionRate').gap).toBeUndefined()
    expect(describeFairness(found)).toMatch(
      /^(One difference from m is shown: |\d differences from m are shown\. Surest: )the selection rate of f is [\d.]+%, [\d.]+ points lower \([\d.]+ to [\d.]+\)\.$/,
    )
  })

  it('says that it cannot tell where a group has too few rows', () => {
    const found = report(
      draw([
        ['few', 6, 0],
        ['many', 400, 0.5],
      ]),
    )
    expect(measure(found, 'few', 'selectionRate').gap).toBeUndefined()
    expect(found.disparities).toEqual([])
    expect(describeFairness(found)).toMatch(/^Cannot tell/)
  })

  it('shows a difference between equal groups in at most 5 of 100 samples, whatever the number of groups', () => {
    let shown = 0
    for (let seed = 0; seed < 100; seed++) {
      const { groups } = report(
        draw(
          ['a', 'b', 'c', 'd'].map((name) => [name, 60, 0.4] as const),
          seed,
        ),
      )
      if (groups.some(({ measures }) => measures.some(({ gap }) => gap?.isShown))) shown++
    }
    // Three standard deviations above 5.
    expect(shown).toBeLessThanOrEqual(11)
  })

  it('draws whole groups of the split where rows depend on each other', () => {
    const drawn = draw([
      ['f', 200, 0.3],
      ['m', 200, 0.5],
    ])
    const alone = report(drawn)
    const pairs = report(
      drawn,
      Int32Array.from({ length: 400 }, (_, row) => row >> 3),
    )
    expect(pairs.isClustered).toBe(true)
    expect(measure(pairs, 'f', 'selectionRate').value).toBe(measure(alone, 'f', 'selectionRate').value)
    expect(measure(pairs, 'f', 'selectionRate').interval).not.toEqual(measure(alone, 'f', 'selectionRate').interval)
    expect(pairs.disparities.every(({ interval }) => interval === undefined)).toBe(true)
  })

  it('finds the threshold by which a group has the rate of the reference', () => {
    const rows = 200
    const scores = Array.from({ length: rows }, (_, row) => (row < 100 ? (row + 0.5) / 200 : (row - 99.5) / 100))
    const said: EvaluateInput = {
      task: 'binary',
      classes: ['no', 'yes'],
      actual: Float64Array.from({ length: rows }, (_, row) => row % 2),
      predictions: { rows, width: 2, scores: Float32Array.from(scores.flatMap((score) => [1 - score, score])) },
      threshold: 0.6,
    }
    const names = Array.from({ length: rows }, (_, row) => (row < 100 ? 'low' : 'high'))
    const found = report({ said, column: codedColumn('group', names) }, undefined, 'high')
    const [low, high] = ['low', 'high'].map((name) => found.groups.find((group) => group.name === name)!.curve!)
    // Scores of the one are half those of the other.
    expect(low!.forSelectionRate.threshold).toBeCloseTo(0.3, 2)
    expect(low!.forSelectionRate.rate).toBeCloseTo(0.4, 12)
    expect(low!.forTruePositiveRate!.threshold).toBeCloseTo(0.3, 1)
    expect(high!.forSelectionRate.threshold).toBeCloseTo(0.6, 2)
  })

  it('tells the errors of numbers by group', () => {
    const actual = Float64Array.from({ length: 400 }, (_, row) => row % 7)
    const random = seededRandom('errors')
    const scores = Float32Array.from(actual, (value, row) => value + (row < 200 ? 3 : 0) + random() - 0.5)
    const said: EvaluateInput = {
      task: 'regression',
      classes: [],
      actual,
      predictions: { rows: 400, width: 1, scores },
      threshold: 0.5,
    }
    const input = {
      said,
      grouped: groupRows(
        codedColumn(
          'g',
          Array.from(actual, (_, row) => (row < 200 ? 'a' : 'b')),
        ),
      ),
      positive: 0,
      reference: 'b',
    }
    const found = runAtOnce(reportFairness(input, { seed: 1, resamples: 400 }))!
    const errors = Array.from(scores.slice(0, 200), (score, row) => score - actual[row]!)
    const mean = errors.reduce((sum, error) => sum + error, 0) / 200
    expect(measure(found, 'a', 'meanError').value).toBeCloseTo(mean, 10)
    expect(measure(found, 'a', 'rmse').value).toBeCloseTo(
      Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / 200),
      10,
    )
    const { gap } = measure(found, 'a', 'meanError')
    expect(gap!.isShown).toBe(true)
    expect(gap!.interval!.low).toBeGreaterThan(2.8)
    expect(gap!.interval!.high).toBeLessThan(3.2)
  })
})

describe('groupRows', () => {
  it('cuts numbers at quartiles, keeps few values in their order and missing cells apart', () => {
    const many = groupRows(numericColumn('age', [...Array.from({ length: 100 }, (_, i) => i), null]))
    expect(many.groups.map(({ name }) => name)).toEqual(['≤ 24', '> 24 and ≤ 49', '> 49 and ≤ 74', '> 74', 'missing'])
    const few = groupRows(numericColumn('legs', [4, 2, 4, null, 3]))
    expect(few.groups.map(({ name }) => name).filter((name) => name !== 'missing')).toEqual(['2', '3', '4'])
  })

  it('keeps the twelve largest groups and counts the rest', () => {
    const names = Array.from({ length: 15 }, (_, i) => Array.from({ length: 20 - i }, () => `g${i}`)).flat()
    const { groups, leftOut } = groupRows(codedColumn('city', names))
    expect(groups).toHaveLength(12)
    expect(leftOut).toBe(8 + 7 + 6)
  })

  it('rests its intervals on the resamples that there was time for, 200 at least, and says how many', () => {
    const drawn = draw([
      ['f', 200, 0.2],
      ['m', 300, 0.5],
    ])
    const input = { said: drawn.said, grouped: groupRows(drawn.column), positive: 1 }
    const groups = Int32Array.from({ length: 500 }, (_, row) => Math.floor(row / 2))
    const cut = runAtOnce(reportFairness(input, { seed: 1, groups, resamples: 400, isOver: () => true }))!
    expect(cut.reached).toEqual({ done: 200, total: 400 })
    const fewer = runAtOnce(reportFairness(input, { seed: 1, groups, resamples: 200 }))!
    expect(fewer.reached).toBeUndefined()
    expect({ ...cut, reached: undefined }).toEqual({ ...fewer, reached: undefined })
  })
})
