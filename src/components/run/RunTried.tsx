import { formatCount, formatDuration, formatMetric, formatShare } from '@/core/format/format.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { compareValues, METRICS } from '@/core/metrics/metric.ts'
import { describeLearner } from '@/core/run/describe.ts'
import { overFolds } from '@/core/run/folds.ts'
import { adviseRepeat } from '@/core/run/repeat.ts'
import type { Run, Tried } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** What auto tried, how good each was, and what of it answers now. */
export function RunTried({ run }: { run: Run }) {
  const result = useAssay((state) => state.shelves.result[run.id])
  const validation = useAssay((state) => state.shelves.evaluation[`${run.id}/validation`]?.metrics)
  if (!result?.auto) return null
  const { auto, folds = [] } = result
  const { metric, task } = run.spec.question
  const where = auto.folds ? `over ${formatCount(auto.folds)} folds` : 'on the validation rows'
  const mixed = auto.folds ? overFolds(folds, metric)?.mean : validation?.[metric]
  const nameOf = ({ learner }: Pick<Tried, 'learner'>) => LEARNERS[learner.kind].label(task)
  const ranked = auto.tried
    .map((tried, i) => ({ ...tried, metric: tried.metric ?? undefined, number: i + 1 }))
    .sort((a, b) => compareValues(metric, a.metric, b.metric))
  const best = ranked.find((tried) => tried.metric !== undefined)
  const voting = ranked.filter(({ weight }) => weight > 0)
  return (
    <section aria-labelledby="tried">
      <h2 id="tried">What was tried</h2>
      <p>
        {best && voting.length > 1
          ? `A mix of ${formatCount(voting.length)} answers: ${where} it has ${METRICS[metric].label} ${formatMetric(metric, mixed)}, the best alone (${nameOf(best)}) ${formatMetric(metric, best.metric)}.`
          : best && `${nameOf(best)} answers alone: no mix was better ${where}.`}{' '}
        <span className="caption">
          {auto.folds
            ? 'What was tried was compared on each fold by models that had not seen it, and a fold is scored by the mix that the other folds choose.'
            : 'Both were chosen on these rows, so they flatter it; the test rows tell.'}{' '}
          {adviseRepeat(auto)}
        </span>
      </p>
      <div className={styles.scroll}>
        <table className={`${styles.insight} ${styles.wideHeads}`}>
          <thead>
            <tr>
              <th scope="col" className="n">
                Try
              </th>
              <th scope="col">Learner</th>
              <th scope="col" className="n">
                {METRICS[metric].label}
              </th>
              <th scope="col" className="n">
                Training
              </th>
              <th scope="col" className="n">
                Vote
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((tried) => (
              <tr key={tried.number}>
                <td className="n">{tried.number}</td>
                <th scope="row">
                  {nameOf(tried)} <span className="secondary">{tried.error ?? describeLearner(tried.learner)}</span>
                </th>
                <td className="n">{formatMetric(metric, tried.metric)}</td>
                <td className="n">{formatDuration(tried.trainMs)}</td>
                <td className="n">{tried.weight > 0 ? formatShare(tried.weight) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
