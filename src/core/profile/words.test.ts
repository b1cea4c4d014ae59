import { describe, expect, it } from 'vitest'
import type { FrameColumn } from '@/core/dataset/column.ts'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { runAtOnce } from '../work.ts'
import { MissingCounter } from './missingPattern.ts'
import { profileColumn as profileColumnWork } from './profileColumn.ts'
import { sayColumn, sayMissing } from './words.ts'

const profileColumn = (...given: Parameters<typeof profileColumnWork>) => runAtOnce(profileColumnWork(...given))

const say = (column: FrameColumn) => sayColumn(profileColumn(column, 0))

describe('what a column holds, in a sentence', () => {
  it('has no range and no halves where there is one value', () => {
    expect(say(numericColumn('x', [3, 3, 3]))).toBe('x is always 3.')
    expect(say(numericColumn('x', [3, null, 3]))).toBe('x is always 3. It is missing in 1 row, 33.3%.')
    expect(say(codedColumn('x', ['a', 'a']))).toBe('x is always a.')
    expect(say(numericColumn('x', [1, 2]))).toMatch(/^x ranges from 1 to 2/)
  })

  it('speaks of the only row as one', () => {
    expect(say(numericColumn('x', [2.5]))).toBe('x is 2.5 in the only row.')
    expect(say(codedColumn('x', ['a']))).toBe('x is a in the only row.')
    expect(say(numericColumn('t', [0], 'datetime'))).toMatch(/^t is 1970-01-01.* in the only row\.$/)
  })

  it('says empty of what has no value', () => {
    expect(say(codedColumn('x', [null, null]))).toBe('x is empty in all 2 rows.')
  })
})

describe('which cells are missing, in a sentence', () => {
  const missing = (rows: number, ...columns: FrameColumn[]) => {
    const counter = new MissingCounter(rows)
    for (const column of columns) counter.add(column, profileColumn(column, 0).missing)
    return sayMissing(counter.finish())
  }

  it('names the only column, and counts the complete rows', () => {
    expect(missing(4, numericColumn('x', [1, null, 3, 4]))).toBe(
      'Only x has missing cells, in 1 row (25%). 3 of 4 rows are complete.',
    )
    expect(missing(2, codedColumn('x', [null, null]))).toBe(
      'Only x has missing cells, in 2 rows (100%). None of 2 rows is complete.',
    )
    expect(missing(1, numericColumn('x', [1]))).toBe('No cell is missing in 1 row.')
  })

  it('names the worst of several, and what is missing together', () => {
    expect(missing(3, numericColumn('x', [1, null, null]), codedColumn('y', ['a', 'b', null]))).toBe(
      '2 columns have missing cells, most of all x (66.7%). 1 of 3 rows is complete. 1 row lacks x and y together.',
    )
  })
})
