import { describe, expect, it } from 'vitest'
import { COLUMN_TYPES } from './column.ts'
import { type Condition, checkView, describeCondition, nextDirection, sortBy, WHOLE_VIEW, wordsFor } from './view.ts'

describe('describeCondition', () => {
  it.each<[Condition, 'number' | 'datetime' | 'category', string]>([
    [{ column: 'age', word: 'atLeast', value: 30 }, 'number', 'age ≥ 30'],
    [{ column: 'age', word: 'between', from: 1.5, to: 2 }, 'number', 'age is between 1.5 and 2'],
    [{ column: 'day', word: 'before', value: 86_400_000 }, 'datetime', 'day is before 1970-01-02'],
    [{ column: 'city', word: 'missing' }, 'category', 'city is missing'],
    [{ column: 'city', word: 'contains', text: 'os' }, 'category', 'city contains “os”'],
    [
      { column: 'city', word: 'oneOf', texts: ['a', 'b', 'c', 'd', 'e'] },
      'category',
      'city is one of a, b, c and 2 more',
    ],
  ])('%o', (condition, type, words) => {
    expect(describeCondition(condition, type)).toBe(words)
  })
})

describe('sortBy', () => {
  it('takes a column’s turn from ascending to descending to none', () => {
    let view = WHOLE_VIEW
    for (const direction of ['up', 'down', 'none'] as const) {
      expect(nextDirection(view, 'a')).toBe(direction)
      view = sortBy(view, 'a', direction, true)
    }
    expect(view).toEqual(WHOLE_VIEW)
  })

  it('adds to the order, and changes a key where it stands', () => {
    const two = sortBy(sortBy(WHOLE_VIEW, 'a', 'up', true), 'b', 'down', false)
    expect(two.sort).toEqual([
      { column: 'a', descending: false },
      { column: 'b', descending: true },
    ])
    expect(sortBy(two, 'a', 'down', false).sort.map(({ descending }) => descending)).toEqual([true, true])
    expect(sortBy(two, 'a', 'none', false).sort.map(({ column }) => column)).toEqual(['b'])
    expect(sortBy(two, 'c', 'up', true).sort.map(({ column }) => column)).toEqual(['c'])
  })
})

describe('checkView', () => {
  const columns = COLUMN_TYPES.map((type) => ({ name: type, type }))

  it('lets every condition through that its column can be asked', () => {
    for (const { name, type } of columns)
      for (const word of wordsFor(type))
        checkView({ ...WHOLE_VIEW, conditions: [{ column: name, word } as never] }, columns)
  })

  it('names the column that is not there, or is of another type', () => {
    const sort = [{ column: 'tail', descending: false }]
    expect(() => checkView({ ...WHOLE_VIEW, sort }, columns)).toThrow(/“tail”/)
    const conditions: Condition[] = [{ column: 'number', word: 'contains', text: '1' }]
    expect(() => checkView({ ...WHOLE_VIEW, conditions }, columns)).toThrow(/“number” is read as number/)
  })
})
