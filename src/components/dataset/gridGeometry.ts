import { isNumericType } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { formatCell } from '@/core/format/format.ts'
import type { GridLayout } from '@/state/gridLayout.ts'

export const ROW_HEIGHT = 32
export const HEAD_HEIGHT = 36
/**
 * Rows on either side of those in sight that are drawn too, so that a scroll does not show bare ground. Where rows are
 * moved by the page alone, none comes into sight before it is drawn.
 */
const SPARE = 6
/** Drawn rows begin and end at whole steps, so that a short scroll draws nothing anew. */
const STEP = 4
/** No browser draws elements much higher than 17 million pixels; beyond, the track is a scaled copy of the table. */
const TALLEST = 16_000_000

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

/** How many rows are drawn, wherever it is scrolled: their elements go from one row to another. */
export function drawnRows({ rows, view, ratio }: Track): number {
  return Math.min(rows, Math.ceil(view / ROW_HEIGHT) + 1 + STEP + (ratio === 1 ? 2 * SPARE : 0))
}

/** Rows [first, last) to draw at a scroll position. */
export function rowsAt(track: Track, scrollTop: number): { first: number; last: number } {
  const count = drawnRows(track)
  const top = Math.floor((Math.max(0, scrollTop) * track.ratio) / ROW_HEIGHT) - (track.ratio === 1 ? SPARE : 0)
  const first = Math.min(track.rows - count, Math.max(0, Math.floor(top / STEP) * STEP))
  return { first, last: first + count }
}

/**
 * Where a row lies: in the scrolled content where that is as tall as the table, else from the top of the view, since
 * there a pixel of scrolling passes more than one of the table.
 */
export function topOfRow({ ratio }: Track, row: number, scrollTop: number): number {
  return ratio === 1 ? row * ROW_HEIGHT : row * ROW_HEIGHT - scrollTop * ratio
}

/** The scroll position, as near as can be to the present one, at which the row is wholly in sight. */
export function scrollToRow({ view, ratio }: Track, row: number, scrollTop: number): number {
  const top = scrollTop * ratio
  const from = row * ROW_HEIGHT
  if (from < top) return from / ratio
  if (from + ROW_HEIGHT > top + view) return (from + ROW_HEIGHT - view) / ratio
  return scrollTop
}

const LETTER = 8.2
const AROUND = 24
const ICON = 24
/** The button of a column's menu. */
const MENU = 20
/** Letters that a number with decimals may well take, though the ends of its column be round. */
const DIGITS = 8

/** Width of a column by its name and by what its values take, within reason. */
function widthOf({ name, type, summary }: Pick<ColumnMeta, 'name' | 'type' | 'summary'>): number {
  const letters =
    summary.kind === 'coded'
      ? Math.max(summary.meanLength, ...summary.top.slice(0, 10).map(({ value }) => value.length))
      : Math.max(
          type === 'number' ? DIGITS : 0,
          ...[summary.min, summary.max].map((value) => formatCell(value, type).length),
        )
  const most = isNumericType(type) ? 200 : 280
  return Math.round(Math.min(most, Math.max(88, headWidth(name), letters * LETTER + AROUND)))
}

const NARROWEST = 56
export const WIDEST = 800
/** How much one step of the menu widens a column. */
export const WIDER = 48

/** The width of a column that shows these texts whole, within reason. */
export function widthToFit(name: string, texts: readonly string[]): number {
  const letters = Math.max(0, ...texts.map(({ length }) => length))
  return keepWidth(Math.max(headWidth(name), letters * LETTER + AROUND))
}

export function keepWidth(width: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))
}

function headWidth(name: string): number {
  return name.length * LETTER + AROUND + ICON + MENU
}

/** A shown column: its place in the dataset, and where it lies in the sheet. */
export interface Lane {
  readonly index: number
  readonly meta: ColumnMeta
  readonly start: number
  readonly width: number
}

/** The shown columns side by side; the first `frozen` of them stay in place. */
export interface Lanes {
  readonly all: readonly Lane[]
  readonly frozen: number
  /** Where the columns that move begin. */
  readonly edge: number
  readonly width: number
}

/** Lays the shown columns side by side, after the row numbers. */
export function layLanes(columns: readonly ColumnMeta[], layout: GridLayout, numbers: number): Lanes {
  const hidden = new Set(layout.hidden)
  const all: Lane[] = []
  let at = numbers
  let frozen = 0
  let edge = numbers
  const last = columns.findIndex(({ name }) => name === layout.frozen)
  columns.forEach((meta, index) => {
    if (hidden.has(meta.name)) return
    const width = layout.widths[meta.name] ?? widthOf(meta)
    all.push({ index, meta, start: at, width })
    at += width
    if (index > last) return
    frozen = all.length
    edge = at
  })
  return { all, frozen, edge, width: at }
}

/** The columns [from, to) to draw of those that move, at a scroll position. */
export function lanesAt({ all, frozen, edge }: Lanes, scrollLeft: number, view: number): { from: number; to: number } {
  let from = frozen
  while (from < all.length && all[from]!.start + all[from]!.width <= scrollLeft + edge) from++
  let to = from
  while (to < all.length && all[to]!.start < scrollLeft + view) to++
  return { from: Math.max(frozen, from - 1), to: Math.min(all.length, to + 1) }
}

/** The scroll position, as near as can be to the present one, at which a column is wholly in sight. */
export function scrollToLane({ all, frozen, edge }: Lanes, position: number, scrollLeft: number, view: number): number {
  const lane = all[position]
  if (!lane || position < frozen) return scrollLeft
  if (lane.start < scrollLeft + edge) return lane.start - edge
  return Math.max(scrollLeft, Math.min(lane.start - edge, lane.start + lane.width - view))
}
