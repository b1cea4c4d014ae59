import type { Adjustment } from '@/core/compare/adjust.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { NoResampling } from '@/core/run/replicates.ts'
import { countOver, explainNoResampling, RESAMPLED_EXPLAINED, sayResampled, sayT } from '@/core/run/sayReplicates.ts'
import { useAssay } from '@/state/useAssay.ts'
import resampled from './resampled.module.css'
import { resampledBeside, seedLines } from './resampledBeside.ts'
import styles from './run.module.css'
import { SeedTable } from './SeedTable.tsx'
import { VerdictTable } from './VerdictTable.tsx'

interface ResampledProps {
  /** The leftmost is the base. */
  readonly runs: readonly Ranked[]
  readonly metric: MetricName
  readonly adjustment: Adjustment | undefined
}

/** Whether each run is better than the base when other rows train and validate: over folds, and over seeds of both specs. */
export function ResampledVerdicts({ runs, metric, adjustment }: ResampledProps) {
  const shelves = useAssay((state) => state.shelves)
  const [base, ...others] = runs as [Ranked, ...Ranked[]]
  const found = resampledBeside(
    shelves,
    runs.map(({ run }) => run),
    metric,
    adjustment,
  )
  const lines = seedLines(shelves, runs, metric, found)
  const rows = found.flatMap(({ over, verdicts }) =>
    verdicts.flatMap((verdict, i) => (typeof verdict === 'string' ? [] : { over, verdict, ranked: others[i]! })),
  )
  return (
    <section aria-labelledby="resampled">
      <h2 id="resampled">And on other rows?</h2>
      {rows.length === 0 ? (
        <p className={`secondary ${resampled.said}`}>
          {explainNoResampling(found.flatMap(({ verdicts }) => verdicts as NoResampling[]))}
        </p>
      ) : (
        <>
          <ul className={styles.sentences}>
            {rows.map(({ over, verdict, ranked }) => (
              <li
                key={`${over} ${ranked.run.id}`}
                className={verdict.verdict === 'no evidence' ? undefined : styles.verdict}
              >
                {sayResampled(over, verdict, { a: base.run.mark.letter, b: ranked.run.mark.letter })}
              </li>
            ))}
          </ul>
          <VerdictTable
            label="Verdicts over folds and seeds"
            base={base}
            metric={metric}
            rows={rows.map(({ over, verdict, ranked }) => ({
              ranked,
              over: countOver(over, verdict.count),
              verdict,
              statistic: sayT(verdict),
            }))}
          />
          <p className={`caption ${styles.explanation}`}>{RESAMPLED_EXPLAINED}</p>
        </>
      )}
      {lines.length > 0 && <SeedTable lines={lines} metric={metric} base={base.run.mark.letter} />}
    </section>
  )
}
