import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import type { Dataset } from './dataset.ts'
import { changedTypes, describeVersion, layLineage } from './lineage.ts'

const first = makeDataset('a.csv', [makeColumn('age', 'integer', [1, 2]), makeColumn('sex', 'category', ['f', 'm'])])
const second = {
  ...makeDataset('a.csv', [makeColumn('age', 'category', ['1', '2']), makeColumn('sex', 'category', ['f', 'm'])]),
  version: 1,
}

it('finds the columns whose types differ', () => expect(changedTypes(first, second)).toEqual({ age: 'category' }))

it('says what a version changed, and of the first that it is as read', () => {
  expect(describeVersion(second, first)).toBe('age is category')
  expect(describeVersion(first, undefined)).toBe('as read')
})

describe('layLineage', () => {
  const version = (id: string, number: number, parent?: string): Dataset => ({
    ...first,
    id,
    version: number,
    ...(parent && { parent }),
  })
  const drawn = (...versions: readonly Dataset[]) =>
    layLineage(versions).map(({ version: { id }, lane, parent }) => [id, lane, parent])

  it('draws a chain on one line, also of versions that do not say what they were made of', () => {
    expect(drawn(version('a', 0), version('b', 1, 'a'), version('c', 2))).toEqual([
      ['c', 0, 1],
      ['b', 0, 2],
      ['a', 0, undefined],
    ])
  })

  it('begins a line for every other version made of the same, and ends it there', () => {
    // a ← b ← d, a ← c, d ← e, b ← f
    const versions = [
      version('a', 0),
      version('b', 1, 'a'),
      version('c', 2, 'a'),
      version('d', 3, 'b'),
      version('e', 4, 'd'),
      version('f', 5, 'b'),
    ]
    expect(drawn(...versions)).toEqual([
      ['f', 0, 4],
      ['e', 1, 2],
      ['d', 1, 4],
      ['c', 2, 5],
      ['b', 0, 5],
      ['a', 0, undefined],
    ])
  })

  it('of a version whose parent was removed for good begins anew', () => {
    expect(drawn(version('a', 0), version('c', 2, 'gone'))).toEqual([
      ['c', 0, undefined],
      ['a', 0, undefined],
    ])
  })
})
