import { CartesianGrid, XAxis, YAxis } from 'recharts'
import type { Axis } from '@/core/chart/axis.ts'
import styles from './charts.module.css'

/** Mean width of a character of a tick. */
export const TICK_WIDTH = 6.4
export const BOTTOM = 24
export const TOP = 8

const TICK = { className: styles.tick ?? '', fill: 'var(--text-3)' }
const LINE = { stroke: 'var(--line-3)' }

/** An axis with how its ticks are written. */
export interface WrittenAxis {
  readonly axis: Axis
  readonly write: (value: number) => string
}

/** Room that the value axis takes at the left. */
export function leftOf({ axis, write }: WrittenAxis): number {
  return Math.max(...axis.ticks.map((tick) => write(tick).length)) * TICK_WIDTH + 10
}

/** What the library is given, since all that is drawn of the data is drawn here. */
export const NO_DATA: object[] = []

/** Where a value lies on an axis, from 0 at its beginning to 1 at its end. */
export function shareOf(value: number, { min, max }: Axis, isLog = false): number {
  return isLog ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min)
}

/** Axes after the look: the bottom line alone, quiet gridlines, ticks where they are told to be. */
export function ChartAxes({ x, y, isLogY = false }: { x: WrittenAxis; y: WrittenAxis; isLogY?: boolean }) {
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--grid)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={[x.axis.min, x.axis.max]}
        ticks={x.axis.ticks}
        tickFormatter={x.write}
        interval={0}
        height={BOTTOM}
        tickSize={4}
        allowDataOverflow
        tick={TICK}
        axisLine={LINE}
        tickLine={LINE}
      />
      <YAxis
        type="number"
        scale={isLogY ? 'log' : 'linear'}
        domain={[y.axis.min, y.axis.max]}
        ticks={y.axis.ticks}
        tickFormatter={y.write}
        interval={0}
        width={leftOf(y)}
        allowDataOverflow
        axisLine={false}
        tickLine={false}
        tick={TICK}
      />
    </>
  )
}
