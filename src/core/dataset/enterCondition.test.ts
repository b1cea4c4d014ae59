import { describe, expect, it } from 'vitest'
import type { ColumnType } from './column.ts'
import { enterCondition, enteredIn, NOTHING_ENTERED } from './enterCondition.ts'
import { type Condition, wordsFor } from './view.ts'

const enter = (type: ColumnType, word: Condition['word'], text: string, to = '') =>
  enterCondition('c', type, word, { ...NOTHING_ENTERED, text, to })

describe('enterCondition', () => {
  it('reads what was entered as the column’s type', () => {
    expect(enter('number', 'atLeast', ' 1.5 ')).toEqual({ condition: { column: 'c', word: 'atLeast', value: 1.5 } })
    expect(enter('datetime', 'on', '1970-01-02')).toEqual({ condition: { column: 'c', word: 'on', value: 86_400_000 } })
    expect(enter('text', 'contains', ' a')).toEqual({ condition: { column: 'c', word: 'contains', text: ' a' } })
    expect(enter('boolean', 'true', '')).toEqual({ condition: { column: 'c', word: 'true' } })
  })

  it('takes the ends of a range either way round', () => {
    const condition = { column: 'c', word: 'between', from: 1, to: 9 }
    expect(enter('integer', 'between', '9', '1')).toEqual({ condition })
  })

  it.each<[ColumnType, Condition['word'], string, string, RegExp]>([
    ['number', 'more', 'ten', '', /number such as/],
    ['integer', 'between', '1', '', /number such as/],
    ['datetime', 'before', '31/01/2012', '', /date such as/],
    ['text', 'is', '', '', /text/],
    ['category', 'oneOf', '', '', /press Enter/],
  ])('says what to enter for %s %s “%s”', (type, word, text, to, problem) => {
    expect(enter(type, word, text, to)).toEqual({ problem: expect.stringMatching(problem) })
  })

  it('is undone by enteredIn', () => {
    const entered = { text: '2012-01-31', to: '2012-02-01 10:30', texts: [] }
    for (const word of wordsFor('datetime')) {
      const made = enterCondition('c', 'datetime', word, entered)
      if (!('condition' in made)) throw new Error(made.problem)
      expect(enterCondition('c', 'datetime', word, enteredIn(made.condition, 'datetime'))).toEqual(made)
    }
  })
})
