import { hrefOf } from '@/components/shell/useRoute.ts'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { differenceWriter, furthestOf, writeInterval, writeP } from '@/core/compare/comparison.ts'
import type { Look } from '@/core/compare/replicate.ts'
import { formatMetric } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import { meanOf, type SeedPair } from '@/core/run/replicates.ts'
import type { Run } from '@/core/run/run.ts'
import { DifferenceWhisker } from './DifferenceWhisker.tsx'
import resampled from './resampled.module.css'
import styles from './run.module.css'

interface PairTableProps {
  /** In the order in which they came. */
  readonly pairs: readonly SeedPair[]
  readonly looks: readonly Look[]
  readonly metric: MetricName
}

/** Pair by pair how the evidence came in: scores, their difference, and the mean so far with its interval. */
export function PairTable({ pairs, looks, metric }: PairTableProps) {
  const [first] = pairs
  if (!first) return null
  const byPairs = new Map(looks.map((look) => [look.pairs, look]))
  const furthest = furthestOf(looks)
  const write = differenceWriter(metric, furthest / 20)
  const link = (run: Run) => (
    <a href={hrefOf({ page: 'run', runId: run.id })} aria-label={`Run ${run.mark.letter}`}>
      {run.mark.letter}
    </a>
  )
  return (
    <Scrollable label="Pair by pair" className={styles.scroll!}>
      <table className={resampled.pairs}>
        <thead>
          <tr>
            <th scope="col">Seed</th>
            <th scope="col" className="n">
              {first.base.mark.letter}, {METRICS[metric].label}
            </th>
            <th scope="col" className="n">
              {first.other.mark.letter}, {METRICS[metric].label}
            </th>
            <th scope="col" className="n">
              Difference
            </th>
            <th scope="col">Mean so far</th>
            <th scope="col" className={`n ${resampled.wide}`}>
              {INTERVAL_95} so far
            </th>
            <th scope="col" className="n">
              p so far
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ seed, base, other, a, b }, index) => {
            const look = byPairs.get(index + 1)
            const difference = meanOf(b) - meanOf(a)
            return (
              <tr key={seed}>
                <th scope="row">{seed}</th>
                <td className="n">
                  {formatMetric(metric, meanOf(a))} <span className="caption">{link(base)}</span>
                </td>
                <td className="n">
                  {formatMetric(metric, meanOf(b))} <span className="caption">{link(other)}</span>
                </td>
                <td className="n">
                  {difference > 0 && '+'}
                  {write(difference)}
                </td>
                <td>{look && <DifferenceWhisker of={look} furthest={furthest} colour={runColourOf(first.other)} />}</td>
                <td className="n">{look && writeInterval(look)}</td>
                <td className="n">{look && writeP(look.p)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scrollable>
  )
}
