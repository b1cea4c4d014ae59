import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark, runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { describeComparison, differenceWriter, type Verdict, writeP } from '@/core/compare/comparison.ts'
import { formatUnits } from '@/core/format/format.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { compareResampled, type NoResampling, type ResampledVerdict } from '@/core/run/replicates.ts'
import { endedOf, endedRuns } from '@/state/replication.ts'
import { useAssay } from '@/state/useAssay.ts'
import { DifferenceWhisker, furthestOf, writeInterval } from './DifferenceWhisker.tsx'
import resampled from './resampled.module.css'
import styles from './run.module.css'

const OVER = ['folds', 'seeds'] as const

interface ResampledProps {
  /** The leftmost is the base. */
  readonly runs: readonly Ranked[]
  readonly metric: MetricName
}

/** Whether each run is better than the base when other rows train and validate: over folds, and over seeds of both specs. */
export function ResampledVerdicts({ runs, metric }: ResampledProps) {
  const shelves = useAssay((state) => state.shelves)
  const [base, ...others] = runs as [Ranked, ...Ranked[]]
  const all = endedRuns({ shelves }, base.run.experimentId)
  const ended = ({ run }: Ranked) => endedOf({ shelves }, run)
  const found = OVER.map((over) => ({
    over,
    verdicts: compareResampled(ended(base), others.map(ended), metric, over, all),
  }))
  const rows = found.flatMap(({ over, verdicts }) =>
    verdicts.flatMap((verdict, i) => (typeof verdict === 'string' ? [] : { over, verdict, ranked: others[i]! })),
  )
  const letter = base.run.mark.letter
  const furthest = furthestOf(rows.map(({ verdict }) => verdict))
  return (
    <section aria-labelledby="resampled">
      <h2 id="resampled">And on other rows?</h2>
      {rows.length === 0 ? (
        <p className={`secondary ${resampled.said}`}>
          {whyNone(found.flatMap(({ verdicts }) => verdicts as NoResampling[]))}
        </p>
      ) : (
        <>
          {rows
            .filter(({ over }) => over === 'folds')
            .map(({ verdict, ranked }) => (
              <p key={ranked.run.id} className={resampled.said}>
                Over {formatUnits(verdict.count, 'fold')}:{' '}
                {describeComparison(verdict, { a: letter, b: ranked.run.mark.letter })}
              </p>
            ))}
          <Scrollable label="Verdicts over folds and seeds" className={styles.scroll!}>
            <table className={resampled.table}>
              <thead>
                <tr>
                  <th scope="col">Run</th>
                  <th scope="col">Over</th>
                  <th scope="col" className={resampled.wide}>
                    Verdict
                  </th>
                  <th scope="col" className="n">
                    Difference
                  </th>
                  <th scope="col">
                    {METRICS[metric].better === 'higher' ? 'higher is better →' : '← lower is better'}
                  </th>
                  <th scope="col" className={`n ${resampled.wide}`}>
                    95% interval
                  </th>
                  <th scope="col" className="n">
                    t (df)
                  </th>
                  <th scope="col" className="n">
                    {others.length > 1 ? 'p, adjusted' : 'p'}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ over, verdict, ranked }) => (
                  <tr key={`${over} ${ranked.run.id}`}>
                    <th scope="row">
                      <a className={styles.runLink} href={hrefOf({ page: 'run', runId: ranked.run.id })}>
                        <RunMark mark={ranked.run.mark} kind={ranked.run.spec.learner.kind} /> {ranked.name}
                      </a>
                    </th>
                    <td>{formatUnits(verdict.count, over === 'folds' ? 'fold' : 'seed')}</td>
                    <VerdictCells
                      verdict={verdict}
                      letter={letter}
                      furthest={furthest}
                      colour={runColourOf(ranked.run)}
                      metric={metric}
                    />
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrollable>
          <p className={`caption ${styles.explanation}`}>
            Folds and seeds train on rows that overlap, which the corrected t (Nadeau and Bengio) allows for. Over folds
            its p holds for this one look. Seeds may be added and looked at as often as you like: their p and interval
            hold whenever you stop.
          </p>
        </>
      )}
    </section>
  )
}

function VerdictCells({
  verdict,
  letter,
  furthest,
  colour,
  metric,
}: {
  verdict: ResampledVerdict
  letter: string
  furthest: number
  colour: string
  metric: MetricName
}) {
  const { text, tone } = sayVerdict(verdict.verdict, letter)
  const write = differenceWriter(metric, verdict.high - verdict.low)
  return (
    <>
      <td className={tone}>{text}</td>
      <td className="n">
        {verdict.difference > 0 && '+'}
        {write(verdict.difference)}
      </td>
      <td>
        <DifferenceWhisker of={verdict} furthest={furthest} colour={colour} />
      </td>
      <td className="n">{writeInterval(metric, verdict)}</td>
      <td className="n">
        {verdict.t.toFixed(2).replace('-', '−')} ({verdict.df})
      </td>
      <td className="n">{writeP(verdict.p)}</td>
    </>
  )
}

function sayVerdict(verdict: Verdict['verdict'], letter: string): { readonly text: string; readonly tone: string } {
  if (verdict === 'no evidence') return { text: 'No evidence either way', tone: 'secondary' }
  return verdict === 'better'
    ? { text: `Better than ${letter}`, tone: 'strong good' }
    : { text: `Worse than ${letter}`, tone: 'strong bad' }
}

/** What is missing for a verdict over folds or seeds, and what to do. */
function whyNone(reasons: readonly NoResampling[]): string {
  if (reasons.every((reason) => reason === 'otherRows'))
    return 'These runs ask about other data, targets or splits, so neither folds nor seeds can be compared. Train both on one question.'
  if (reasons.includes('noChance'))
    return 'These runs differ by the same amount on every fold and seed, or not at all, so chance cannot be told. Choose another metric.'
  return 'One split is one draw of luck. Ask the question with cross-validation, or train further seeds below, to see whether the difference holds when other rows train and validate.'
}
