import type { Interval } from '@/core/metrics/interval.ts'
import styles from './fairness.module.css'

/** The largest ratio that is drawn; what is beyond ends at the edge with an arrow. */
const MOST = 1.6
/** "Less than four-fifths of the rate of the group with the highest": US Uniform Guidelines, 29 CFR 1607.4 D (1978). */
const FOUR_FIFTHS = 0.8

/** A ratio of rates with its interval, beside the line of no difference and that of the four-fifths rule. */
export function RatioWhisker({
  ratio,
  interval,
  colour,
}: {
  ratio: number
  interval: Interval | undefined
  colour: string
}) {
  const place = (at: number) => (100 * Math.min(MOST, Math.max(0, at))) / MOST
  return (
    <svg className={styles.ratio} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <path d={`M${place(1)} 0V12`} stroke="var(--line-3)" vectorEffect="non-scaling-stroke" />
      <path
        d={`M${place(FOUR_FIFTHS)} 0V12`}
        stroke="var(--text-3)"
        strokeDasharray="3 2"
        vectorEffect="non-scaling-stroke"
      />
      {interval && (
        <path
          d={`M${place(interval.low)} 6H${place(interval.high)}`}
          stroke={colour}
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {ratio <= MOST && (
        <path d={`M${place(ratio)} 2V10`} stroke={colour} strokeWidth="4" vectorEffect="non-scaling-stroke" />
      )}
      {(interval?.high ?? ratio) > MOST && (
        <path d="M96 2L100 6L96 10" fill="none" stroke={colour} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  )
}
