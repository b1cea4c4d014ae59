import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toVector } from '@/core/dataset/column.ts'
import { makeColumn } from '@/testing/dataset.ts'
import { compareLabels } from '../dataset/labels.ts'
import { summariseColumn } from '../profile/summarise.ts'
import { countClasses, listClasses, readTarget } from './target.ts'

describe('classes', () => {
  it('of text are in the order of a reader, numbers among them by value', () => {
    const column = makeColumn('c', 'category', ['b', '10', 'class 10', '9', 'a', 'class 2', null, '-1'])
    expect(listClasses(toVector(column.data), 'category')).toEqual(['-1', '9', '10', 'a', 'b', 'class 2', 'class 10'])
  })

  it('of numbers and booleans read as their cells do', () => {
    const numbers = makeColumn('n', 'number', [10, 2, null, 0.5, 2])
    expect(listClasses(toVector(numbers.data), 'number')).toEqual(['0.5', '2', '10'])
    const truths = makeColumn('b', 'boolean', [1, 0, 1])
    expect(listClasses(toVector(truths.data), 'boolean')).toEqual(['false', 'true'])
  })

  it('of a summary are those of the values, with their rows', () => {
    const cells = fc.array(fc.option(fc.integer({ min: -5, max: 20 }), { freq: 6 }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(cells, fc.constantFrom('integer' as const, 'category' as const), (values, type) => {
        const column = makeColumn('c', type, values)
        const summary = summariseColumn(column)
        const counts = countClasses({ type, summary })!
        expect(counts.map(({ label }) => label)).toEqual(listClasses(toVector(column.data), type))
        for (const { label, rows } of counts)
          expect(rows).toBe(values.filter((value) => value !== null && String(value) === label).length)
      }),
    )
  })

  it('of too many values are not listed', () => {
    for (const type of ['integer', 'category'] as const) {
      const column = makeColumn(
        'c',
        type,
        Array.from({ length: 51 }, (_, i) => i),
      )
      expect(countClasses({ type, summary: summariseColumn(column) })).toBeUndefined()
    }
  })

  it('are ordered the same whatever order they come in', () => {
    const label = fc.oneof(fc.string({ maxLength: 4 }), fc.integer({ min: -20, max: 20 }).map(String))
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 12 }), (labels) => {
        const sorted = [...labels].sort(compareLabels)
        expect([...labels].reverse().sort(compareLabels)).toEqual(sorted)
      }),
    )
  })
})

describe('readTarget', () => {
  const read = (type: Parameters<typeof makeColumn>[1], cells: Parameters<typeof makeColumn>[2], classes: string[]) => [
    ...readTarget(toVector(makeColumn('t', type, cells).data), type, {
      task: classes.length === 0 ? 'regression' : 'multiclass',
      classes,
    }),
  ]

  it('gives the index of each class, and NaN for what is missing or no class', () => {
    expect(read('category', ['b', 'a', null, 'c'], ['a', 'b'])).toEqual([1, 0, Number.NaN, Number.NaN])
    expect(read('boolean', [1, 0, null], ['true', 'false'])).toEqual([0, 1, Number.NaN])
    expect(read('number', [0.5, 2, null, 3], ['2', '0.5'])).toEqual([1, 0, Number.NaN, Number.NaN])
  })

  it('gives the values for a regression, without those that are no finite number', () => {
    expect(read('number', [0.5, Number.POSITIVE_INFINITY, null, -3], [])).toEqual([0.5, Number.NaN, Number.NaN, -3])
    expect(() => read('category', ['1'], [])).toThrow('change its type to number')
  })
})
