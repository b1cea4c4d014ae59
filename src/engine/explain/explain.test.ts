import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { partialDependence } from './dependence.ts'
import { accumulatedEffects } from './effects.ts'
import scikitLearn from './fixtures/scikitLearn.json' with { type: 'json' }
import { permuteColumns } from './importance.ts'
import { COEFFICIENTS, linear, NAMES, numbersFrame, standardColumns, valuesOf } from './testing.ts'

describe('permuteColumns', () => {
  it('is 2 · coefficient² for the squared error of a linear model of scaled columns', async () => {
    const frame = numbersFrame(standardColumns(NAMES, 4_000, 1))
    const truth = await linear(frame)
    const losses = async (asked: Frame) => (await linear(asked)).map((said, row) => (said - truth[row]!) ** 2)
    const { columns: found, reached } = await permuteColumns({ frame, columns: NAMES, losses, seed: 1 }, unattended)
    expect(reached).toBeUndefined()
    expect(found.map(({ column }) => column)).toEqual(['a', 'b', 'c', 'd'])
    for (const { column, rise, low, high } of found) {
      const expected = 2 * COEFFICIENTS[column as 'a'] ** 2
      expect(Math.abs(rise - expected)).toBeLessThanOrEqual(0.05 * expected)
      expect(low).toBeLessThanOrEqual(expected)
      expect(high).toBeGreaterThanOrEqual(expected)
    }
    expect(found[3]).toMatchObject({ rise: 0, low: 0, high: 0 })
  })
})

describe('where the time is up', () => {
  const frame = numbersFrame(standardColumns(NAMES, 200, 4))
  const losses = async (asked: Frame) => (await linear(asked)).map((said) => said ** 2)
  /** Over after so many pieces. */
  const after = (pieces: number) => {
    let asked = 0
    return () => ++asked >= pieces
  }

  it('every column was permuted about as often, and as many permutations are said', async () => {
    const input = { frame, columns: NAMES, losses, seed: 1 }
    const cut = await permuteColumns({ ...input, isOver: after(8) }, unattended)
    expect(cut.reached).toEqual({ done: 8, total: 20 })
    expect(cut.columns).toEqual((await permuteColumns({ ...input, repeats: 2 }, unattended)).columns)
    const few = await permuteColumns({ ...input, isOver: after(3) }, unattended)
    expect(few.reached).toEqual({ done: 3, total: 20 })
    expect(few.columns.map(({ column }) => column).sort()).toEqual(['a', 'b', 'c'])
    const one = await permuteColumns({ ...input, isOver: () => true }, unattended)
    expect(one.reached).toEqual({ done: 1, total: 20 })
  })

  it('the values that were asked about reach over the whole range', async () => {
    const input = { frame, column: 'a', answer: linear }
    const whole = await partialDependence(input, unattended)
    expect(whole.reached).toBeUndefined()
    const cut = await partialDependence({ ...input, isOver: after(5) }, unattended)
    expect(cut.reached).toEqual({ done: 5, total: 20 })
    expect(cut.points).toHaveLength(5)
    expect(cut.points[0]).toEqual(whole.points[0])
    expect(cut.points.at(-1)).toEqual(whole.points.at(-1))
    const places = cut.points.map((point) => whole.points.findIndex(({ value }) => value === point.value))
    expect(places).toEqual([0, 5, 10, 14, 19])
    for (const [row, line] of cut.lines.entries())
      expect([...line]).toEqual(places.map((place) => whole.lines[row]![place]))
  })
})

