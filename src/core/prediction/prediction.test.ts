import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sayNumbers, sayProbabilities } from '@/testing/predictions.ts'
import type { FrameColumn } from '../dataset/column.ts'
import { type Condition, numberTest, textTest } from '../dataset/view.ts'
import { lossOf } from '../metrics/evaluate.ts'
import { runAtOnce } from '../work.ts'
import { nameSaid, saidColumns } from './columns.ts'
import { groupColumn } from './grouping.ts'
import { codeOutcomes, countPair, gainHistogram, gainOf, outcomesOf } from './outcome.ts'
import { roundSaid, sayRows } from './saidRow.ts'
import { spreadOver } from './spread.ts'

const classes = ['bird', 'fish', 'reptile']

function sayClasses(actual: readonly number[], scores: readonly number[][]) {
  const predictions = { rows: actual.length, width: 3, scores: Float32Array.from(scores.flat()) }
  return runAtOnce(
    sayRows({ task: 'multiclass', classes, actual: Float64Array.from(actual), predictions, threshold: 0.5 }),
  )
}

function sayValues(actual: readonly number[], values: readonly number[]) {
  const predictions = sayNumbers(values)
  return runAtOnce(
    sayRows({ task: 'regression', classes: [], actual: Float64Array.from(actual), predictions, threshold: 0.5 }),
  )
}

describe('sayRows', () => {
  it('has the loss of each row as scikit-learn 1.2.1 has it', () => {
    const said = sayClasses(
      [0, 1, 2, 1],
      [
        [0.7, 0.2, 0.1],
        [0.1, 0.6, 0.3],
        [0.5, 0.3, 0.2],
        [0.8, 0.15, 0.05],
      ],
    )
    // sklearn.metrics.log_loss([y], [p], labels=[0, 1, 2]) of each row, p in single precision.
    const expected = [0.35667495351805045, 0.5108256212824638, 1.6094379124341003, 1.8971199637759035]
    for (const [row, loss] of expected.entries()) expect(said.loss[row]).toBeCloseTo(loss, 6)
    expect([...said.called]).toEqual([0, 1, 0, 0])
    expect([...said.score].map((p) => Number(p.toFixed(6)))).toEqual([0.7, 0.6, 0.2, 0.15])
  })

  it('calls a row positive from the threshold up, as the metrics do', () => {
    const predictions = sayProbabilities([0.2, 0.25, 0.9])
    const input = { task: 'binary', classes: ['no', 'yes'], actual: Float64Array.of(1, 1, 0), predictions } as const
    expect([...runAtOnce(sayRows({ ...input, threshold: 0.25 })).called]).toEqual([0, 1, 1])
    expect([...runAtOnce(sayRows({ ...input, threshold: 0.5 })).called]).toEqual([0, 0, 1])
  })

  it('adds up to the loss of the whole', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(0, 1), share), { minLength: 1 }), (rows) => {
        const actual = Float64Array.from(rows, ([label]) => label)
        const predictions = sayProbabilities(rows.map(([, p]) => p))
        const input = { task: 'binary', classes: ['no', 'yes'], actual, predictions, threshold: 0.5 } as const
        const { loss } = runAtOnce(sayRows(input))
        expect(loss.reduce((sum, each) => sum + each, 0) / rows.length).toBeCloseTo(lossOf(input)!, 9)
      }),
    )
  })

  it('says of numbers how far off they are, and of what is no number that there is nothing to list', () => {
    const said = sayValues([10, 20, 30], [12, 15, 30])
    expect([...said.score]).toEqual([2, -5, 0])
    expect([...said.loss]).toEqual([2, 5, 0])
    expect(() => sayValues([1], [Number.NaN])).toThrow('not numbers')
  })

  it.each([
    [0.123456, 0.1235],
    [0.99999, 1],
    [23_456.78, 23_457],
    [-0.000123456, -0.0001235],
  ])('lists %f as %f', (value, listed) => {
    expect(roundSaid(value)).toBe(listed)
  })
})

