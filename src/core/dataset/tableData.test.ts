import { describe, expect, it } from 'vitest'
import { writeTable } from './tableData.ts'

describe('a table that is saved', () => {
  it('is written with its numbers in full, and no text that a spreadsheet would run', () => {
    const columns = [{ name: 'Class' }, { name: 'Share, of all', write: (value: number) => value.toFixed(1) }]
    const rows = [
      ['=1+1', 1 / 3],
      ['a "b"', undefined],
    ]
    // The quote mark that keeps a formula from running is itself quoted.
    expect(writeTable({ columns, rows })).toBe(`\ufeffClass,"Share, of all"\n"'=1+1",0.3333333333333333\n"a ""b""",\n`)
  })
})
