import { Whisker } from '@/components/ui/Whisker.tsx'
import { differenceWriter } from '@/core/compare/comparison.ts'
import type { Interval } from '@/core/metrics/interval.ts'
import type { MetricName } from '@/core/metrics/metric.ts'

type Difference = Interval & { readonly difference: number }

/** The end of an axis that several differences with their intervals share, on either side of 0; infinite ends do not count. */
export function furthestOf(differences: readonly Difference[]): number {
  const ends = differences.flatMap(({ difference, low, high }) => [difference, low, high])
  return Math.max(Number.MIN_VALUE, ...ends.filter(Number.isFinite).map(Math.abs))
}

/** A difference with its interval; ends beyond the axis stop there. */
export function DifferenceWhisker({ of, furthest, colour }: { of: Difference; furthest: number; colour: string }) {
  const place = (value: number) => Math.max(-1, Math.min(1, value / furthest))
  return <Whisker value={place(of.difference)} low={place(of.low)} high={place(of.high)} colour={colour} />
}

/** "+.002 to .018", or that it has no end yet. */
export function writeInterval(metric: MetricName, { low, high }: Interval): string {
  if (!Number.isFinite(high - low)) return 'no bounds yet'
  const write = differenceWriter(metric, high - low)
  return `${write(low)} to ${write(high)}`
}
