import { memo } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatDuration, formatMetric } from '@/core/format/format.ts'
import { METRICS, metricsFor, type TaskKind } from '@/core/metrics/metric.ts'
import { bestValue, type Ranked } from '@/core/run/leaderboard.ts'
import { CompareHeads } from './CompareHeads.tsx'
import { CompareThresholds } from './CompareThresholds.tsx'
import styles from './run.module.css'

/** What runs came to on their validation rows, metric by metric, the best of each in strong type. */
export const CompareScores = memo(function CompareScores({
  compared,
  task,
}: {
  compared: readonly Ranked[]
  task: TaskKind
}) {
  return (
    <section aria-labelledby="scores">
      <h2 id="scores">Scores</h2>
      <Scrollable label="Scores side by side" className={styles.scroll!}>
        <table className={styles.compare}>
          <CompareHeads compared={compared} corner="Metric" />
          <tbody>
            {metricsFor(task).map((each) => (
              <tr key={each}>
                <th scope="row">{METRICS[each].label}</th>
                {compared.map(({ run, metrics }) => (
                  <td
                    key={run.id}
                    className={`n ${metrics[each] !== undefined && metrics[each] === bestValue(compared, each) ? 'strong' : ''}`}
                  >
                    {formatMetric(each, metrics[each])}
                  </td>
                ))}
              </tr>
            ))}
            <CompareThresholds runs={compared} />
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
    </section>
  )
})
