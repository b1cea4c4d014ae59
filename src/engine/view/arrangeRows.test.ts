import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Column, type ColumnType, isNumericType, toFrame } from '@/core/dataset/column.ts'
import { type Condition, type View, WHOLE_VIEW } from '@/core/dataset/view.ts'
import { formatCell } from '@/core/format/format.ts'
import { type Task, unattended } from '@/core/task.ts'
import { type Cells, makeColumn } from '@/testing/dataset.ts'
import { type ArrangeProgress, arrangeRows } from './arrangeRows.ts'

async function arrange(columns: readonly Column[], view: Partial<View>, task: Task<ArrangeProgress> = unattended) {
  const rows = columns[0]!.data.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const frame = toFrame({ rows, columns })
  const open = async (name: string) => frame.columns.find((column) => column.name === name)!
  const searched = columns.map(({ name }) => name)
  return [...(await arrangeRows({ rows, open, searched }, { ...WHOLE_VIEW, ...view }, task))]
}

const DAY = 86_400_000
const TYPES = ['number', 'integer', 'boolean', 'datetime', 'category'] as const

const cellsOf: Record<(typeof TYPES)[number], fc.Arbitrary<string | number | null>> = {
  number: fc.option(
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1.5, -1.5, 2 ** -1074)),
  ),
  integer: fc.option(fc.integer({ min: -3, max: 3 })),
  boolean: fc.option(fc.constantFrom(0, 1)),
  // Times of day as cells show them: none, hours, seconds, milliseconds.
  datetime: fc.option(
    fc
      .tuple(fc.integer({ min: -4, max: 12 }), fc.constantFrom(0, 0, 30_000, 30_250))
      .map(([quarter, more]) => (quarter * DAY) / 4 + more),
  ),
  category: fc.option(
    fc.oneof(fc.constantFrom('a', 'B', 'row 9', 'row 10', 'ß', 'SS', ''), fc.string({ maxLength: 3 })),
  ),
}

interface Made {
  readonly type: (typeof TYPES)[number]
  readonly cells: Cells
}

const table = fc.nat(24).chain((rows) =>
  fc.array(
    fc
      .constantFrom(...TYPES)
      .chain((type) =>
        fc.array(cellsOf[type], { minLength: rows, maxLength: rows }).map((cells): Made => ({ type, cells })),
      ),
    { minLength: 1, maxLength: 4 },
  ),
)

/** A condition that fits the column, with values out of it as often as not. */
function conditionOn(column: string, { type, cells }: Made): fc.Arbitrary<Condition> {
  const plain = fc.constantFrom('missing' as const, 'present' as const).map((word) => ({ column, word }))
  const values = cells.filter((cell) => cell !== null)
  const value = (values.length > 0 ? fc.oneof(fc.constantFrom(...values), cellsOf[type]) : cellsOf[type]).map(
    (cell) => cell ?? (isNumericType(type) ? 0 : 'a'),
  )
  if (type === 'boolean')
    return fc.oneof(
      plain,
      fc.constantFrom('true' as const, 'false' as const).map((word) => ({ column, word })),
    )
  if (type === 'category')
    return fc.oneof(
      plain,
      fc.record({
        column: fc.constant(column),
        word: fc.constantFrom('is' as const, 'isNot' as const, 'contains' as const, 'startsWith' as const),
        text: value.map(String),
      }),
      fc.record({
        column: fc.constant(column),
        word: fc.constant('oneOf' as const),
        texts: fc.array(value.map(String), { maxLength: 3 }),
      }),
    )
  const words =
    type === 'datetime'
      ? (['before', 'after', 'on'] as const)
      : (['equal', 'unequal', 'less', 'atMost', 'more', 'atLeast'] as const)
  return fc.oneof(
    plain,
    fc.record({ column: fc.constant(column), word: fc.constantFrom(...words), value: value.map(Number) }),
    fc.record({
      column: fc.constant(column),
      word: fc.constant('between' as const),
      from: value.map(Number),
      to: value.map(Number),
    }),
  )
}

/** The same said in the plainest way, cell by cell. */
function holds(condition: Condition, type: ColumnType, cell: string | number | null): boolean {
  if (condition.word === 'missing') return cell === null
  if (cell === null) return false
  if (condition.word === 'present') return true
  if (condition.word === 'true' || condition.word === 'false') return (cell === 1) === (condition.word === 'true')
  const day = (value: number) => new Date(value).toISOString().slice(0, 10)
  const isDay = (value: number) => new Date(value).toISOString().endsWith('T00:00:00.000Z')
  if ('texts' in condition) return condition.texts.some((text) => text === cell)
  const text = String(cell)
  if ('text' in condition) {
    const low = text.toUpperCase().toLowerCase()
    const asked = condition.text.toUpperCase().toLowerCase()
    if (condition.word === 'is') return text === condition.text
    if (condition.word === 'isNot') return text !== condition.text
    return condition.word === 'contains' ? low.split(asked).length > 1 || asked === '' : low.indexOf(asked) === 0
  }
  const value = Number(cell)
  if ('from' in condition) {
    const isLastDay = type === 'datetime' && isDay(condition.to) && day(condition.to) === day(value)
    return condition.from <= value && (value <= condition.to || isLastDay)
  }
  if (!('value' in condition)) throw new Error('unreachable')
  const asked = condition.value
  const isSame = type === 'datetime' && isDay(asked) ? day(asked) === day(value) : asked === value
  const answers = {
    equal: asked === value,
    unequal: asked !== value,
    less: value < asked,
    atMost: value <= asked,
    more: value > asked,
    atLeast: value >= asked,
    before: value < asked,
    after: value > asked && !isSame,
    on: isSame,
  }
  return answers[condition.word]
}

