import { describe, expect, it } from 'vitest'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'
import { makeColumn } from '@/testing/dataset.ts'
import {
  drawnRows,
  lanesAt,
  layLanes,
  ROW_HEIGHT,
  rowsAt,
  scrollToLane,
  scrollToRow,
  topOfRow,
  trackOf,
  WIDEST,
  widthToFit,
} from './gridGeometry.ts'

const VIEW = 640

describe('a track that can be drawn as it is', () => {
  const track = trackOf(1_000, VIEW)
  it('has the height of its rows', () => expect(track).toMatchObject({ height: 1_000 * ROW_HEIGHT, ratio: 1 }))
  it('draws the rows in sight and some around them', () => {
    const { first, last } = rowsAt(track, 100 * ROW_HEIGHT)
    expect(first).toBeLessThan(100)
    expect(last).toBeGreaterThan(120)
    expect(last - first).toBeLessThan(42)
  })
  it('puts each row where it is, wherever it is scrolled', () => expect(topOfRow(track, 7, 5_000)).toBe(7 * ROW_HEIGHT))
  it('draws all rows in sight, and as many wherever it is', () => {
    for (const each of [track, trackOf(1_000, VIEW, 8_000)])
      for (let top = 0; top <= each.height - VIEW; top += 7) {
        const { first, last } = rowsAt(each, top)
        expect(last - first).toBe(drawnRows(each))
        expect(first * ROW_HEIGHT).toBeLessThanOrEqual(top * each.ratio)
        expect(last * ROW_HEIGHT).toBeGreaterThanOrEqual(top * each.ratio + VIEW - 0.001)
      }
  })
  it('draws the same rows through a short scroll', () => {
    const drawn = new Set(Array.from({ length: 2 * ROW_HEIGHT }, (_, top) => rowsAt(track, 6_400 + top).first))
    expect(drawn.size).toBe(1)
  })
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
    expect(topOfRow(track, rows - 1, end) + ROW_HEIGHT).toBeCloseTo(VIEW, 3)
  })
  it('comes to every row', () => {
    for (const row of [0, 1, 123_456, 2_500_000, rows - 1]) {
      const scrollTop = scrollToRow(track, row, 0)
      const top = topOfRow(track, row, scrollTop)
      expect(top).toBeGreaterThanOrEqual(-0.01)
      expect(top + ROW_HEIGHT).toBeLessThanOrEqual(VIEW + 0.01)
    }
  })
})

it('a table shorter than the view neither scrolls nor shows rows that it has not', () => {
  const track = trackOf(5, VIEW)
  expect(track.ratio).toBe(1)
  expect(rowsAt(track, 0)).toEqual({ first: 0, last: 5 })
})

describe('columns side by side', () => {
  const columns = Array.from({ length: 20 }, (_, i): ColumnMeta => {
    const column = makeColumn(`c${i}`, 'integer', [i])
    return { name: column.name, type: 'integer', kind: 'numeric', digest: '', summary: summariseColumn(column) }
  })
  const layout = {
    widths: Object.fromEntries(columns.map(({ name }) => [name, 100])),
    hidden: ['c1'],
    frozen: 'c2',
  }
  const lanes = layLanes(columns, layout, 50)

  it('leaves out the hidden ones, and keeps those in place up to the frozen one', () => {
    expect(lanes).toMatchObject({ frozen: 2, edge: 250, width: 50 + 19 * 100 })
    expect(lanes.all.slice(0, 3).map(({ index, start }) => [index, start])).toEqual([
      [0, 50],
      [2, 150],
      [3, 250],
    ])
  })

  it('draws those in sight and one on either side', () => {
    expect(lanesAt(lanes, 0, 650)).toEqual({ from: 2, to: 7 })
    expect(lanesAt(lanes, 500, 650)).toEqual({ from: 6, to: 12 })
    expect(lanesAt(lanes, 1_300, 650)).toEqual({ from: 14, to: 19 })
  })

  it('scrolls no farther than needed, and never for a frozen column', () => {
    expect(scrollToLane(lanes, 1, 700, 650)).toBe(700)
    expect(scrollToLane(lanes, 2, 700, 650)).toBe(0)
    expect(scrollToLane(lanes, 5, 0, 650)).toBe(0)
    expect(scrollToLane(lanes, 6, 0, 650)).toBe(100)
  })

  it('fits what is in sight, within reason', () => {
    expect(widthToFit('name', ['a', 'twenty letters or so.'])).toBeGreaterThan(widthToFit('name', ['a']))
    expect(widthToFit('name', ['x'.repeat(1_000)])).toBe(WIDEST)
  })
})
