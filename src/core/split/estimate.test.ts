import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { estimateParts } from './estimate.ts'

const dataset = makeDataset('a.csv', [
  makeColumn('y', 'category', ['a', 'b', 'a', null, 'a', 'b', 'a', 'b', 'a', 'b', 'a']),
  makeColumn('part', 'category', ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 't', 't', 'x']),
])

describe('rows of each part, before the split is made', () => {
  it('leave out rows without a target, and add up', () => {
    expect(estimateParts({ kind: 'stratified', validation: 0.2, test: 0.2 }, dataset, 'y')).toEqual({
      train: 6,
      validation: 2,
      test: 2,
    })
    expect(estimateParts({ kind: 'modulus', modulus: 5, remainder: 0, validation: 0.25 }, dataset, 'y')).toEqual({
      train: 6,
      validation: 2,
      test: 2,
    })
  })
  it('come from the summary where a column says who tests, and are unknown where it does not list the value', () => {
    const column = { kind: 'column', column: 'part', validation: 0.25 } as const
    expect(estimateParts({ ...column, testValue: 't' }, dataset, 'y')).toEqual({ train: 6, validation: 2, test: 2 })
    expect(estimateParts({ ...column, testValue: 'none' }, dataset, 'y')).toEqual({})
  })
  it('of a second file are its own', () => {
    const spec = { kind: 'file', testDatasetId: 'other', validation: 0.2 } as const
    expect(estimateParts(spec, dataset, 'y', 100)).toEqual({ train: 8, validation: 2, test: 100 })
    expect(estimateParts(spec, dataset, 'y')).toEqual({ train: 8, validation: 2 })
  })
})
