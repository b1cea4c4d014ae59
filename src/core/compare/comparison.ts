import { formatMetric, formatNumber, formatScore } from '../format/format.ts'
import type { Interval } from '../metrics/interval.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'

/** The tests of "no difference" that docs/evaluation.md defines. */
export type ComparisonTest =
  | 'McNemar, exact'
  | 'McNemar'
  | 'DeLong'
  | 'paired bootstrap'
  | 'paired cluster bootstrap'
  | 'corrected resampled t'
  | 'anytime-valid t'

/** How far model B is from model A by a metric on the same rows or folds. */
export interface Comparison extends Interval {
  readonly metric: MetricName
  /** B's value less A's; `low` and `high` are the ends of its 95% interval. */
  readonly difference: number
  /** Two-sided, of "no difference". */
  readonly p: number
  readonly test: ComparisonTest
}

export interface Verdict extends Comparison {
  /** What is shown of B. */
  readonly verdict: 'better' | 'worse' | 'no evidence'
}

/**
 * What a comparison shows. B is better or worse only where p is below `alpha` and the interval leaves 0 out: test and interval
 * can differ at the brink, and then nothing is shown. Where several are judged together `p` is the adjusted one
 * ({@link adjustHolm}).
 */
export function judgeComparison(comparison: Comparison, { p = comparison.p, alpha = 0.05 } = {}): Verdict {
  const { low, high, metric } = comparison
  const isShown = p < alpha && (low > 0 || high < 0)
  const isHigher = low > 0
  return {
    ...comparison,
    p,
    verdict: !isShown ? 'no evidence' : isHigher === (METRICS[metric].better === 'higher') ? 'better' : 'worse',
  }
}

/**
 * "B is better: AUC higher by .012 (95% interval .004 to .020), DeLong, p = .003." or "No evidence that B is better or worse
 * than A: …"
 */
export function describeComparison(
  { verdict, metric, difference, low, high, p, test }: Verdict,
  { a, b }: { readonly a: string; readonly b: string },
): string {
  const write = differenceWriter(metric, high - low)
  const interval = `95% interval ${write(low)} to ${write(high)}`
  const { label } = METRICS[metric]
  if (verdict === 'no evidence')
    return `No evidence that ${b} is better or worse than ${a}: ${label} differs by ${write(difference)} (${interval}), ${test}, ${sayP(p)}.`
  const isHigher = difference > 0
  // Of a fall the sizes are given, the smaller first.
  const ends = isHigher ? interval : `95% interval ${write(-high)} to ${write(-low)}`
  return `${b} is ${verdict} than ${a}: ${label} ${isHigher ? 'higher' : 'lower'} by ${write(Math.abs(difference))} (${ends}), ${test}, ${sayP(p)}.`
}

/** Writes differences as the metric is written, with the digits that tell the ends of an interval so wide apart. */
export function differenceWriter(metric: MetricName, width: number): (value: number) => string {
  if (METRICS[metric].inUnits) return formatNumber
  const digits = width > 0 ? Math.min(6, Math.max(3, Math.ceil(-Math.log10(width)) + 1)) : 3
  if (digits === 3) return (value) => formatMetric(metric, value)
  return (value) => formatScore(value, digits)
}

/** ".023", or "< .001". */
export function writeP(p: number): string {
  return p < 0.001 ? '< .001' : formatScore(p)
}

function sayP(p: number): string {
  return `p ${p < 0.001 ? '' : '= '}${writeP(p)}`
}