const collator = new Intl.Collator('en', { numeric: true })

const name = (index: number) => `c${index}`

describe('arrangeRows', () => {
  it('shows and orders the rows as the plainest filter, search and stable sort do', async () => {
    const viewed = table.chain((made) => {
      const index = fc.nat(made.length - 1)
      return fc.record({
        made: fc.constant(made),
        conditions: fc.array(
          index.chain((i) => conditionOn(name(i), made[i]!)),
          { maxLength: 2 },
        ),
        search: fc.oneof(
          fc.constant(''),
          fc.constantFrom('s', '1', 'true', '01', '-0', ':30', '0.2'),
          fc.string({ maxLength: 2 }),
        ),
        sort: fc.uniqueArray(fc.record({ column: index.map(name), descending: fc.boolean() }), {
          maxLength: 3,
          selector: ({ column }) => column,
        }),
      })
    })
    await fc.assert(
      fc.asyncProperty(viewed, async ({ made, conditions, search, sort }) => {
        const column = (key: string) => made[Number(key.slice(1))]!
        const rows = made[0]!.cells.map((_, row) => row)
        const expected = rows
          .filter((row) =>
            conditions.every((each) => holds(each, column(each.column).type, column(each.column).cells[row]!)),
          )
          .filter(
            (row) =>
              search === '' ||
              made.some(({ type, cells }) =>
                formatCell(cells[row]!, type).toUpperCase().toLowerCase().includes(search.toUpperCase().toLowerCase()),
              ),
          )
          .sort((a, b) => {
            for (const { column: key, descending } of sort) {
              const { cells } = column(key)
              const [x, y] = [cells[a]!, cells[b]!]
              if (x === null || y === null) {
                if (x !== y) return x === null ? 1 : -1
                continue
              }
              const order = typeof x === 'string' ? collator.compare(x, String(y)) : Number(x) - Number(y)
              if (order !== 0) return descending ? -order : order
            }
            return a - b
          })
        const columns = made.map(({ type, cells }, i) => makeColumn(name(i), type, cells))
        expect(await arrange(columns, { conditions, search, sort })).toEqual(expected)
      }),
      { numRuns: 1_000 },
    )
  })

  it('sorts a dictionary too long for one run, and row numbers by size', async () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => (i * 7_919) % 10_000)
    const expected = numbers.map((_, row) => row).sort((a, b) => numbers[a]! - numbers[b]!)
    const ways = [
      (n: number) => `${n % 2 ? 'row' : 'Row'} ${n}`.toLowerCase() + (n ? '' : '!'),
      String,
      (n: number) => `C.${n}-x`,
    ]
    for (const write of ways) {
      const column = makeColumn('id', 'identifier', numbers.map(write))
      expect(await arrange([column], { sort: [{ column: 'id', descending: false }] })).toEqual(expected)
    }
  })

  it('sorts codes as the collator does, equal numbers as one', async () => {
    const number = fc.oneof(fc.nat(30).map(String), fc.constantFrom('007', '7', '00', '0', '99999999999999999'))
    const code = fc.tuple(number, number).map((each) => `(a) ${each.join('-b+')}`)
    await fc.assert(
      fc.asyncProperty(fc.array(code, { maxLength: 20 }), async (cells) => {
        const expected = cells.map((_, row) => row).sort((a, b) => collator.compare(cells[a]!, cells[b]!) || a - b)
        expect(await arrange([makeColumn('c', 'text', cells)], { sort: [{ column: 'c', descending: false }] })).toEqual(
          expected,
        )
      }),
    )
  })

  it('tells how far it is, and hears a stop', async () => {
    const columns = [makeColumn('n', 'number', [3, 1, 2])]
    const view: Partial<View> = { search: '1', sort: [{ column: 'n', descending: false }] }
    const told: ArrangeProgress[] = []
    await arrange(columns, view, { signal: new AbortController().signal, report: (event) => told.push(event) })
    expect(told).toEqual([
      { done: 0, total: 2 },
      { done: 1, total: 2 },
      { done: 2, total: 2 },
    ])
    const stopped = arrange(columns, view, { signal: AbortSignal.abort(), report: () => {} })
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  })
})
