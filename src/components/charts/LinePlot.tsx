import { useMemo } from 'react'
import {
  DefaultZIndexes,
  Line,
  LineChart as Recharts,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  Tooltip,
  ZIndexLayer,
} from 'recharts'
import { isDrawable, lastPoint, type Reference, rightMargin, xAxisOf, yAxisOf } from '@/core/chart/series.ts'
import { formatTick, formatUnits } from '@/core/format/format.ts'
import { ChartAxes, leftOf, TICK_WIDTH, TOP } from './ChartAxes.tsx'
import styles from './charts.module.css'
import { EndLabels, endLabels, labelWidth } from './EndLabels.tsx'
import type { LineChartProps } from './LineChart.tsx'
import { ActiveDots, Lines } from './Lines.tsx'
import { LineTooltip } from './LineTooltip.tsx'
import { placesOf } from './lines.ts'

const NO_REFERENCES: readonly Reference[] = []
/** Where the pointer can be: about as many as a chart has pixels. */
const MOST_PLACES = 500
const BENEATH_GRID = DefaultZIndexes.grid - 1

/** The drawing itself, once its width is known. */
export function LinePlot(props: LineChartProps & { width: number; height: number; isLabelled: boolean }) {
  const { series, references = NO_REFERENCES, formatValue, logY = false, width, height } = props
  const rows = useMemo(() => placesOf(series, logY, MOST_PLACES), [series, logY])
  const drawnReferences = references.filter(({ y }) => isDrawable(y, logY))
  const x = xAxisOf(props, rows[0]?.x ?? 0, rows.at(-1)?.x ?? 0)
  const y = yAxisOf(props)
  // Ticks are written as values are: with or without the leading zero.
  const leadingZero = !formatValue(0.5).startsWith('.')
  const values = { axis: y, write: (tick: number) => formatTick(tick, y.step, leadingZero) }
  const left = leftOf(values)
  const labels = endLabels(props.isLabelled ? series : [], drawnReferences, x.max, formatValue)
  const subjects = series.filter(({ role }) => role === 'subject')
  const doneTo = Math.max(...(subjects.length > 0 ? subjects : series).map((line) => lastPoint(line)?.x ?? x.min))
  const hasToCome = props.xMax !== undefined && doneTo < props.xMax
  const right = rightMargin(
    labels.map((label) => ({ x: label.x, width: labelWidth(label) })),
    x,
    width - left,
  )
  // Where the line ends high, its label stands at the top; what is to come is said at the bottom then.
  const ends = subjects.flatMap((line) => lastPoint(line)?.y ?? [])
  const isHigh = ends.some((end) => (y.max - end) / (y.max - y.min) < 0.25)
  const toCome = `${formatUnits(x.max - doneTo, props.xName.toLowerCase())} to come`
  const toComeWidth = ((x.max - doneTo) / (x.max - x.min)) * (width - left - right)
  return (
    <Recharts
      width={width}
      height={height}
      data={rows as object[]}
      margin={{ top: TOP, right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      {hasToCome && (
        <ReferenceArea
          x1={doneTo}
          x2={x.max}
          fill="var(--surface-2)"
          fillOpacity={1}
          stroke="none"
          zIndex={BENEATH_GRID}
          {...(toComeWidth > toCome.length * TICK_WIDTH && {
            label: {
              value: toCome,
              position: isHigh ? 'insideBottomRight' : 'insideTopRight',
              className: styles.toCome ?? '',
              fill: 'var(--text-3)',
            },
          })}
        />
      )}
      <ChartAxes x={{ axis: x, write: (tick) => formatTick(tick, x.step, leadingZero) }} y={values} isLogY={logY} />
      {drawnReferences.map(({ id, y: value, colour }) => (
        <ReferenceLine key={id} y={value} stroke={colour} strokeWidth={1.25} strokeDasharray="2 3" />
      ))}
      {/* Drawn by nobody: without a line of its own the library shows no tooltip. */}
      <Line dataKey="x" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
      <ZIndexLayer zIndex={DefaultZIndexes.line}>
        <Lines series={series} logY={logY} />
      </ZIndexLayer>
      {subjects.map((line) => {
        const end = lastPoint(line)
        return (
          end && (
            <ReferenceDot key={line.id} {...end} r={4} fill={line.colour} stroke="var(--surface-1)" strokeWidth={1.5} />
          )
        )
      })}
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--line-2)' }}
        content={<LineTooltip xName={props.xName} series={series} formatValue={formatValue} />}
      />
      <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
        <ActiveDots series={series} logY={logY} />
        <EndLabels labels={labels} />
      </ZIndexLayer>
    </Recharts>
  )
}