describe('partial dependence and accumulated effects', () => {
  it('follow the coefficient of a linear model', async () => {
    const frame = numbersFrame(standardColumns(NAMES, 600, 2))
    const { points, lines } = await partialDependence({ frame, column: 'b', answer: linear }, unattended)
    for (const { value, mean } of points) expect(mean).toBeCloseTo(3 - value, 10)
    for (const line of lines) expect(line[1]! - line[0]!).toBeCloseTo(-(points[1]!.value - points[0]!.value), 10)
    const ale = await accumulatedEffects({ frame, column: 'a', answer: linear }, unattended)
    for (const [i, { value, effect }] of ale.points.entries())
      if (i > 0) expect((effect - ale.points[i - 1]!.effect) / (value - ale.points[i - 1]!.value)).toBeCloseTo(2, 10)
  })

  it('accumulates what holds among rows that are like that, where dependence asks about rows that are not', async () => {
    // x2 = x1, y = x1² whatever x2: of the product x1 · x2 half the slope is x1's.
    const x = Float64Array.from({ length: 400 }, (_, i) => i / 400)
    const frame = numbersFrame({ x1: x, x2: x })
    const product = async (asked: Frame) =>
      valuesOf(asked, 'x1').map((value, row) => value * valuesOf(asked, 'x2')[row]!)
    const { points } = await accumulatedEffects({ frame, column: 'x1', answer: product }, unattended)
    // The effect of x1 is ∫ x dx = x² / 2, but for its middle.
    const first = points[0]!
    for (const { value, effect } of points)
      expect(Math.abs(effect - first.effect - (value ** 2 - first.value ** 2) / 2)).toBeLessThan(0.002)
  })

  it('takes few values as they are, and centres by trapezoids', async () => {
    // Three rows of 0, one of 1, two of 4 and f = x²: effects 0, 1, 16, less (1·½ + 5·0 …) by bin: (4·½ + 2·8.5) / 6.
    const frame = numbersFrame({ x: [0, 0, 0, 1, 4, 4] })
    const square = async (asked: Frame) => valuesOf(asked, 'x').map((value) => value ** 2)
    const { points } = await accumulatedEffects({ frame, column: 'x', answer: square }, unattended)
    const centre = (4 * 0.5 + 2 * 8.5) / 6
    expect(points.map(({ value }) => value)).toEqual([0, 1, 4])
    for (const [i, effect] of [0, 1, 16].entries()) expect(points[i]!.effect).toBeCloseTo(effect - centre, 12)
  })

  it('has at least four rows between two points, however many are the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 9, noNaN: true })), {
          minLength: 12,
          maxLength: 120,
          size: 'max',
        }),
        async (x) => {
          fc.pre(new Set(x).size > 10)
          const frame = numbersFrame({ x })
          const { points } = await accumulatedEffects(
            { frame, column: 'x', answer: async (asked) => valuesOf(asked, 'x') },
            unattended,
          )
          expect(points.length).toBeGreaterThan(1)
          for (const [i, { value }] of points.slice(1).entries()) {
            const low = i === 0 ? Number.NEGATIVE_INFINITY : points[i]!.value
            expect(x.filter((each) => each > low && each <= value).length).toBeGreaterThanOrEqual(4)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('accumulates over the whole range where the time is up, by as many rows of every bin', async () => {
    const frame = numbersFrame(standardColumns(NAMES, 600, 2))
    const asked: number[] = []
    const answer = async (rows: Frame) => {
      asked.push(rows.rows)
      return linear(rows)
    }
    const whole = await accumulatedEffects({ frame, column: 'a', answer }, unattended)
    expect(whole.reached).toBeUndefined()
    // Twenty bins of thirty rows, each row moved to both ends of its bin.
    expect(asked).toEqual([1, 1, 2, 4, 8, 14].map((rows) => 2 * 20 * rows))
    let looks = 0
    const cut = await accumulatedEffects({ frame, column: 'a', answer, isOver: () => ++looks > 1 }, unattended)
    expect(cut.reached).toEqual({ done: 40, total: 600 })
    expect(cut.points).toHaveLength(21)
    // Of a line any row of a bin says what all do.
    for (const [i, { value, effect }] of cut.points.entries()) {
      expect(value).toBe(whole.points[i]!.value)
      expect(effect).toBeCloseTo(whole.points[i]!.effect, 10)
    }
  })

  it('is what scikit-learn 1.2.1 says of the same tree, row by row and on average', async () => {
    const { rows, tree, values, average, individual } = scikitLearn
    const sayOf = (cells: readonly number[]) => {
      let node = 0
      while (tree.left[node]! >= 0)
        node = (cells[tree.feature[node]!]! <= tree.threshold[node]! ? tree.left : tree.right)[node]!
      return tree.value[node]!
    }
    const names = ['x0', 'x1', 'x2']
    const frame = numbersFrame(Object.fromEntries(names.map((name, i) => [name, rows.map((row) => row[i]!)])))
    const answer = async (asked: Frame) => {
      const columns = names.map((name) => valuesOf(asked, name))
      return Float64Array.from({ length: asked.rows }, (_, row) => sayOf(columns.map((cells) => cells[row]!)))
    }
    const { points, lines } = await partialDependence({ frame, column: 'x0', answer }, unattended)
    expect(points.map(({ value }) => value)).toEqual(values)
    for (const [i, mean] of average.entries()) expect(points[i]!.mean).toBeCloseTo(mean, 12)
    for (const [row, line] of individual.entries())
      for (const [i, said] of line.entries()) expect(lines[row]![i]).toBeCloseTo(said, 12)
  })

  it('has no curve of a column that does not vary, and passes over missing cells', async () => {
    const ones = numbersFrame({ x: [1, 1, 1] })
    const itself = async (asked: Frame) => valuesOf(asked, 'x').map((value) => (Number.isNaN(value) ? 9 : value))
    expect((await accumulatedEffects({ frame: ones, column: 'x', answer: itself }, unattended)).points).toEqual([])
    const some = numbersFrame({ x: [Number.NaN, 1, 2, 3] })
    const { points } = await accumulatedEffects({ frame: some, column: 'x', answer: itself }, unattended)
    for (const [i, effect] of [0, 1, 2].entries()) expect(points[i]!.effect).toBeCloseTo(effect - 5 / 6, 12)
  })

  it('asks about the most common texts', async () => {
    const frame: Frame = {
      rows: 5,
      columns: [
        {
          name: 'city',
          type: 'category',
          vector: { kind: 'coded', codes: Int32Array.of(1, 1, 0, 2, 1), dictionary: ['Bonn', 'Oslo', 'Rome'] },
        },
      ],
    }
    const length = async ({ columns: [column], rows }: Frame) => {
      const vector = column!.vector
      return Float64Array.from({ length: rows }, (_, row) =>
        vector.kind === 'coded' ? vector.dictionary[vector.codes[row]!]!.charCodeAt(0) : 0,
      )
    }
    const { points, isNumeric } = await partialDependence({ frame, column: 'city', answer: length }, unattended)
    expect(isNumeric).toBe(false)
    expect(points.map(({ text, mean }) => [text, mean])).toEqual([
      ['Oslo', 79],
      ['Bonn', 66],
      ['Rome', 82],
    ])
  })
})
