import type { Mark } from '@/components/charts/marks.ts'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { snappedAxis, spanAxis } from '@/core/chart/axis.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import { formatCount, formatMetric, formatShare, formatTick, formatUnits } from '@/core/format/format.ts'
import type { Extrapolation } from '@/core/learningCurve/extrapolate.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { SizeScore } from './sizes.ts'

interface LearningChartProps {
  /** At least one. */
  readonly sizes: readonly SizeScore[]
  readonly found: Extrapolation | undefined
  readonly metric: MetricName
  /** A token. */
  readonly colour: string
}

const rowsOf = (rows: number) => formatCount(Math.round(rows))

/** Scores by training rows with their intervals, and the part to come: the fitted curve up to twice the rows, in its band. */
export function LearningChart({ sizes, found, metric, colour }: LearningChartProps) {
  const fitted = found?.kind === 'fitted' ? found : undefined
  const last = sizes.at(-1)!
  const { label, better, inUnits } = METRICS[metric]
  const write = (value: number) => formatMetric(metric, value)
  const interval = (low: number | undefined, high: number | undefined) =>
    low === undefined || high === undefined ? [] : [[INTERVAL_95, `${write(low)} to ${write(high)}`] as const]
  const trained = sizes.flatMap(({ rows, train }) => (train === undefined ? [] : [{ x: rows, y: train }]))
  const toCome = fitted?.curve.filter(({ rows }) => rows >= fitted.now.rows) ?? []
  const values = [
    ...sizes.flatMap(({ train, validation, low, high }) => [validation, low ?? validation, high ?? validation, train]),
    ...(fitted ? fitted.curve.flatMap(({ low, high }) => [low, high]) : []),
  ].filter((value): value is number => value !== undefined && Number.isFinite(value))
  const y = snappedAxis(Math.min(...values), Math.max(...values))
  const marks: readonly Mark[] = [
    {
      kind: 'line',
      id: 'training',
      label: 'training',
      role: 'context',
      colour: 'var(--text-3)',
      points: trained,
      end: { value: write(trained.at(-1)?.y ?? Number.NaN), name: 'training' },
      facts: (i) => [
        ['rows', rowsOf(trained[i]!.x)],
        [label, write(trained[i]!.y)],
      ],
    },
    {
      kind: 'line',
      id: 'to come',
      label: 'carried on',
      role: 'subject',
      isDashed: true,
      colour,
      points: toCome.map(({ rows, score }) => ({ x: rows, y: score })),
      end: { value: write(fitted?.twice.score ?? Number.NaN), name: 'with twice the rows' },
      facts: (i) => [
        ['rows', rowsOf(toCome[i]!.rows)],
        [label, write(toCome[i]!.score)],
        ...interval(toCome[i]!.low, toCome[i]!.high),
      ],
    },
    {
      kind: 'ranges',
      id: 'validation',
      label: 'validation',
      isJoined: true,
      colour,
      points: sizes.map(({ rows, validation, low, high }) => ({
        x: rows,
        y: validation,
        low: low ?? validation,
        high: high ?? validation,
      })),
      end: fitted ? undefined : { value: write(last.validation), name: 'validation' },
      facts: (i) => {
        const { rows, validation, low, high } = sizes[i]!
        return [['rows', rowsOf(rows)], [label, write(validation)], ...interval(low, high)]
      },
    },
  ]
  return (
    <XYChart
      level={3}
      title={label}
      note={`by training rows, ${better} is better`}
      verdict={`${write(last.validation)} on validation rows from all ${formatUnits(Math.round(last.rows), 'training row')}${fitted ? `; dashed, the curve carried on to twice as many: ${write(fitted.twice.score)}` : ''}.`}
      height={300}
      x={{ axis: spanAxis(0, fitted ? 2 * last.rows : last.rows, true), write: formatCount }}
      y={{ axis: y, write: (value) => formatTick(value, y.step, inUnits) }}
      backdrops={
        fitted
          ? [
              {
                kind: 'band',
                id: 'interval',
                colour,
                points: toCome.map(({ rows, low, high }) => ({ x: rows, low, high })),
              },
            ]
          : []
      }
      marks={marks.filter((mark) => mark.kind !== 'line' || mark.points.length > 0)}
      toCome={fitted && { from: last.rows, said: `${rowsOf(last.rows)} rows to come` }}
      table={() => tableOf(sizes, fitted, metric)}
    />
  )
}

function tableOf(
  sizes: readonly SizeScore[],
  fitted: Extract<Extrapolation, { kind: 'fitted' }> | undefined,
  metric: MetricName,
): TableData {
  const { label } = METRICS[metric]
  const write = (value: number) => formatMetric(metric, value)
  return {
    columns: [
      { name: 'Training rows', write: rowsOf },
      { name: 'Share', write: formatShare },
      { name: 'Draws', write: formatCount },
      { name: `${label}, training`, write },
      { name: `${label}, validation`, write },
      { name: `${INTERVAL_95}, low`, write },
      { name: 'high', write },
    ],
    rows: [
      ...sizes.map(({ rows, share, draws, train, validation, low, high }) => [
        rows,
        share,
        draws,
        train,
        validation,
        low,
        high,
      ]),
      ...(fitted
        ? [[fitted.twice.rows, 2, 'carried on', '', fitted.twice.score, fitted.twice.low, fitted.twice.high]]
        : []),
    ],
  }
}
