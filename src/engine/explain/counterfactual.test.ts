import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { allowsNumber, type Limit } from '@/core/whatIf/goal.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import type { Answer } from './answer.ts'
import { type Changes, type Choice, changedRows } from './changes.ts'
import { findCounterfactuals } from './counterfactual.ts'
import { numbersFrame, valuesOf } from './testing.ts'

const GRID = Array.from({ length: 21 }, (_, i) => i / 10 - 1)

/** A choice of numbers from −1 to 1, whose range is 2, in a row of so many columns. */
function numberChoice(column: string, own: number, width: number, limit: Omit<Limit, 'column'> = {}): Choice {
  const allows = (value: number) => allowsNumber(limit, own, value)
  return {
    column,
    own,
    values: GRID.filter((value) => value !== own && allows(value)),
    distance: (value) => Math.abs(Number(value) - own) / 2 / width,
    range: 2,
    between: 'any',
    allows,
  }
}

const linear =
  (weights: Readonly<Record<string, number>>, need: number): Answer =>
  async (frame) =>
    Float64Array.from(
      { length: frame.rows },
      (_, row) => Object.entries(weights).reduce((sum, [name, w]) => sum + w * valuesOf(frame, name)[row]!, 0) - need,
    )

describe('findCounterfactuals', () => {
  it('is (need − w · x) / w along one axis of a linear model, to a thousandth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        async (own, weight, share) => {
          // What is needed lies so far on the way from the row to the end of the axis.
          const closedForm = share * (1 - own)
          const row = numbersFrame({ x: [own], other: [0.3] })
          const choices = [numberChoice('x', own, 2)]
          const surplus = linear({ x: weight }, weight * (own + closedForm))
          const { found, isReached } = await findCounterfactuals({ row, choices, surplus }, unattended)
          expect(isReached).toBe(false)
          expect(found).toHaveLength(1)
          const moved = Number(found[0]!.changes.get(0)) - own
          expect(moved - closedForm).toBeGreaterThan(-1e-9)
          expect(moved - closedForm).toBeLessThanOrEqual(2e-3)
          expect(found[0]!.distance).toBeCloseTo(moved / 4, 12)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('takes the column by which it is the least way, where one change is enough', async () => {
    // a needs .5 of a range of 2, b 1: a is the nearer. c does nothing.
    const row = numbersFrame({ a: [0], b: [0], c: [0] })
    const choices = ['a', 'b', 'c'].map((name) => numberChoice(name, 0, 3))
    const { found } = await findCounterfactuals({ row, choices, surplus: linear({ a: 2, b: 1, c: 0 }, 1) }, unattended)
    expect(found.map(({ changes }) => [...changes])).toEqual([[[0, 0.5]], [[1, 1]]])
  })

  const tenths = fc.integer({ min: -20, max: 20 }).map((x) => x / 10)
  const model = fc.record({
    own: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 4, maxLength: 4 }),
    weights: fc.array(tenths, { minLength: 4, maxLength: 4 }),
    product: tenths,
    need: fc.integer({ min: 1, max: 25 }).map((x) => x / 10),
    limits: fc.array(
      fc.record(
        {
          isFixed: fc.constantFrom(true, false, false, false),
          direction: fc.constantFrom<'up' | 'down'>('up', 'down'),
          min: fc.integer({ min: -10, max: 0 }).map((x) => x / 10),
          max: fc.integer({ min: 0, max: 10 }).map((x) => x / 10),
        },
        { requiredKeys: [] },
      ),
      { minLength: 4, maxLength: 4 },
    ),
  })
  const names = ['a', 'b', 'c', 'd']

  it('keeps within all limits, really gets the answer, and has no change too many', async () => {
    let some = 0
    await fc.assert(
      fc.asyncProperty(model, async ({ own, weights, product, need, limits }) => {
        const cells = own.map((value) => value / 10)
        const row = numbersFrame(Object.fromEntries(names.map((name, i) => [name, [cells[i]!]])))
        const surplus: Answer = async (frame) => {
          const columns = names.map((name) => valuesOf(frame, name))
          return Float64Array.from({ length: frame.rows }, (_, at) => {
            const x = columns.map((column) => column[at]!)
            return Math.tanh(x.reduce((sum, value, i) => sum + weights[i]! * value, product * x[0]! * x[1]!)) * 3 - need
          })
        }
        const choices = names.map((name, i) => numberChoice(name, cells[i]!, 4, limits[i]!))
        const { found, isReached } = await findCounterfactuals({ row, choices, surplus }, unattended)
        const [start] = await surplus(row)
        expect(isReached).toBe(start! >= 0)
        if (isReached) expect(found).toEqual([])
        expect(found.length).toBeLessThanOrEqual(3)
        for (const { changes } of found) {
          some++
          const without = [...changes.keys()].map((place) => new Map([...changes].filter(([other]) => other !== place)))
          const [reached, ...undone] = await surplus(changedRows(row, choices, [changes, ...without]))
          expect(reached).toBeGreaterThanOrEqual(0)
          expect(Math.max(...undone)).toBeLessThan(0)
          for (const [place, value] of changes) {
            expect(value).not.toBe(cells[place])
            expect(allowsNumber(limits[place]!, cells[place]!, Number(value))).toBe(true)
          }
        }
        // No one changes all that another changes.
        const sets = found.map(({ changes }) => new Set(changes.keys()))
        for (const [i, one] of sets.entries())
          for (const [j, other] of sets.entries())
            if (i !== j) expect([...one].every((place) => other.has(place))).toBe(false)
      }),
      { numRuns: 300 },
    )
    expect(some).toBeGreaterThan(50)
  })

  it('changes texts, whole numbers and missing cells, and finds what takes several changes', async () => {
    const row = frameOf(
      codedColumn('city', ['Oslo']),
      numericColumn('rooms', [2], 'integer'),
      numericColumn('age', [null]),
    )
    const city: Choice = {
      column: 'city',
      own: null,
      values: ['Bonn', 'Rome'],
      distance: () => 1 / 3,
      range: 0,
      between: 'none',
      allows: () => true,
    }
    const rooms: Choice = {
      column: 'rooms',
      own: 2,
      values: [1, 10, 40],
      distance: (value) => Math.abs(Number(value) - 2) / 39 / 3,
      range: 39,
      between: 'whole',
      allows: (value) => value !== 2,
    }
    const age: Choice = { ...rooms, column: 'age', own: Number.NaN, values: [30], distance: () => 1 / 3 }
    // All three are needed, and 7 rooms.
    const surplus: Answer = async (frame) => {
      const [cities, counts, ages] = frame.columns.map(({ vector }) => vector)
      return Float64Array.from({ length: frame.rows }, (_, i) => {
        const isRome = cities!.kind === 'coded' && cities!.dictionary[cities!.codes[i]!] === 'Rome'
        const count = counts!.kind === 'numeric' ? counts!.values[i]! : 0
        const isKnown = ages!.kind === 'numeric' && !Number.isNaN(ages!.values[i]!)
        return Number(isRome) + Number(isKnown) + Math.min(1, count / 7) - 3
      })
    }
    const { found } = await findCounterfactuals({ row, choices: [city, rooms, age], surplus }, unattended)
    expect(found.map(({ changes }) => [...changes].sort())).toEqual([
      [
        [0, 'Rome'],
        [1, 7],
        [2, 30],
      ],
    ])
  })

  it('goes on from rows that exist where no step leads there', async () => {
    // Nothing but all five at once brings it any nearer.
    const width = 8
    const wide = Array.from({ length: width }, (_, i) => `x${i}`)
    const row = numbersFrame(Object.fromEntries(wide.map((name) => [name, [0]])))
    const choices = wide.map((name) => numberChoice(name, 0, width))
    const surplus: Answer = async (frame) =>
      Float64Array.from({ length: frame.rows }, (_, i) =>
        wide.slice(0, 7).every((name) => valuesOf(frame, name)[i]! >= 0.25) ? 0 : -1,
      )
    const examples: Changes[] = [new Map(wide.map((_, place) => [place, 0.9] as const))]
    expect((await findCounterfactuals({ row, choices, surplus }, unattended)).found).toEqual([])
    const { found } = await findCounterfactuals({ row, choices, surplus, examples }, unattended)
    expect(found.map(({ changes }) => [...changes.keys()].sort())).toEqual([[0, 1, 2, 3, 4, 5, 6]])
    for (const value of found[0]!.changes.values()) expect(Number(value)).toBeCloseTo(0.25, 2)
  })

  it('hears a stop, and ends when its time is up', async () => {
    const row = numbersFrame({ a: [0] })
    const choices = [numberChoice('a', 0, 1)]
    const surplus = linear({ a: 1 }, 0.5)
    const stop = new AbortController()
    stop.abort()
    await expect(
      findCounterfactuals({ row, choices, surplus }, { signal: stop.signal, report: () => {} }),
    ).rejects.toMatchObject({ code: 'aborted' })
    const cut = await findCounterfactuals({ row, choices, surplus, mayGoOn: () => false }, unattended)
    expect(cut).toMatchObject({ found: [], isCut: true, asked: 1 })
  })
})

describe('changedRows', () => {
  it('leaves the other cells', () => {
    const row: Frame = frameOf(codedColumn('a', ['x']), numericColumn('b', [1]))
    const choices = [{ column: 'a' } as Choice]
    const { columns, rows } = changedRows(row, choices, [new Map(), new Map([[0, 'y']])])
    expect(rows).toBe(2)
    expect(columns[0]!.vector).toEqual({ kind: 'coded', codes: Int32Array.of(0, 1), dictionary: ['x', 'y'] })
    expect(columns[1]!.vector).toEqual({ kind: 'numeric', values: Float64Array.of(1, 1) })
  })
})
