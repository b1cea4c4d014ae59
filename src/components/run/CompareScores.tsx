import { memo } from 'react'
import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatCount, formatDuration } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { besideBase, bestValue, describeLeaders } from '@/core/run/leaderboard.ts'
import { comparedQuantile, isRankedBy, rankedScores, scoreLabel } from '@/core/run/quantile.ts'
import type { Evaluation } from '@/core/run/run.ts'
import { intervalKey } from '@/state/intervals.ts'
import { useAssay } from '@/state/useAssay.ts'
import { CompareHeads } from './CompareHeads.tsx'
import { CompareThresholds } from './CompareThresholds.tsx'
import type { Compared } from './compared.ts'
import { comparedPart } from './comparedPart.ts'
import { tableOfScores } from './compareTables.ts'
import { MissingScore } from './MissingScore.tsx'
import styles from './run.module.css'
import { Score } from './Score.tsx'
import { useWantedIntervals } from './useIntervals.ts'

/** What runs came to on the rows that they are judged on, metric by metric, each with its interval; the best of each in strong type. */
export const CompareScores = memo(function CompareScores({
  asked,
  compared,
  question: { task, metric: primary },
}: {
  /** The part that the address asks for. */
  asked: Evaluation['part'] | undefined
  compared: readonly Compared[]
  question: Question
}) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const intervals = useAssay((state) => state.intervals)
  const { part } = comparedPart(
    evaluations,
    compared.map(({ run }) => run.id),
    asked,
  )
  const quantile = comparedQuantile(compared.map(({ run }) => run))
  const scored = compared.map((each) => {
    const evaluation = evaluations[`${each.run.id}/${part}`]
    return { ...each, evaluation, metrics: rankedScores(evaluation?.metrics ?? {}, each.run, quantile) }
  })
  const ranked = besideBase(scored, part)
  useWantedIntervals(scored.flatMap(({ evaluation }) => evaluation ?? []))
  const isBest = (row: (typeof scored)[number], name: MetricName) =>
    ranked.includes(row) && row.metrics[name] !== undefined && row.metrics[name] === bestValue(ranked, name)
  return (
    <section aria-labelledby="scores">
      <h2 id="scores">Scores on {part} rows</h2>
      <p>{describeLeaders(scored, primary, part)}</p>
      <Scrollable label="Scores side by side" className={styles.scroll!}>
        <table className={`${styles.compare} ${styles.sideBySide}`}>
          <CompareHeads compared={compared} corner="Metric" />
          <tbody>
            {metricsFor(task).map((each) => (
              <tr key={each}>
                <th scope="row">{scoreLabel(each, quantile)}</th>
                {scored.map((row) => (
                  <td key={row.run.id} className={`n ${isBest(row, each) ? 'strong' : ''}`}>
                    {isRankedBy(each, row.run, quantile) ? (
                      <Score
                        metric={each}
                        evaluation={row.evaluation}
                        known={row.evaluation && intervals[intervalKey(row.evaluation)]}
                      />
                    ) : (
                      row.evaluation && <MissingScore metric={each} evaluation={row.evaluation} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
            <CompareThresholds runs={compared} />
            <tr>
              <th scope="row">Rows scored</th>
              {scored.map(({ run, evaluation }) => (
                <td key={run.id} className="n">
                  {evaluation ? formatCount(evaluation.rows) : <span className="caption">none</span>}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">Training time</th>
              {compared.map(({ run, trainMs }) => (
                <td key={run.id} className="n">
                  {trainMs !== undefined && formatDuration(trainMs)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </Scrollable>
      <SaveTable
        name={`Scores on ${part} rows`}
        table={() =>
          tableOfScores(
            scored.map(({ run, metrics, evaluation }) => ({
              letter: run.mark.letter,
              metrics,
              intervals: evaluation && intervals[intervalKey(evaluation)]?.intervals,
            })),
            metricsFor(task),
            quantile,
          )
        }
      />
      <p className="caption">
        Below each score its {INTERVAL_95}, for rows like these. Intervals that overlap may yet be of runs that differ:
        the verdicts above weigh both on the same rows.
      </p>
    </section>
  )
})
