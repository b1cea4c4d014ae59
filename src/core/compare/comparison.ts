import { formatMetric, formatNumber, formatScore } from '../format/format.ts'
import { INTERVAL_95, type Interval } from '../metrics/interval.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import { type Adjustment, adjustPresent } from './adjust.ts'

/** The tests of "no difference" that docs/evaluation.md defines. */
export type ComparisonTest =
  | 'McNemar, exact'
  | 'McNemar'
  | 'DeLong'
  | 'paired bootstrap'
  | 'paired cluster bootstrap'
  | 'paired block bootstrap'
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
  /** Two-sided, adjusted for all that are judged together. */
  readonly p: number
  /** As the test gave it. */
  readonly rawP: number
  /** How many comparisons are judged together. */
  readonly family: number
  /** What is shown of B. */
  readonly verdict: 'better' | 'worse' | 'no evidence'
}

/**
 * What a comparison shows. B is better or worse only where p is below `alpha` and the interval leaves 0 out: test and interval
 * can differ at the brink, and then nothing is shown. Several are judged together by {@link judgeTogether}.
 */
export function judgeComparison(comparison: Comparison, { p = comparison.p, family = 1, alpha = 0.05 } = {}): Verdict {
  const { low, high, metric } = comparison
  const isShown = p < alpha && (low > 0 || high < 0)
  const isHigher = low > 0
  return {
    ...comparison,
    p,
    rawP: comparison.p,
    family,
    verdict: !isShown ? 'no evidence' : isHigher === (METRICS[metric].better === 'higher') ? 'better' : 'worse',
  }
}

/** What comparisons that are read together show, p adjusted for all of them. In the order given; what is none stays none. */
export function judgeTogether(
  comparisons: readonly (Comparison | undefined)[],
  adjustment: Adjustment = 'holm',
): (Verdict | undefined)[] {
  const ps = adjustPresent(
    comparisons.map((each) => each?.p),
    adjustment,
  )
  const family = comparisons.filter((each) => each !== undefined).length
  return comparisons.map((each, i) => each && judgeComparison(each, { p: ps[i]!, family }))
}

/**
 * "B is better: AUC higher by .012 (95% interval .004 to .020), DeLong, p = .003." or "No evidence that B is better or worse
 * than A: …" Where several were judged together p is said to be adjusted. After a few seeds an interval may have no ends yet:
 * "Too little to tell B from A: …"
 */
export function describeComparison(
  { verdict, metric, difference, low, high, p, family, test }: Verdict,
  { a, b }: { readonly a: string; readonly b: string },
): string {
  if (!Number.isFinite(high - low))
    return `Too little to tell ${b} from ${a}: ${METRICS[metric].label} differs by ${formatMetric(metric, difference)} so far, which chance alone could bring.`
  const write = differenceWriter(metric, high - low)
  const interval = `${INTERVAL_95} ${write(low)} to ${write(high)}`
  const { label } = METRICS[metric]
  const chance = `${test}, ${family > 1 ? 'adjusted ' : ''}${sayP(p)}`
  if (verdict === 'no evidence')
    return `No evidence that ${b} is better or worse than ${a}: ${label} differs by ${write(difference)} (${interval}), ${chance}.`
  const isHigher = difference > 0
  // Of a fall the sizes are given, the smaller first.
  const ends = isHigher ? interval : `${INTERVAL_95} ${write(-high)} to ${write(-low)}`
  return `${b} is ${verdict} than ${a}: ${label} ${isHigher ? 'higher' : 'lower'} by ${write(Math.abs(difference))} (${ends}), ${chance}.`
}

/** Writes differences as the metric is written, with the digits that tell the ends of an interval so wide apart. */
export function differenceWriter(metric: MetricName, width: number): (value: number) => string {
  if (METRICS[metric].inUnits) return formatNumber
  const digits = width > 0 ? Math.min(6, Math.max(3, Math.ceil(-Math.log10(width)) + 1)) : 3
  if (digits === 3) return (value) => formatMetric(metric, value)
  return (value) => formatScore(value, digits)
}

/** The verdict in the fewest words, for a cell of a table. */
export function sayVerdict(verdict: Verdict['verdict'], base: string): string {
  if (verdict === 'no evidence') return 'No evidence either way'
  return `${verdict === 'better' ? 'Better' : 'Worse'} than ${base}`
}

/** How a verdict is set: the classes of its text, on the page and in saved files. */
export const VERDICT_TONES: Readonly<Record<Verdict['verdict'], string>> = {
  better: 'strong good',
  worse: 'strong bad',
  'no evidence': 'secondary',
}

/** "+.012", with the digits that its interval asks for. */
export function writeDifference({ metric, difference, low, high }: Comparison): string {
  return `${difference > 0 ? '+' : ''}${differenceWriter(metric, high - low)(difference)}`
}

/** ".002 to .018", or that it has no end yet. */
export function writeInterval({ metric, low, high }: Omit<Comparison, 'difference' | 'p' | 'test'>): string {
  if (!Number.isFinite(high - low)) return 'no bounds yet'
  const write = differenceWriter(metric, high - low)
  return `${write(low)} to ${write(high)}`
}

/** The end of an axis that several differences with their intervals share, on either side of 0; infinite ends do not count. */
export function furthestOf(differences: readonly Pick<Comparison, 'difference' | 'low' | 'high'>[]): number {
  const ends = differences.flatMap(({ difference, low, high }) => [difference, low, high])
  return Math.max(Number.MIN_VALUE, ...ends.filter(Number.isFinite).map(Math.abs))
}

/** ".023", or "< .001". */
export function writeP(p: number): string {
  return p < 0.001 ? '< .001' : formatScore(p)
}

function sayP(p: number): string {
  return `p ${p < 0.001 ? '' : '= '}${writeP(p)}`
}
