import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { barsOf, describeShape } from '@/core/profile/describe.ts'

/** A bar of a value that occurs is never thinner than this, so that it is not taken for none. */
const LEAST = 1.5
/** Room of the bar of a single value, in pixels. */
const WIDEST = 16

/** A column's values as small bars on one base line. What it shows in words is its accessible name. */
export function MiniHistogram({
  column,
  rows,
  width = 132,
  height = 24,
}: {
  column: Pick<ColumnMeta, 'name' | 'type' | 'summary'>
  rows: number
  width?: number
  height?: number
}) {
  const bars = barsOf(column, rows)
  const most = Math.max(1, ...bars.map(({ count }) => count))
  // Few values keep narrow bars: a share is never stretched to fill its box.
  const isRange = column.summary.kind === 'numeric' && bars.length > 2
  const step = bars.length > 0 ? Math.min(width / bars.length, isRange ? width : WIDEST) : width
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={describeShape(column, rows)}
      style={{ display: 'block', flex: 'none' }}
    >
      {bars.map(({ label, count, isRest }, i) => {
        const high = count === 0 ? 0 : Math.max(LEAST, (count / most) * (height - 2))
        return (
          <rect
            key={label}
            x={i * step}
            y={height - 1 - high}
            width={Math.max(1, step - 1)}
            height={high}
            fill={isRest ? 'var(--track)' : 'var(--bar)'}
          />
        )
      })}
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line-2)" />
    </svg>
  )
}
