import { formatCount, formatMetric, formatThreshold } from '@/core/format/format.ts'
import { METRICS, metricsFor } from '@/core/metrics/metric.ts'
import { TRAINED_THRESHOLD } from '@/core/pipeline/pipeline.ts'
import { overFolds } from '@/core/run/folds.ts'
import type { Run } from '@/core/run/run.ts'
import { sayResampled } from '@/core/run/sayReplicates.ts'
import { describeFolds } from '@/core/split/describe.ts'
import { baselineOf } from '@/state/baseline.ts'
import { useAssay } from '@/state/useAssay.ts'
import { resampledBeside } from './resampledBeside.ts'
import styles from './run.module.css'

/** How far scores are apart when other rows validate: a model of its own on each fold. */
export function RunFolds({ run }: { run: Run }) {
  const shelves = useAssay((state) => state.shelves)
  const folds = shelves.result[run.id]?.folds
  const threshold = shelves.pipeline[run.id]?.threshold
  const baseline = baselineOf({ shelves }, run)
  if (!folds || folds.length === 0) return null
  const { metric: primary, task, split, folds: asked = folds.length } = run.spec.question
  const metrics = metricsFor(task).filter((metric) => overFolds(folds, metric))
  const failed = folds.find(({ error }) => error)
  const main = overFolds(folds, primary)
  const [beside] =
    baseline && run.spec.learner.kind !== 'baseline'
      ? resampledBeside(shelves, [baseline, run], primary, undefined)
      : []
  const verdict = beside?.verdicts[0]
  const isMoved = threshold !== undefined && threshold !== TRAINED_THRESHOLD && task === 'binary'
  return (
    <section aria-labelledby="folds">
      <h2 id="folds">Over folds</h2>
      <p>
        {main
          ? `${METRICS[primary].label} ${formatMetric(primary, main.mean)} ± ${formatMetric(primary, main.std)} over ${formatCount(folds.length)} folds, from ${formatMetric(primary, main.low)} to ${formatMetric(primary, main.high)}.`
          : 'Too few folds came to a score.'}{' '}
        <span className="caption">
          {describeFolds(split, asked)}. ± is the standard deviation between folds.
          {folds.length < asked && ` ${formatCount(asked - folds.length)} were not trained, as the run was stopped.`}
          {failed && ` A fold failed: ${failed.error}`}
          {isMoved &&
            ` Labels of folds are by ${formatThreshold(TRAINED_THRESHOLD)}, whatever threshold was chosen since.`}
        </span>
      </p>
      {verdict && typeof verdict !== 'string' && (
        <p>{sayResampled('folds', verdict, { a: 'the baseline', b: `run ${run.mark.letter}` })}</p>
      )}
      <div className={styles.scroll}>
        <table className={styles.insight}>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col" className="n">
                Mean
              </th>
              <th scope="col" className="n">
                ±
              </th>
              {folds.map((_, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: folds have no other identity
                <th scope="col" className="n" key={i}>
                  {i + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {metrics.map((metric) => {
              const { mean, std } = overFolds(folds, metric)!
              return (
                <tr key={metric}>
                  <th scope="row">{METRICS[metric].label}</th>
                  <td className="n strong">{formatMetric(metric, mean)}</td>
                  <td className="n">{formatMetric(metric, std)}</td>
                  {folds.map(({ metrics: own }, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: folds have no other identity
                    <td className="n secondary" key={i}>
                      {formatMetric(metric, own[metric])}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
