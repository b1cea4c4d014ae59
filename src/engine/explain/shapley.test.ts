import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Frame, sliceFrame } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { shapleyValues } from './shapley.ts'
import { bruteForceShapley, COEFFICIENTS, linear, NAMES, numbersFrame, standardColumns, valuesOf } from './testing.ts'

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
