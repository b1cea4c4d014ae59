import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import { formatDate, formatMetric, formatNumber, formatUnits } from '@/core/format/format.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Ageing } from '@/core/staleness/ageing.ts'
import styles from './staleness.module.css'

/** Every score: a row for each training, a column for each period that it was scored on. */
export function PeriodTable({
  ageing: { periods, trainings, isDate },
  metric,
}: {
  ageing: Ageing
  metric: MetricName
}) {
  const when = (time: number) => (isDate ? formatDate(time).slice(0, 10) : formatNumber(time))
  const first = Math.min(...trainings.map(({ origin }) => origin))
  const scored = periods.map((period, place) => ({ ...period, place })).slice(first)
  return (
    <div className={study.part}>
      <h3>{METRICS[metric].label} by training and period</h3>
      <Scrollable label="Scores by training and period" className={study.scroll!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Trained on</th>
              {scored.map(({ place, from, to, rows }) => (
                <th key={place} scope="col" className="n">
                  {when(from)}
                  <small>to {when(to)}</small>
                  <small>{formatUnits(rows, 'row')}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...trainings]
              .sort((a, b) => a.origin - b.origin)
              .map(({ origin, from, to, scores }) => (
                <tr key={origin}>
                  <th scope="row">
                    {when(from)} to {when(to)}
                  </th>
                  {scored.map(({ place }) => (
                    <td key={place} className={place === origin ? 'n strong' : 'n'}>
                      {formatMetric(metric, scores.find(({ period }) => period === place)?.metrics[metric])}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </Scrollable>
      <p className="caption">Down a column the models grow fresher on the same rows; the last is the freshest.</p>
    </div>
  )
}
