import { expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { changedTypes, describeVersion } from './lineage.ts'

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