describe('outcomes', () => {
  const outcomesBetween = (a: readonly number[], b: readonly number[], tolerance: number, actual: readonly number[]) =>
    [...runAtOnce(codeOutcomes(sayValues(actual, b), sayValues(actual, a), tolerance))].map(
      (code) => outcomesOf('regression', true)[code],
    )

  it('are of classes what each of the two says', () => {
    const right = [0.1, 0.8, 0.1]
    const wrong = [0.8, 0.1, 0.1]
    const a = sayClasses([1, 1, 1, 1], [wrong, wrong, right, right])
    const b = sayClasses([1, 1, 1, 1], [wrong, right, wrong, right])
    const names = outcomesOf('multiclass', true)
    expect([...runAtOnce(codeOutcomes(b, a, 0))].map((code) => names[code])).toEqual([
      'bothWrong',
      'fixed',
      'broke',
      'bothRight',
    ])
    expect([...runAtOnce(codeOutcomes(b, undefined, 0))].map((code) => outcomesOf('multiclass', false)[code])).toEqual([
      'wrong',
      'right',
      'wrong',
      'right',
    ])
    expect([...runAtOnce(gainOf(a, b))].map((gain) => Number(gain.toFixed(6)))).toEqual([0, 0.7, -0.7, 0])
    expect(runAtOnce(countPair(a, b, 0))).toMatchObject({ paired: { both: 1, onlyA: 1, onlyB: 1, neither: 1 }, p: 1 })
  })

  it('are of numbers who is nearer by more than the tolerance', () => {
    const actual = [10, 10, 10, 10]
    // Off by 4, 4, 1, 1 and by 1, 3, 1, 3.
    expect(outcomesBetween([6, 14, 9, 11], [11, 7, 11, 7], 0, actual)).toEqual(['closer', 'closer', 'alike', 'farther'])
    expect(outcomesBetween([6, 14, 9, 11], [11, 7, 11, 7], 1, actual)).toEqual(['closer', 'alike', 'alike', 'farther'])
    expect(outcomesBetween([6, 14, 9, 11], [11, 7, 11, 7], 3, actual)).toEqual(['alike', 'alike', 'alike', 'alike'])
  })

  it('of numbers are tested by the signs, as scipy.stats.binomtest does', () => {
    const actual = Array.from({ length: 20 }, () => 0)
    const a = sayValues(
      actual,
      actual.map(() => 2),
    )
    // SciPy 1.10: binomtest(5, 20).pvalue, and binomtest(3, 12).pvalue with 8 of 20 alike.
    const five = sayValues(
      actual,
      actual.map((_, row) => (row < 5 ? 3 : 1)),
    )
    expect(runAtOnce(countPair(a, five, 0))).toMatchObject({
      numbers: { closer: 15, farther: 5, alike: 0 },
      isExact: true,
    })
    expect(runAtOnce(countPair(a, five, 0)).p).toBeCloseTo(0.04138946533203124, 12)
    const three = sayValues(
      actual,
      actual.map((_, row) => (row < 3 ? 4 : row < 12 ? 0 : 2)),
    )
    expect(runAtOnce(countPair(a, three, 0.5))).toMatchObject({ numbers: { closer: 9, farther: 3, alike: 8 } })
    expect(runAtOnce(countPair(a, three, 0.5)).p).toBeCloseTo(0.14599609375, 12)
  })

  it('turn round with the runs', () => {
    const value = fc.integer({ min: -5, max: 5 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value), { minLength: 1 }),
        fc.integer({ min: 0, max: 3 }),
        (rows, by) => {
          const actual = rows.map(([each]) => each)
          const [a, b] = [
            sayValues(
              actual,
              rows.map(([, each]) => each),
            ),
            sayValues(
              actual,
              rows.map(([, , each]) => each),
            ),
          ]
          const [forth, back] = [runAtOnce(countPair(a, b, by)), runAtOnce(countPair(b, a, by))]
          expect(back.numbers).toEqual({
            closer: forth.numbers!.farther,
            farther: forth.numbers!.closer,
            alike: forth.numbers!.alike,
          })
          expect(back.p).toBe(forth.p)
        },
      ),
    )
  })

  it('have a histogram of gains with its middle at 0', () => {
    expect(runAtOnce(gainHistogram(new Float64Array()))).toBeUndefined()
    const gains = Float64Array.of(-10, -0.4, 0, 0.4, 5, 10)
    const { most, counts, median } = runAtOnce(gainHistogram(gains))!
    expect({ most, median }).toEqual({ most: 10, median: 0.2 })
    expect(counts).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
    expect(runAtOnce(gainHistogram(Float64Array.of(0, 0)))!.counts[10]).toBe(2)
  })
})

describe('columns of predictions', () => {
  it('have names that no column of the data has', () => {
    expect(nameSaid('binary', undefined, ['loss', 'was', 'was (2)'])).toEqual({
      was: 'was (3)',
      called: 'called',
      score: 'p of true',
      loss: 'loss (2)',
    })
    const pair = nameSaid('regression', { a: 'A', b: 'A' }, [])
    expect(new Set(Object.values(pair)).size).toBe(Object.keys(pair).length)
  })

  it('hold what was said, in the words of the classes', () => {
    const right = [0.1, 0.8, 0.1]
    const wrong = [0.8, 0.1, 0.1]
    const [a, b] = [sayClasses([1], [wrong]), sayClasses([1], [right])]
    const names = nameSaid('multiclass', { a: 'A', b: 'B' }, [])
    const textOf = ({ vector }: FrameColumn) =>
      vector.kind === 'coded' ? vector.dictionary[vector.codes[0]!] : Number(vector.values[0]!.toFixed(6))
    expect(
      Object.fromEntries(runAtOnce(saidColumns(names, classes, b, a, 0)).map((each) => [each.name, textOf(each)])),
    ).toEqual({
      was: 'fish',
      'A called': 'bird',
      'B called': 'fish',
      outcome: 'fixed',
      'A p of true': 0.1,
      'B p of true': 0.8,
      'change of p': 0.7,
    })
  })
})

