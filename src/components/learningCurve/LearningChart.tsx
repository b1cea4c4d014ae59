import { useElementSize } from '@mantine/hooks'
import { snappedAxis, spanAxis } from '@/core/chart/axis.ts'
import { formatCount, formatMetric, formatTick } from '@/core/format/format.ts'
import type { Extrapolation } from '@/core/learningCurve/extrapolate.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import styles from './learningCurve.module.css'
import type { SizeScore } from './sizes.ts'

const HEIGHT = 300
const [TOP, RIGHT, BOTTOM] = [10, 128, 26]
const TICK_WIDTH = 6.4
/** Labels nearer to each other than this would overlap. */
const LABEL_HEIGHT = 15

interface LearningChartProps {
  readonly sizes: readonly SizeScore[]
  readonly found: Extrapolation | undefined
  readonly metric: MetricName
  /** What the chart shows, in a sentence. */
  readonly verdict: string
  /** A token. */
  readonly colour: string
}

/** Scores by training rows with their intervals, and the part to come: the fitted curve up to twice the rows, in its band. */
export function LearningChart({ sizes, found, metric, verdict, colour }: LearningChartProps) {
  const { ref, width } = useElementSize()
  return (
    <div ref={ref} className={styles.plot} style={{ height: HEIGHT }} role="img" aria-label={verdict}>
      {width > 0 && <Drawing {...{ sizes, found, metric, colour, width }} />}
    </div>
  )
}

function Drawing({ sizes, found, metric, colour, width }: Omit<LearningChartProps, 'verdict'> & { width: number }) {
  const fitted = found?.kind === 'fitted' ? found : undefined
  const last = sizes.at(-1)!
  const values = [
    ...sizes.flatMap(({ train, validation, low, high }) => [validation, low ?? validation, high ?? validation, train]),
    ...(fitted ? fitted.curve.flatMap(({ low, high }) => [low, high]) : []),
  ].filter((value): value is number => value !== undefined && Number.isFinite(value))
  const yAxis = snappedAxis(Math.min(...values), Math.max(...values))
  const xAxis = spanAxis(0, fitted ? 2 * last.rows : last.rows, true)
  const tickOf = (value: number) => formatTick(value, yAxis.step, METRICS[metric].inUnits)
  const left = Math.max(...yAxis.ticks.map((tick) => tickOf(tick).length)) * TICK_WIDTH + 10
  const right = width - RIGHT
  const bottom = HEIGHT - BOTTOM
  const x = (rows: number) => left + (rows / xAxis.max) * (right - left)
  const y = (value: number) => TOP + ((yAxis.max - value) / (yAxis.max - yAxis.min)) * (bottom - TOP)
  const path = (points: readonly (readonly [number, number])[]) =>
    points.map(([rows, value], i) => `${i === 0 ? 'M' : 'L'}${x(rows)} ${y(value)}`).join('')
  const trained = sizes.flatMap(({ rows, train }) => (train === undefined ? [] : [[rows, train] as const]))
  const toCome = fitted?.curve.filter(({ rows }) => rows >= fitted.now.rows) ?? []
  const labels = placeLabels([
    fitted
      ? { at: 2 * last.rows, value: fitted.twice.score, text: 'with twice the rows' }
      : { at: last.rows, value: last.validation, text: 'validation' },
    ...(last.train === undefined ? [] : [{ at: last.rows, value: last.train, text: 'training' }]),
  ])

  /** Labels at the ends of lines, the second moved off the first where both are at one height. */
  function placeLabels(wanted: readonly { at: number; value: number; text: string }[]) {
    const [first, second] = wanted.map((label) => ({ ...label, x: x(label.at) + 8, y: y(label.value) }))
    if (!first || !second) return first ? [first] : []
    const gap = second.y - first.y
    if (Math.abs(gap) < LABEL_HEIGHT) second.y = first.y + (gap < 0 ? -LABEL_HEIGHT : LABEL_HEIGHT)
    return [first, second]
  }

  return (
    <svg width={width} height={HEIGHT} aria-hidden="true">
      {fitted && (
        <>
          <rect
            x={x(last.rows)}
            y={TOP}
            width={x(2 * last.rows) - x(last.rows)}
            height={bottom - TOP}
            fill="var(--surface-2)"
          />
          <text x={x(1.5 * last.rows)} y={bottom - 8} textAnchor="middle">
            {formatCount(Math.round(last.rows))} rows to come
          </text>
        </>
      )}
      {yAxis.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)}H${right}`} stroke="var(--grid)" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end">
            {tickOf(tick)}
          </text>
        </g>
      ))}
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--line-3)" />
      {xAxis.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${x(tick)} ${bottom}v4`} stroke="var(--line-3)" />
          <text x={x(tick)} y={HEIGHT - 8} textAnchor="middle">
            {formatCount(tick)}
          </text>
        </g>
      ))}
      {toCome.length > 0 && (
        <>
          <path
            d={`${path(toCome.map(({ rows, high }) => [rows, high]))}${path(toCome.map(({ rows, low }) => [rows, low] as const).reverse()).replace('M', 'L')}Z`}
            fill={colour}
            fillOpacity=".16"
          />
          <path
            d={path(toCome.map(({ rows, score }) => [rows, score]))}
            fill="none"
            stroke={colour}
            strokeWidth="2"
            strokeDasharray="6 4"
          />
        </>
      )}
      <path d={path(trained)} fill="none" stroke="var(--text-3)" strokeWidth="1.25" />
      {trained.map(([rows, value]) => (
        <circle key={rows} cx={x(rows)} cy={y(value)} r="2" fill="var(--text-3)" />
      ))}
      <path
        d={path(sizes.map(({ rows, validation }) => [rows, validation]))}
        fill="none"
        stroke={colour}
        strokeWidth="2.25"
        strokeLinejoin="round"
      />
      {sizes.map(({ rows, validation, low, high }) => (
        <g key={rows}>
          {low !== undefined && high !== undefined && (
            <path
              d={`M${x(rows)} ${y(low)}V${y(high)}M${x(rows) - 4} ${y(low)}h8M${x(rows) - 4} ${y(high)}h8`}
              stroke={colour}
              strokeWidth="1.25"
            />
          )}
          <circle cx={x(rows)} cy={y(validation)} r="4" fill={colour} stroke="var(--surface-1)" strokeWidth="1.5" />
        </g>
      ))}
      {labels.map((label) => (
        <text key={label.text} className={styles.label} x={label.x} y={label.y + 4}>
          <tspan>{formatMetric(metric, label.value)}</tspan> {label.text}
        </text>
      ))}
    </svg>
  )
}
