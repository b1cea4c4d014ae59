import { DefaultZIndexes, ReferenceArea } from 'recharts'
import { TICK_WIDTH } from './ChartAxes.tsx'
import styles from './charts.module.css'

const BENEATH_GRID = DefaultZIndexes.grid - 1

/** The part of a chart of which nothing is known yet, shaded: "22 epochs to come", where there is room to say so. */
export function ToCome({
  from,
  to,
  said,
  room,
  isLow,
}: {
  from: number
  to: number
  said: string
  /** How wide it is, in pixels. */
  room: number
  /** Whether it is said at the bottom, since something stands at the top. */
  isLow: boolean
}) {
  return (
    <ReferenceArea
      x1={from}
      x2={to}
      fill="var(--surface-2)"
      fillOpacity={1}
      stroke="none"
      zIndex={BENEATH_GRID}
      {...(room > said.length * TICK_WIDTH && {
        label: {
          value: said,
          position: isLow ? 'insideBottomRight' : 'insideTopRight',
          className: styles.toCome ?? '',
          fill: 'var(--text-3)',
        },
      })}
    />
  )
}