const numberColumns: fc.Arbitrary<FrameColumn> = fc
  .tuple(
    fc.constantFrom('number' as const, 'datetime' as const),
    fc.array(
      fc.oneof(
        fc.constant(Number.NaN),
        fc.constant(Number.POSITIVE_INFINITY),
        fc.integer({ min: -3, max: 12 }),
        fc.integer({ min: 0, max: 40 }).map((hours) => hours * 21_600_000),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }),
      ),
      { maxLength: 60 },
    ),
  )
  // No date is infinite.
  .filter(
    ([type, values]) =>
      type === 'number' || values.every((value) => Math.abs(value) < Number.POSITIVE_INFINITY || Number.isNaN(value)),
  )
  .map(([type, values]) => ({ name: 'x', type, vector: { kind: 'numeric', values: Float64Array.from(values) } }))
const codedColumns: fc.Arbitrary<FrameColumn> = fc
  .array(fc.integer({ min: -1, max: 14 }), { maxLength: 60 })
  .map((codes) => ({
    name: 'x',
    type: 'category',
    vector: {
      kind: 'coded',
      codes: Int32Array.from(codes),
      dictionary: Array.from({ length: 15 }, (_, code) => `value ${code}`),
    },
  }))

function meets({ type, vector }: FrameColumn, row: number, condition: Condition): boolean {
  if (vector.kind === 'numeric') return numberTest(condition, type)(vector.values[row]!)
  const code = vector.codes[row]!
  return textTest(condition)(code < 0 ? null : vector.dictionary[code]!)
}

describe('groups of values', () => {
  it('are met by their rows and by no others', () => {
    fc.assert(
      fc.property(fc.oneof(numberColumns, codedColumns), (column) => {
        const grouping = runAtOnce(groupColumn(column))
        if (!grouping) return
        expect(grouping.groups.length).toBeLessThanOrEqual(9)
        for (const [group, { condition }] of grouping.groups.entries())
          if (condition)
            expect(Array.from(grouping.codes, (_, row) => meets(column, row, condition))).toEqual(
              Array.from(grouping.codes, (code) => code === group),
            )
      }),
    )
  })

  it('hold about as many rows each, and equal values together', () => {
    const values = Float64Array.from({ length: 800 }, (_, row) => (row < 400 ? 0 : row))
    const { groups, codes } = runAtOnce(
      groupColumn({ name: 'x', type: 'integer', vector: { kind: 'numeric', values } }),
    )!
    expect(groups[0]).toEqual({ label: '0', condition: { column: 'x', word: 'equal', value: 0 } })
    const counts = groups.map((_, group) => codes.filter((code) => code === group).length)
    expect(counts).toEqual([400, 58, 57, 57, 57, 57, 57, 57])
  })

  it('are the most common categories and the others; texts have none', () => {
    const codes = Int32Array.from({ length: 100 }, (_, row) => Math.floor(Math.sqrt(row)))
    const dictionary = Array.from({ length: 10 }, (_, code) => `c${code}`)
    const column: FrameColumn = { name: 'x', type: 'category', vector: { kind: 'coded', codes, dictionary } }
    const { groups } = runAtOnce(groupColumn(column))!
    expect(groups.map(({ label }) => label)).toEqual(['c9', 'c8', 'c7', 'c6', 'c5', 'c4', 'c3', '3 other values'])
    expect(groups.at(-1)!.condition).toEqual({ column: 'x', word: 'oneOf', texts: ['c2', 'c1', 'c0'] })
    expect(runAtOnce(groupColumn({ ...column, type: 'text' }))).toBeUndefined()
  })
})

describe('spreadOver', () => {
  it('counts outcomes by group, and says how closely both go together', () => {
    // 60, 30, 10 rows of neither, gained, lost in the first group, 80, 10, 10 in the second.
    const outcome = Int32Array.from({ length: 200 }, (_, row) => {
      const at = row % 100
      return row < 100 ? (at < 60 ? 0 : at < 90 ? 1 : 2) : at < 80 ? 0 : at < 90 ? 1 : 2
    })
    const codes = Int32Array.from({ length: 200 }, (_, row) => (row < 100 ? 1 : 0))
    const groups = [{ label: 'second' }, { label: 'first' }]
    const isIn = new Uint8Array(200).fill(1)
    const isShown = Uint8Array.from(outcome, (each) => (each > 0 ? 1 : 0))
    const spread = runAtOnce(
      spreadOver({ column: 'x', type: 'category' }, { groups, codes, isOrdered: false }, { outcome, isIn, isShown }),
    )
    expect(spread.groups).toEqual([
      { label: 'first', all: 100, rows: 100, gained: 30, lost: 10, shown: 40 },
      { label: 'second', all: 100, rows: 100, gained: 10, lost: 10, shown: 20 },
    ])
    // By scipy.stats.chi2_contingency and Bergsma's correction.
    expect(spread.strength).toBeCloseTo(0.23347243843627347, 12)
    isIn.fill(0, 0, 100)
    const half = runAtOnce(
      spreadOver({ column: 'x', type: 'category' }, { groups, codes, isOrdered: false }, { outcome, isIn, isShown }),
    )
    expect(half.groups.map(({ all, rows }) => [all, rows])).toEqual([
      [100, 100],
      [100, 0],
    ])
    expect(half.strength).toBe(0)
  })
})
