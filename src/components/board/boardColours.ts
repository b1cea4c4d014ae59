import type { BoardRow } from '@/core/run/board.ts'
import { type BoardColumn, cellText } from '@/core/run/boardColumns.ts'

/** What colours runs: a column whose values do. */
export interface BoardColours {
  readonly column: BoardColumn
  readonly colourOf: (row: BoardRow) => string
}

const RUN_COLOURS = 8
const NONE = 'var(--line-2)'

/**
 * Colours of runs by the values of a column: numbers along the ramp of amounts, the best of a metric at its strong end;
 * anything else, seeds too, by a colour each, in the order in which they first came up, from the ninth on all alike. Worked out over
 * all runs, so that no filter recolours.
 */
export function boardColours(rows: readonly BoardRow[], column: BoardColumn): BoardColours {
  const values = rows.map(column.valueOf)
  const numbers = values.filter((value): value is number => typeof value === 'number')
  if (column.kind !== 'text' && column.kind !== 'words' && column.key !== 'seed') {
    const least = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    const most = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    const isTurned = column.metric !== undefined && column.first === 'low'
    return {
      column,
      colourOf: (row) => {
        const value = column.valueOf(row)
        if (typeof value !== 'number') return NONE
        const share = (value - least) / (most - least || 1)
        // From the middle of the ramp: its beginning can hardly be told from the page.
        return `color-mix(in oklab, var(--seq-7) ${Math.round(100 * (isTurned ? 1 - share : share))}%, var(--seq-4))`
      },
    }
  }
  const places = new Map<string, number>()
  for (const row of rows) {
    const text = cellText(column, row)
    if (text && !places.has(text)) places.set(text, places.size + 1)
  }
  return {
    column,
    colourOf: (row) => {
      const place = places.get(cellText(column, row))
      return place === undefined || place > RUN_COLOURS ? NONE : `var(--run-${place})`
    },
  }
}
