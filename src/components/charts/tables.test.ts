import { describe, expect, it } from 'vitest'
import type { Series } from '@/core/chart/series.ts'
import { tableOfLines } from './tables.ts'

const series = (label: string, points: Series['points']): Series => ({
  id: label,
  label,
  colour: 'var(--run-1)',
  role: 'subject',
  points,
})

describe('the table of a chart', () => {
  it('has a row for every x that any line has, and blanks where a line has none', () => {
    const lines = [
      series('a', [
        { x: 1, y: 0.5 },
        { x: 2, y: null },
        { x: 3, y: 0.25 },
      ]),
      series('b', [{ x: 2, y: 1 }]),
    ]
    const reference = { id: 'r', label: 'A', colour: 'var(--run-2)', y: 0.125 }
    const table = tableOfLines('Epoch', lines, [reference], String)
    expect(table.columns.map(({ name }) => name)).toEqual(['Epoch', 'a', 'b', 'A, at its end'])
    expect(table.rows).toEqual([
      [1, 0.5, undefined, 0.125],
      [2, undefined, 1, 0.125],
      [3, 0.25, undefined, 0.125],
    ])
  })
})
