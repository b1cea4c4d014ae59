import { formatMetric } from '@/core/format/format.ts'
import type { Interval } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { TrackAxis } from '@/core/run/boardAxis.ts'

const WIDTH = 160
const PAD = 8

/**
 * Where a score lies on the axis that all runs share, with what is around it: its 95% interval, or of a group the range of
 * its runs. The baseline is a dashed line; better is to the right. A score beyond the axis is an arrowhead at its end.
 */
export function ScoreTrack({
  metric,
  value,
  around,
  aroundWords,
  axis,
  colour,
}: {
  metric: MetricName
  value: number
  around: Interval | undefined
  /** What `around` is, for those who do not see it. */
  aroundWords: string
  axis: TrackAxis
  colour: string
}) {
  const { low, high, baseline } = axis
  const isHigher = METRICS[metric].better === 'higher'
  const place = (score: number) => {
    const share = Math.min(1, Math.max(0, (score - low) / (high - low || 1)))
    return PAD + (isHigher ? share : 1 - share) * (WIDTH - 2 * PAD)
  }
  const isBeyond = value < low || value > high
  const isLeft = value < low === isHigher
  const ends = around && [place(around.low), place(around.high)].sort((a, b) => a - b)
  return (
    <svg
      width={WIDTH}
      height="20"
      style={{ display: 'block' }}
      role="img"
      aria-label={`${METRICS[metric].label} ${formatMetric(metric, value)}${
        around ? `, ${aroundWords} ${formatMetric(metric, around.low)} to ${formatMetric(metric, around.high)}` : ''
      }`}
    >
      <path d={`M0 10H${WIDTH}`} stroke="var(--grid)" />
      {baseline !== undefined && baseline >= low && baseline <= high && (
        <path d={`M${place(baseline)} 0V20`} stroke="var(--line-3)" strokeDasharray="2 2" />
      )}
      {ends && ends[1]! > ends[0]! && (
        <>
          <rect x={ends[0]} y="7" width={ends[1]! - ends[0]!} height="6" fill={colour} fillOpacity=".4" />
          <path d={`M${ends[0]} 6V14M${ends[1]} 6V14`} stroke={colour} />
        </>
      )}
      {isBeyond ? (
        <path d={isLeft ? 'M1 10 8 6V14Z' : `M${WIDTH - 1} 10 ${WIDTH - 8} 6V14Z`} fill={colour} />
      ) : (
        <circle cx={place(value)} cy="10" r="4" fill={colour} stroke="var(--surface-1)" strokeWidth="1.5" />
      )}
    </svg>
  )
}
