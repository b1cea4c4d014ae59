import { useMemo } from 'react'
import { DefaultZIndexes, LineChart as Recharts, ReferenceDot, ReferenceLine, ZIndexLayer } from 'recharts'
import { isDrawable, lastPoint, type Reference, rightMargin, valueAt, xAxisOf, yAxisOf } from '@/core/chart/series.ts'
import { formatNumber, formatTick, formatUnits } from '@/core/format/format.ts'
import { BOTTOM, ChartAxes, leftOf, NO_DATA, shareOf, TOP } from './ChartAxes.tsx'
import { Crosshair } from './Crosshair.tsx'
import { EndLabels, endLabels, labelWidth } from './EndLabels.tsx'
import { moveAlong } from './keys.ts'
import type { LineChartProps } from './LineChart.tsx'
import { Lines } from './Lines.tsx'
import { nearestPlace, placesOf } from './lines.ts'
import { Swatch } from './Swatch.tsx'
import { ToCome } from './ToCome.tsx'
import type { Told } from './told.ts'

const NO_REFERENCES: readonly Reference[] = []
/** Where the crosshair can be: about as many places as a chart has pixels. */
const MOST_PLACES = 500
/** Lines whose values are told at once. */
const MOST_TOLD = 8

/** The drawing itself, once its width is known. */
export function LinePlot(props: LineChartProps & { width: number; height: number; isLabelled: boolean }) {
  const { series, references = NO_REFERENCES, formatValue, logY = false, width, height } = props
  const xs = useMemo(() => placesOf(series, logY, MOST_PLACES), [series, logY])
  const drawnReferences = references.filter(({ y }) => isDrawable(y, logY))
  const x = xAxisOf(props, xs[0] ?? 0, xs.at(-1) ?? 0)
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
  const toX = (value: number) => left + shareOf(value, x) * (width - left - right)
  const toY = (value: number) => TOP + (1 - shareOf(value, y, logY)) * (height - TOP - BOTTOM)
  return (
    <Crosshair
      label={props.verdict}
      help="Arrow keys move along the lines"
      width={width}
      height={height}
      find={(at) => xs[nearestPlace(xs, x.min + ((at.x - left) / (width - left - right)) * (x.max - x.min))]}
      // By value, since a line that still grows has its places elsewhere in a moment.
      move={(at, key) => {
        const place = moveAlong(xs.length, at === undefined ? undefined : nearestPlace(xs, at), key)
        return place === undefined ? undefined : xs[place]
      }}
      tell={(at) => tellLines(props, at, toX, toY)}
    >
      <Recharts
        width={width}
        height={height}
        data={NO_DATA}
        margin={{ top: TOP, right, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        {hasToCome && <ToCome from={doneTo} to={x.max} said={toCome} room={toX(x.max) - toX(doneTo)} isLow={isHigh} />}
        <ChartAxes x={{ axis: x, write: (tick) => formatTick(tick, x.step, leadingZero) }} y={values} isLogY={logY} />
        {drawnReferences.map(({ id, y: value, colour }) => (
          <ReferenceLine key={id} y={value} stroke={colour} strokeWidth={1.25} strokeDasharray="2 3" />
        ))}
        <ZIndexLayer zIndex={DefaultZIndexes.line}>
          <Lines series={series} logY={logY} />
        </ZIndexLayer>
        {subjects.map((line) => {
          const end = lastPoint(line)
          return (
            end && (
              <ReferenceDot
                key={line.id}
                {...end}
                r={4}
                fill={line.colour}
                stroke="var(--surface-1)"
                strokeWidth={1.5}
              />
            )
          )
        })}
        <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
          <EndLabels labels={labels} />
        </ZIndexLayer>
      </Recharts>
    </Crosshair>
  )
}

/** What every line is worth at `x`, the highest first; lines that do not reach there are left out. */
function tellLines(
  { series, xName, formatValue, logY = false }: LineChartProps,
  x: number,
  toX: (value: number) => number,
  toY: (value: number) => number,
): Told | undefined {
  const values = series
    .flatMap((line) => {
      const y = line.isFaint ? null : valueAt(line, x)
      return isDrawable(y, logY) ? [{ line, y }] : []
    })
    .sort((a, b) => b.y - a.y)
  if (values.length === 0) return undefined
  return {
    x: toX(x),
    y: toY(values[0]!.y),
    dots: values.map(({ line, y }) => ({ x: toX(x), y: toY(y), colour: line.colour })),
    head: `${xName} ${formatNumber(x)}`,
    facts: values.slice(0, MOST_TOLD).map(({ line, y }) => ({
      name: line.label,
      value: formatValue(y),
      icon: <Swatch line={line} />,
    })),
    rest: values.length > MOST_TOLD ? `and ${values.length - MOST_TOLD} more in the table` : undefined,
  }
}
