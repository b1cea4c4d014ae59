import { runColourOf } from '@/components/ui/RunMark.tsx'
import { formatMetric } from '@/core/format/format.ts'
import { wilsonInterval } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { Run } from '@/core/run/run.ts'

const WIDTH = 200
const PAD = 8

/** Where a score lies among the others, the baseline as a dashed line; with its 95% interval where one is known. */
export function ScoreTrack({
  run,
  value,
  rows,
  metric,
  ranked,
}: {
  run: Run
  value: number | undefined
  rows: number | undefined
  metric: MetricName
  ranked: readonly Ranked[]
}) {
  if (value === undefined) return null
  const intervalOf = (score: number) =>
    metric === 'accuracy' && rows ? wilsonInterval(Math.round(score * rows), rows) : undefined
  const interval = intervalOf(value)
  // One axis for all runs: they share their validation rows, so all their intervals are of the same kind.
  const ends = ranked.flatMap(({ metrics }) => {
    const score = metrics[metric]
    if (score === undefined) return []
    const { low, high } = intervalOf(score) ?? { low: score, high: score }
    return [low, high]
  })
  const low = Math.min(...ends)
  const high = Math.max(...ends)
  const place = (score: number) => {
    const x = PAD + ((score - low) / (high - low || 1)) * (WIDTH - 2 * PAD)
    return METRICS[metric].better === 'higher' ? x : WIDTH - x
  }
  const baseline = ranked.find(({ run: { spec } }) => spec.learner.kind === 'baseline')?.metrics[metric]
  const colour = runColourOf(run)
  const span = interval && [place(interval.low), place(interval.high)].sort((a, b) => a - b)
  return (
    <svg
      width={WIDTH}
      height="20"
      style={{ display: 'block' }}
      role="img"
      aria-label={`${METRICS[metric].label} ${formatMetric(metric, value)}${
        interval ? `, 95% interval ${formatMetric(metric, interval.low)} to ${formatMetric(metric, interval.high)}` : ''
      }`}
    >
      <path d={`M0 10H${WIDTH}`} stroke="var(--grid)" />
      {baseline !== undefined && <path d={`M${place(baseline)} 0V20`} stroke="var(--line-3)" strokeDasharray="2 2" />}
      {span && (
        <>
          <rect x={span[0]} y="7" width={span[1]! - span[0]!} height="6" fill={colour} fillOpacity=".4" />
          <path d={`M${span[0]} 6V14M${span[1]} 6V14`} stroke={colour} />
        </>
      )}
      <circle cx={place(value)} cy="10" r="4" fill={colour} stroke="var(--surface-1)" strokeWidth="1.5" />
    </svg>
  )
}
