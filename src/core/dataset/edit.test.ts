import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeColumn } from '@/testing/dataset.ts'
import { frameOf, readFrame } from '@/testing/frames.ts'
import { runAtOnce } from '../work.ts'
import { type Column, toVector } from './column.ts'
import { describeEdit, type Edit, planEdits as planEditsWork } from './edit.ts'
import { editColumn as editColumnWork, readEntry } from './editColumn.ts'

const planEdits = (...given: Parameters<typeof planEditsWork>) => runAtOnce(planEditsWork(...given))
const editColumn = (...given: Parameters<typeof editColumnWork>) => runAtOnce(editColumnWork(...given))

const cellsOf = (column: Column) =>
  readFrame(frameOf({ name: 'x', type: column.type, vector: toVector(column.data) }))['x']

describe('planEdits', () => {
  const ids = Uint32Array.of(0, 2, 3, 7)

  it('finds rows by their keys, passes over those that are not there, and drops for good', () => {
    const plan = planEdits({ rows: 4, ids }, [
      { kind: 'dropRows', rows: [3, 1, 3] },
      { kind: 'setCells', column: 'a', rows: [7, 3, 2], value: 'x' },
      { kind: 'setWeights', rows: [0], weight: 2 },
      { kind: 'setCells', column: 'a', rows: [5], value: 'y' },
    ])
    expect([...plan.kept!]).toEqual([0, 1, 3])
    expect([...plan.ids]).toEqual([0, 2, 7])
    expect(plan.patches.get('a')).toEqual([{ text: 'x', places: Uint32Array.of(1, 3) }])
    expect([...plan.weights!]).toEqual([2, 1, 1])
    expect(plan.touched.map((keys) => [...keys])).toEqual([[3], [2, 7], [0], []])
  })

  it('has no weights where all are 1 again, and drops nothing that is not named', () => {
    const weights = Float64Array.of(1, 3)
    const plan = planEdits({ rows: 2, weights }, [{ kind: 'setWeights', rows: [1], weight: 1 }])
    expect(plan).toEqual({ patches: new Map(), ids: Uint32Array.of(0, 1), touched: [Uint32Array.of(1)] })
  })

  it('refuses what cannot be', () => {
    const invalid = expect.objectContaining({ code: 'edit.invalid' })
    expect(() => planEdits({ rows: 2 }, [{ kind: 'dropRows', rows: [0, 1] }])).toThrow(invalid)
    for (const weight of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => planEdits({ rows: 2 }, [{ kind: 'setWeights', rows: [0], weight }])).toThrow(invalid)
  })

  it('comes to the same one by one as all at once', () => {
    const keys = fc.array(fc.nat(11), { maxLength: 4 })
    const edit: fc.Arbitrary<Edit> = fc.oneof(
      fc.record({
        kind: fc.constant('setCells' as const),
        column: fc.constant('a'),
        rows: keys,
        value: fc.constantFrom('', 'p', 'q'),
      }),
      fc.record({ kind: fc.constant('dropRows' as const), rows: keys }),
      fc.record({ kind: fc.constant('setWeights' as const), rows: keys, weight: fc.constantFrom(0, 0.5, 1, 2) }),
    )
    const start = makeColumn('a', 'category', ['p', 'q', null, 'r', 'p', 'q', 'p', 'r', null, 'q', 'p', 'p'])
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        let state: { rows: number; ids?: Uint32Array; weights?: Float64Array } = { rows: 12 }
        let column = start
        try {
          for (const each of edits) {
            const plan = planEdits(state, [each])
            column = editColumn(column, plan.patches.get('a') ?? [], plan.kept)
            state = { rows: plan.ids.length, ids: plan.ids, ...(plan.weights && { weights: plan.weights }) }
          }
        } catch {
          // Nothing is left of the rows, either way.
          expect(() => planEdits({ rows: 12 }, edits)).toThrow()
          return
        }
        const plan = planEdits({ rows: 12 }, edits)
        expect([...plan.ids]).toEqual([...(state.ids ?? plan.ids)])
        expect(plan.weights).toEqual(state.weights)
        expect(cellsOf(editColumn(start, plan.patches.get('a') ?? [], plan.kept))).toEqual(cellsOf(column))
      }),
    )
  })
})

