import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { RunMark, runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import {
  furthestOf,
  sayVerdict,
  VERDICT_TONES,
  type Verdict,
  writeDifference,
  writeInterval,
  writeP,
} from '@/core/compare/comparison.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { tableOfVerdicts } from './compareTables.ts'
import { DifferenceWhisker } from './DifferenceWhisker.tsx'
import styles from './run.module.css'

export interface VerdictRow {
  readonly ranked: Ranked
  /** On how many folds or seeds, where the verdict is not one of single rows: "10 folds". */
  readonly over?: string | undefined
  /** What is shown; else what stands in its place: that there is none, or that it is awaited. */
  readonly verdict: Verdict | string
  /** What the test came to, where it has a figure of its own: "t = 2.31, df = 9". */
  readonly statistic?: string | undefined
}

/** What is shown of runs beside the base, all differences on one axis. */
export function VerdictTable({
  label,
  base,
  rows,
  metric,
}: {
  label: string
  base: Ranked
  rows: readonly VerdictRow[]
  metric: MetricName
}) {
  const verdicts = rows.flatMap(({ verdict }) => (typeof verdict === 'string' ? [] : [verdict]))
  const furthest = furthestOf(verdicts)
  const isAdjusted = verdicts.some(({ family }) => family > 1)
  const hasOver = rows.some(({ over }) => over !== undefined)
  return (
    <>
      <Scrollable label={label} className={styles.scroll!}>
        <table className={styles.verdicts}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              {hasOver && <th scope="col">Over</th>}
              <th scope="col">Verdict</th>
              <th scope="col" className="n">
                Difference
              </th>
              <th scope="col" className={styles.differenceAxis}>
                {METRICS[metric].better === 'higher' ? 'higher is better →' : '← lower is better'}
              </th>
              <th scope="col" className="n">
                {INTERVAL_95}
              </th>
              <th scope="col" className="n">
                {isAdjusted ? 'p, adjusted' : 'p'}
              </th>
              <th scope="col">Test</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ ranked, over, verdict, statistic }) => (
              <tr key={`${over} ${ranked.run.id}`}>
                <th scope="row">
                  <a className={styles.runLink} href={hrefOf({ page: 'run', runId: ranked.run.id })}>
                    <RunMark mark={ranked.run.mark} kind={ranked.run.spec.learner.kind} /> {ranked.name}
                  </a>
                </th>
                {hasOver && <td>{over}</td>}
                {typeof verdict === 'string' ? (
                  <>
                    <td className="secondary">{verdict}</td>
                    <td colSpan={5} />
                  </>
                ) : (
                  <>
                    <td className={VERDICT_TONES[verdict.verdict]}>
                      {sayVerdict(verdict.verdict, base.run.mark.letter)}
                    </td>
                    <td className="n">{writeDifference(verdict)}</td>
                    <td>
                      <DifferenceWhisker of={verdict} furthest={furthest} colour={runColourOf(ranked.run)} />
                    </td>
                    <td className="n">{writeInterval(verdict)}</td>
                    <td className="n" title={verdict.family > 1 ? `Not adjusted: ${writeP(verdict.rawP)}` : undefined}>
                      {writeP(verdict.p)}
                    </td>
                    <td className="caption">
                      {verdict.test}
                      {statistic && `, ${statistic}`}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable name={label} table={() => tableOfVerdicts(base, rows, metric)} />
    </>
  )
}
