import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import type { Dataset } from './dataset.ts'
import { readLike } from './readLike.ts'

const columns = [
  makeColumn('zip', 'integer', [10115, 20095]),
  makeColumn('note', 'text', ['5', 'x']),
  makeColumn('colour', 'category', ['red', 'blue']),
  makeColumn('size', 'number', [1.5, 2]),
  makeColumn('day', 'datetime', [0, 1]),
]
const first = makeDataset('a.csv', columns)

describe('a file read like a dataset', () => {
  it('keeps texts as texts, and finds the others itself', () => {
    expect(readLike(first, first)).toEqual({ options: {}, typesWherePresent: { note: 'text', colour: 'category' } })
  })

  it('has the types that were set by hand', () => {
    const changed = [
      makeColumn('zip', 'category', ['10115', '20095']),
      makeColumn('note', 'integer', [5, null]),
      makeColumn('colour', 'datetime', [null, null]),
      ...columns.slice(3),
    ]
    const second: Dataset = { ...makeDataset('a.csv', changed), version: 1 }
    expect(readLike(second, first).typesWherePresent).toEqual({ zip: 'category', note: 'number' })
    expect(readLike(second, undefined).typesWherePresent).toEqual({ zip: 'category' })
  })

  it('has what was fixed of the reading, but for what is each file’s own', () => {
    const shared = { delimiter: ';', missing: ['', '-200'], dateOrder: 'dmy' } as const
    const fixed = { ...shared, encoding: 'windows-1252', preamble: 3 } as const
    expect(readLike({ ...first, source: { ...first.source, fixed } }, first).options).toEqual(shared)
  })
})