describe('editColumn', () => {
  const at = (...places: number[]) => Uint32Array.from(places)

  it('writes numbers in the one width that keeps them', () => {
    const column = makeColumn('x', 'number', [1, 2, null])
    const edited = editColumn(column, [{ text: '0.1', places: at(2) }], undefined)
    expect(cellsOf(edited)).toEqual([1, 2, 0.1])
    expect(edited.data.chunks[0]).toBeInstanceOf(Float64Array)
    expect(editColumn(column, [{ text: '0.5', places: at(2) }], undefined).data.chunks[0]).toBeInstanceOf(Float32Array)
  })

  it('has no text in its dictionary that no row has, so that an edit taken back is the same column', () => {
    const column = makeColumn('x', 'category', ['a', 'b', 'a'])
    const edited = editColumn(column, [{ text: 'c', places: at(1) }], undefined)
    expect(edited.data).toMatchObject({ dictionary: ['a', 'c'] })
    expect(editColumn(edited, [{ text: 'b', places: at(1) }], undefined)).toEqual(column)
    expect(editColumn(column, [], at(1)).data).toMatchObject({ dictionary: ['b'], chunks: [Int32Array.of(0)] })
  })

  it('names the column and what to enter for a text that is no value', () => {
    const column = makeColumn('legs', 'integer', [1])
    expect(() => editColumn(column, [{ text: 'two', places: at(0) }], undefined)).toThrow(
      '“two” is no value of legs. Enter a whole number such as 12, or nothing.',
    )
  })
})

describe('readEntry', () => {
  it.each([
    ['12', 'integer', { value: 12 }],
    ['1.5', 'integer', { problem: 'Enter a whole number such as 12, or nothing.' }],
    ['1.5', 'number', { value: 1.5 }],
    ['', 'number', { value: null }],
    [' ', 'text', { value: null }],
    ['yes', 'boolean', { value: 1 }],
    ['2012-01-31', 'datetime', { value: Date.UTC(2012, 0, 31) }],
    ['31.01.2012', 'datetime', { problem: 'Enter a date such as 2012-01-31 or 2012-01-31 14:05, or nothing.' }],
    ['007', 'text', { value: '007' }],
  ] as const)('%s as %s', (text, type, wanted) => expect(readEntry(text, type)).toEqual(wanted))

  it('reads what the file writes where the page would not, and what it means by missing', () => {
    const german = { decimal: ',', thousands: '.', dateOrder: 'dmy', missing: ['k.A.'] } as const
    expect(readEntry('1.234,5', 'number', german)).toEqual({ value: 1234.5 })
    // As the page shows it.
    expect(readEntry('1.234', 'number', german)).toEqual({ value: 1.234 })
    expect(readEntry('31.01.2012', 'datetime', german)).toEqual({ value: Date.UTC(2012, 0, 31) })
    expect(readEntry('k.A.', 'category', german)).toEqual({ value: null })
  })
})

it('describeEdit says what was done in a few words', () => {
  const rows = { count: 1, keys: [6] }
  expect(describeEdit({ kind: 'setCells', column: 'income', value: '>50K', rows })).toBe('income of row 7 is >50K')
  expect(describeEdit({ kind: 'setCells', column: 'age', value: '', rows: { count: 2, keys: [1, 2] } })).toBe(
    'age of 2 rows is missing',
  )
  expect(describeEdit({ kind: 'dropRows', rows: { count: 1_212 } })).toBe('1,212 rows dropped')
  expect(describeEdit({ kind: 'setWeights', weight: 0.5, rows })).toBe('1 row counts 0.5')
})
