import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Frame, sliceFrame } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { partialDependence } from './dependence.ts'
import { accumulatedEffects } from './effects.ts'
import scikitLearn from './fixtures/scikitLearn.json' with { type: 'json' }
import { permuteColumns } from './importance.ts'
import { shapleyValues } from './shapley.ts'
import { bruteForceShapley, numbersFrame, standardColumns, valuesOf } from './testing.ts'

const COEFFICIENTS = { a: 2, b: -1, c: 0.5, d: 0 }
const NAMES = Object.keys(COEFFICIENTS)
const linear = async (frame: Frame) =>
  Float64Array.from({ length: frame.rows }, (_, row) =>
    Object.entries(COEFFICIENTS).reduce((sum, [name, w]) => sum + w * valuesOf(frame, name)[row]!, 3),
  )

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

describe('shapleyValues', () => {
  it('are w · (x − mean) for a linear model, whatever the order', async () => {
    const names = [...NAMES, 'e', 'f']
    const frame = numbersFrame(standardColumns(names, 30, 3))
    const { columns, expected, values } = await shapleyValues(
      { frame, background: frame, answer: linear, seed: 1 },
      unattended,
    )
    expect(expected).toBeCloseTo(3, 10)
    for (const [place, name] of columns.entries())
      for (let row = 0; row < frame.rows; row++)
        expect(values[row * columns.length + place]).toBeCloseTo(
          (COEFFICIENTS[name as 'a'] ?? 0) * valuesOf(frame, name)[row]!,
          10,
        )
  })

  it('adds up to the answer for any model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 6 }), async (seed, width) => {
        const names = Array.from({ length: width }, (_, i) => `x${i}`)
        const frame = numbersFrame(standardColumns(names, 7, seed))
        const answer = async (asked: Frame) =>
          Float64Array.from({ length: asked.rows }, (_, row) =>
            Math.tanh(names.reduce((product, name) => product * (1 + valuesOf(asked, name)[row]!), 1)),
          )
        const { expected, values } = await shapleyValues(
          { frame, background: sliceFrame(frame, 0, 4), answer, seed },
          unattended,
        )
        const said = await answer(frame)
        for (let row = 0; row < frame.rows; row++) {
          const sum = values.subarray(row * width, (row + 1) * width).reduce((all, value) => all + value, expected)
          expect(sum).toBeCloseTo(said[row]!, 9)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is exact for few columns', async () => {
    // The game of gloves: 1 where x1 and one of x2, x3 is 1. Known values 2/3, 1/6, 1/6 (Shapley 1953).
    const frame = numbersFrame({ x1: [1], x2: [1], x3: [1] })
    const background = numbersFrame({ x1: [0], x2: [0], x3: [0] })
    const gloves = async (asked: Frame) =>
      valuesOf(asked, 'x1').map((x1, row) =>
        Math.min(x1, Math.max(valuesOf(asked, 'x2')[row]!, valuesOf(asked, 'x3')[row]!)),
      )
    const { values, expected } = await shapleyValues({ frame, background, answer: gloves, seed: 1 }, unattended)
    expect(expected).toBe(0)
    expect([...values].map((value) => Number(value.toFixed(12)))).toEqual(
      [2 / 3, 1 / 6, 1 / 6].map((v) => Number(v.toFixed(12))),
    )
  })

  it('comes the closer to all sets of columns, the more orders it goes through', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const frame = numbersFrame(standardColumns(names, 8, 5))
    // Three columns at once, which two orders there and back do not get right.
    const sayOf = (cells: readonly number[]) =>
      Math.tanh(cells[0]! * cells[1]! * cells[2]!) + Math.exp((cells[2]! * cells[3]! - cells[4]!) / 2) + cells[5]!
    const answer = async (asked: Frame) => {
      const columns = names.map((name) => valuesOf(asked, name))
      return Float64Array.from({ length: asked.rows }, (_, row) => sayOf(columns.map((values) => values[row]!)))
    }
    const rows = sliceFrame(frame, 0, 3)
    const background = sliceFrame(frame, 3, 8)
    const columns = names.map((name) => valuesOf(frame, name))
    const exact = [0, 1, 2].flatMap((row) =>
      bruteForceShapley(names.length, (has) => {
        const said = [3, 4, 5, 6, 7].map((other) => sayOf(columns.map((cells, i) => cells[has(i) ? row : other]!)))
        return said.reduce((sum, each) => sum + each, 0) / said.length
      }),
    )
    const distanceBy = async (orders: number) => {
      const { values } = await shapleyValues({ frame: rows, background, answer, seed: 1, orders }, unattended)
      return Math.sqrt(values.reduce((sum, value, i) => sum + (value - exact[i]!) ** 2, 0) / exact.length)
    }
    const [few, some, many] = [await distanceBy(2), await distanceBy(32), await distanceBy(512)]
    // Sixteen times as many orders: a quarter of the distance, give or take the luck of the draw.
    expect(some).toBeLessThan(few / 2)
    expect(many).toBeLessThan(some / 2)
    expect(many).toBeLessThan(0.01)
  })

  it('is exact by one order there and back where columns act in pairs at most', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const frame = numbersFrame(standardColumns(names, 6, 7))
    const columns = names.map((name) => valuesOf(frame, name))
    const sayOf = ([a, b, c, d, e]: readonly number[]) => a! * b! - 2 * c! * d! + Math.sin(e!) + b! * e!
    const answer = async (asked: Frame) => {
      const cells = names.map((name) => valuesOf(asked, name))
      return Float64Array.from({ length: asked.rows }, (_, row) => sayOf(cells.map((values) => values[row]!)))
    }
    const { values } = await shapleyValues(
      { frame: sliceFrame(frame, 0, 1), background: frame, answer, seed: 3, orders: 1 },
      unattended,
    )
    const exact = bruteForceShapley(names.length, (has) => {
      let sum = 0
      for (let other = 0; other < 6; other++) sum += sayOf(columns.map((cells, i) => cells[has(i) ? 0 : other]!))
      return sum / 6
    })
    for (const [i, value] of exact.entries()) expect(values[i]).toBeCloseTo(value, 10)
  })

  it('asks about no row twice, and about none that is the background’s or the row itself', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const drawn = standardColumns(names, 9, 11)
    // Cells of few values: many of the row and the background are the same, missing ones among them.
    const frame = numbersFrame(
      Object.fromEntries(names.map((name) => [name, drawn[name]!.map((x) => (x > 1 ? Number.NaN : Math.round(x)))])),
    )
    const background = sliceFrame(frame, 1, 9)
    const rowsOf = (asked: Frame) =>
      Array.from({ length: asked.rows }, (_, row) => names.map((name) => valuesOf(asked, name)[row]!).join())
    const sayOf = (cells: readonly number[]) =>
      cells.reduce((sum, x, i) => sum * 0.7 + (Number.isNaN(x) ? i : x * x), 1)
    const asked: string[][] = []
    const answer = async (mixed: Frame) => {
      asked.push(rowsOf(mixed))
      return Float64Array.from(rowsOf(mixed), (cells) => sayOf(cells.split(',').map(Number)))
    }
    const row = sliceFrame(frame, 0, 1)
    const { values } = await shapleyValues({ frame: row, background, answer, seed: 1, orders: 300 }, unattended)
    const [held, [own, ...mixes]] = asked as [string[], [string, ...string[]]]
    // Of one row of the background each mix is there once; two rows of the background may come to the same.
    const most = rowsOf(background).map((cells) => {
      const differing = cells.split(',').filter((cell, i) => cell !== own.split(',')[i]).length
      return 2 ** differing - 2
    })
    expect(mixes.length).toBeLessThanOrEqual(most.reduce((sum, each) => sum + Math.max(0, each), 0))
    expect(asked).toHaveLength(2)
    expect(own).toBe(rowsOf(row)[0])
    expect(mixes).not.toContain(own)
    expect(held).toEqual(rowsOf(background))
    const exact = bruteForceShapley(names.length, (has) => {
      const said = Array.from({ length: 8 }, (_, i) =>
        sayOf(names.map((name, c) => valuesOf(frame, name)[has(c) ? 0 : i + 1]!)),
      )
      return said.reduce((sum, each) => sum + each, 0) / said.length
    })
    for (const [i, value] of exact.entries()) expect(Math.abs(values[i]! - value)).toBeLessThan(0.02)
  })
})
