import { describe, expect, it } from 'vitest'
import { ROW_HEIGHT, rowsAt, rowsInSight, scrollToRow, topOfRow, trackOf } from './gridGeometry.ts'

const VIEW = 640

describe('a track that can be drawn as it is', () => {
  const track = trackOf(1_000, VIEW)
  it('has the height of its rows', () => expect(track).toMatchObject({ height: 1_000 * ROW_HEIGHT, ratio: 1 }))
  it('draws the rows in sight and some around them', () => {
    const { first, last } = rowsAt(track, 100 * ROW_HEIGHT)
    expect(first).toBeLessThan(100)
    expect(last).toBeGreaterThan(120)
    expect(last - first).toBeLessThan(40)
  })
  it('puts each row where it is, wherever it is scrolled', () => expect(topOfRow(track, 7, 5_000)).toBe(7 * ROW_HEIGHT))
  it('tells which rows are in sight', () =>
    expect(rowsInSight(track, 10 * ROW_HEIGHT)).toEqual({ first: 10, last: 30 }))
  it('does not scroll to a row in sight, and no farther than needed to another', () => {
    expect(scrollToRow(track, 12, 10 * ROW_HEIGHT)).toBe(10 * ROW_HEIGHT)
    expect(scrollToRow(track, 3, 10 * ROW_HEIGHT)).toBe(3 * ROW_HEIGHT)
    expect(scrollToRow(track, 40, 10 * ROW_HEIGHT)).toBe(41 * ROW_HEIGHT - VIEW)
  })
})

describe('a track taller than a browser draws', () => {
  const rows = 5_000_000
  const track = trackOf(rows, VIEW)
  it('is cut to what is drawn', () => expect(track.height).toBe(16_000_000))
  it('shows the first row at its top and the last at its end', () => {
    expect(rowsAt(track, 0).first).toBe(0)
    const end = track.height - VIEW
    expect(rowsAt(track, end).last).toBe(rows)
    expect(topOfRow(track, rows - 1, end) + ROW_HEIGHT).toBeCloseTo(track.height, 3)
  })
  it('comes to every row', () => {
    for (const row of [0, 1, 123_456, 2_500_000, rows - 1]) {
      const scrollTop = scrollToRow(track, row, 0)
      const top = topOfRow(track, row, scrollTop)
      expect(top).toBeGreaterThanOrEqual(scrollTop - 0.01)
      expect(top + ROW_HEIGHT).toBeLessThanOrEqual(scrollTop + VIEW + 0.01)
    }
  })
})

it('a table shorter than the view neither scrolls nor shows rows that it has not', () => {
  const track = trackOf(5, VIEW)
  expect(track.ratio).toBe(1)
  expect(rowsAt(track, 0)).toEqual({ first: 0, last: 5 })
})
