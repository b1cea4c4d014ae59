import type { WrittenAxis } from '@/components/charts/ChartAxes.tsx'
import type { Mark } from '@/components/charts/marks.ts'
import type { Explained } from '@/core/explain/jobs.ts'
import { swarmOffsets } from '@/core/explain/summary.ts'
import { formatCount } from '@/core/format/format.ts'
import { sayCellOf } from './say.ts'

/** One point for each row, side by side in a lane of its own. */
export interface Lane {
  readonly name: string
  /** Of the chart's table of rows × columns: which rows are in the lane, and the column that its points are of. */
  readonly rows: readonly number[]
  readonly place: number
  /** Of each of those rows; a CSS colour from the tokens. */
  readonly colours: readonly string[]
}

const LANE_PX = 26
const LONGEST_NAME = 24

/** Height of a chart of so many lanes. */
export function heightOf(lanes: number): number {
  return lanes * LANE_PX + 48
}

/** Lanes from the top down, each with its name. */
export function laneAxis(lanes: readonly Lane[]): WrittenAxis {
  const last = lanes.length - 1
  return {
    axis: { min: -0.6, max: last + 0.6, ticks: lanes.map((_, i) => i), step: undefined },
    write: (tick) => shorten(lanes[last - tick]?.name ?? ''),
  }
}

function shorten(name: string): string {
  // Spaces that break would part a name over two lanes.
  const text = name.replaceAll(' ', '\u00a0')
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text
}

/** What a person hears of one contribution. */
export function factsOf(
  explained: Explained,
  row: number,
  place: number,
  write: (value: number) => string,
): readonly (readonly [string, string])[] {
  const { columns, values, rows } = explained
  return [
    ['row', formatCount(rows[row]! + 1)],
    [columns[place]!, sayCellOf(explained, row, place)],
    ['adds', write(values[row * columns.length + place]!)],
  ]
}

/** Lanes as dots, in the order of what they add, so that the arrow keys go from left to right. */
export function dotsOf(
  lanes: readonly Lane[],
  explained: Explained,
  span: readonly [number, number],
  write: (value: number) => string,
): { readonly marks: readonly Mark[]; readonly rowsOf: readonly (readonly number[])[] } {
  const width = explained.columns.length
  const ordered = lanes.map(({ rows, place, colours }) => {
    const addedBy = (row: number) => explained.values[row * width + place]!
    return rows.map((row, i) => ({ row, colour: colours[i]!, added: addedBy(row) })).sort((a, b) => a.added - b.added)
  })
  const marks = lanes.map((lane, i): Mark => {
    const points = ordered[i]!
    const offsets = swarmOffsets(
      Float64Array.from(points, ({ added }) => added),
      span,
    )
    const middle = lanes.length - 1 - i
    return {
      kind: 'dots',
      id: `${i} ${lane.name}`,
      label: lane.name,
      colour: 'var(--text-2)',
      colours: points.map(({ colour }) => colour),
      points: points.map(({ added }, j) => ({ x: added, y: middle + offsets[j]! })),
      facts: (j) => factsOf(explained, points[j]!.row, lane.place, write),
    }
  })
  return { marks, rowsOf: ordered.map((points) => points.map(({ row }) => row)) }
}
