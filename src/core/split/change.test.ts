import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import type { Roles } from '../dataset/role.ts'
import { changeSplitKind, type SplitChoice, splitByColumn, splitByGroup, splitChoices, testValues } from './change.ts'
import type { SplitKind } from './split.ts'

const rows = Array.from({ length: 12 }, (_, i) => i)
const dataset = makeDataset('trips.csv', [
  makeColumn(
    'late',
    'boolean',
    rows.map((i) => i % 2),
  ),
  makeColumn(
    'minutes',
    'number',
    rows.map((i) => i + 0.5),
  ),
  makeColumn(
    'day',
    'datetime',
    rows.map((i) => i * 86_400_000),
  ),
  makeColumn(
    'driver',
    'category',
    rows.map((i) => 'abc'[i % 3]!),
  ),
  makeColumn(
    'part',
    'category',
    rows.map((i) => (i < 9 ? 'train' : 'test')),
  ),
])
const choice = (kind: SplitKind): SplitChoice =>
  splitChoices(dataset, 'late', 'binary').find((each) => each.kind === kind)!

describe('splitChoices', () => {
  it('offers dates before other numbers, and to group by what repeats', () => {
    expect(choice('time').columns).toEqual(['day', 'minutes'])
    expect(choice('group').columns).toEqual(['driver'])
    expect(choice('column').columns).toContain('part')
  })

  it('puts first the columns to which a person gave a part, a row’s own key among them', () => {
    const id = makeColumn(
      'id',
      'text',
      rows.map((i) => `r${i}`),
    )
    const keyed = makeDataset('trips.csv', [
      id,
      makeColumn(
        'bus',
        'category',
        rows.map((i) => 'xyz'[i % 3]!),
      ),
    ])
    const wide = { ...dataset, columns: [...dataset.columns, ...keyed.columns] }
    const by = (kind: SplitKind, roles: Roles) =>
      splitChoices(wide, 'late', 'binary', roles).find((each) => each.kind === kind)?.columns
    expect(by('group', {})).toEqual(['driver', 'bus'])
    expect(by('group', { bus: 'group', id: 'identifier' })).toEqual(['bus', 'id', 'driver'])
    expect(by('time', { minutes: 'time' })).toEqual(['minutes', 'day'])
    const random = { kind: 'random', test: 0.2, validation: 0.16 } as const
    expect(splitByGroup(wide, 'late', random, { bus: 'group' })).toEqual({ ...random, kind: 'group', column: 'bus' })
    expect(splitByGroup(wide, 'late', random, { id: 'identifier' })).toBeUndefined()
    const grouped = { ...random, kind: 'group', column: 'driver' } as const
    expect(splitByGroup(wide, 'late', grouped, { bus: 'group' })).toBeUndefined()
  })

  it('says why a way is not possible', () => {
    const few = splitChoices({ ...dataset, columns: dataset.columns.slice(0, 1) }, 'late', 'regression')
    const closed = few.filter(({ whyNot }) => whyNot).map(({ kind }) => kind)
    expect(closed).toEqual(['stratified', 'time', 'group', 'column'])
  })
})

describe('changeSplitKind', () => {
  const old = { kind: 'random', test: 0.2, validation: 0.16 } as const

  it('keeps the shares, as a share of the rest where the new way has no test share', () => {
    expect(changeSplitKind(old, choice('time'), dataset, undefined)).toEqual({
      kind: 'time',
      column: 'day',
      test: 0.2,
      validation: 0.16,
    })
    expect(changeSplitKind(old, choice('file'), dataset, 'b')).toEqual({
      kind: 'file',
      testDatasetId: 'b',
      validation: 0.2,
    })
  })

  it('takes the column with a value called test', () => {
    expect(changeSplitKind(old, choice('column'), dataset, undefined)).toEqual({
      kind: 'column',
      column: 'part',
      testValue: 'test',
      validation: 0.2,
    })
  })

  it('keeps the column where the new way can use it', () => {
    const timed = { kind: 'time', column: 'minutes', test: 0.3, validation: 0.1 } as const
    expect(changeSplitKind(timed, choice('time'), dataset, undefined)).toEqual(timed)
    expect(changeSplitKind(timed, choice('group'), dataset, undefined)).toMatchObject({ column: 'driver', test: 0.3 })
  })
})

describe('splitByColumn', () => {
  it('leaves the value to the person where none reads as a test', () => {
    expect(splitByColumn(dataset.columns[3]!, 0.2)).toMatchObject({ column: 'driver', testValue: '' })
    expect(splitByColumn(dataset.columns[0]!, 0.2)).toMatchObject({ testValue: 'true' })
  })

  it('writes values as cells show them', () => {
    expect(testValues(dataset.columns[0]!)).toEqual([
      { value: 'false', rows: 6 },
      { value: 'true', rows: 6 },
    ])
  })
})
