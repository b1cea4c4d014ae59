import { isNumericType } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { formatCell } from '@/core/format/format.ts'

export const ROW_HEIGHT = 32
export const HEAD_HEIGHT = 36
/** Rows on either side of those in sight that are drawn too, so that a scroll does not show bare ground. */
const SPARE = 6
/** No browser draws elements much higher than 17 million pixels; beyond, the track is a scaled copy of the table. */
export const TALLEST = 16_000_000

/** The vertical track of a grid: how scrolled pixels and rows belong together. `view` is the height that rows have. */
export interface Track {
  readonly rows: number
  readonly view: number
  /** Height of the scrolled content, in real pixels. */
  readonly height: number
  /** Pixels of the table that one pixel of scrolling passes: 1 unless the table is taller than can be drawn. */
  readonly ratio: number
}

export function trackOf(rows: number, view: number, tallest = TALLEST): Track {
  const whole = rows * ROW_HEIGHT
  const height = Math.min(whole, Math.max(tallest, view))
  return { rows, view, height, ratio: height > view ? (whole - view) / (height - view) : 1 }
}

/** Rows [first, last) to draw at a scroll position. */
export function rowsAt({ rows, view, ratio }: Track, scrollTop: number): { first: number; last: number } {
  const top = Math.max(0, scrollTop) * ratio
  return {
    first: Math.max(0, Math.floor(top / ROW_HEIGHT) - SPARE),
    last: Math.min(rows, Math.ceil((top + view) / ROW_HEIGHT) + SPARE),
  }
}

/** Rows [first, last) that are in sight by more than half. */
export function rowsInSight({ rows, view, ratio }: Track, scrollTop: number): { first: number; last: number } {
  const top = Math.max(0, scrollTop) * ratio
  const first = Math.min(rows, Math.round(top / ROW_HEIGHT))
  return { first, last: Math.max(first, Math.min(rows, Math.round((top + view) / ROW_HEIGHT))) }
}

/** Where a row is drawn, in real pixels of the scrolled content. */
export function topOfRow({ ratio }: Track, row: number, scrollTop: number): number {
  return ratio === 1 ? row * ROW_HEIGHT : row * ROW_HEIGHT - scrollTop * ratio + scrollTop
}

/** The scroll position, as near as can be to the present one, at which the row is wholly in sight. */
export function scrollToRow({ view, ratio }: Track, row: number, scrollTop: number): number {
  const top = scrollTop * ratio
  const from = row * ROW_HEIGHT
  if (from < top) return from / ratio
  if (from + ROW_HEIGHT > top + view) return (from + ROW_HEIGHT - view) / ratio
  return scrollTop
}

const LETTER = 7.4
const AROUND = 24
const ICON = 24
/** Letters that a number with decimals may well take, though the ends of its column be round. */
const DIGITS = 8

/** Width of a column by its name and by what its values take, within reason. */
export function widthOf({ name, type, summary }: Pick<ColumnMeta, 'name' | 'type' | 'summary'>): number {
  const letters =
    summary.kind === 'coded'
      ? Math.max(summary.meanLength, ...summary.top.slice(0, 10).map(({ value }) => value.length))
      : Math.max(
          type === 'number' ? DIGITS : 0,
          ...[summary.min, summary.max].map((value) => formatCell(value, type).length),
        )
  const most = isNumericType(type) ? 200 : 280
  return Math.round(Math.min(most, Math.max(88, name.length * LETTER + AROUND + ICON, letters * LETTER + AROUND)))
}
