import { formatDuration, formatMetric, formatShare } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { adviseRepeat } from '@/core/run/repeat.ts'
import type { Run } from '@/core/run/run.ts'
import { tellTried } from '@/core/run/tried.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** What auto tried, how good each was, and what of it answers now. */
export function RunTried({ run }: { run: Run }) {
  const result = useAssay((state) => state.shelves.result[run.id])
  const validation = useAssay((state) => state.shelves.evaluation[`${run.id}/validation`]?.metrics)
  const { metric } = run.spec.question
  const told = result && tellTried(result, run.spec.question, validation)
  if (!result?.auto || !told) return null
  return (
    <section aria-labelledby="tried">
      <h2 id="tried">What was tried</h2>
      <p>
        {told.verdict}{' '}
        <span className="caption">
          {told.judging} {adviseRepeat(result.auto)}
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
            {told.ranked.map((tried) => (
              <tr key={tried.number}>
                <td className="n">{tried.number}</td>
                <th scope="row">
                  {tried.name} <span className="secondary">{tried.about}</span>
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
