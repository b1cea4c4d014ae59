import { type Axis, logAxis, snappedAxis, spanAxis } from '@/core/chart/axis.ts'
import type { LineChartProps } from './LineChart.tsx'

type Drawn = Pick<LineChartProps, 'series' | 'references' | 'xMax' | 'logY'>

/** Whether a value has a place on the value axis. */
export function isDrawable(y: number | null, logY = false): y is number {
  return y !== null && Number.isFinite(y) && (!logY || y > 0)
}

/** From 0 or the first point to the last point or beyond, with whole ticks where x counts something. */
export function xAxisOf({ series, xMax }: Drawn, first: number, last: number): Axis {
  const end = Math.max(last, xMax ?? last)
  const begin = first >= 0 && first <= end * 0.25 ? 0 : first
  const isWhole = series.every(({ points }) => points.every((point) => Number.isInteger(point.x)))
  return spanAxis(begin, end, isWhole && end - begin >= 1)
}

/** Around every value of lines and references. */
export function yAxisOf({ series, references = [], logY }: Drawn): Axis {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const points of [...series.map((line) => line.points), references])
    for (const { y } of points) {
      if (!isDrawable(y, logY)) continue
      low = Math.min(low, y)
      high = Math.max(high, y)
    }
  if (low > high) return snappedAxis(0, 1)
  return logY ? logAxis(low, high) : snappedAxis(low, high)
}

/** Room at the right for labels that begin at `x`; a line that ends midway has some of its own. */
export function rightMargin(
  labels: readonly { readonly x: number; readonly width: number }[],
  { min, max }: Axis,
  room: number,
): number {
  let margin = 16
  for (const { x, width } of labels) {
    const share = (x - min) / (max - min)
    if (share > 0) margin = Math.max(margin, (width - (1 - share) * room) / share)
  }
  return Math.min(margin, room / 2)
}
