import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatMetric, formatShare } from '@/core/format/format.ts'
import type { Extrapolation } from '@/core/learningCurve/extrapolate.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import styles from './learningCurve.module.css'
import type { SizeScore } from './sizes.ts'

interface SizeTableProps {
  readonly sizes: readonly SizeScore[]
  readonly found: Extrapolation | undefined
  readonly metric: MetricName
}

/** The learning curve in numbers. */
export function SizeTable({ sizes, found, metric }: SizeTableProps) {
  const interval = (low: number | undefined, high: number | undefined) =>
    low !== undefined && high !== undefined && `${formatMetric(metric, low)} to ${formatMetric(metric, high)}`
  return (
    <Scrollable label="The learning curve as a table" className="">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className="n">
              Training rows
            </th>
            <th scope="col" className="n">
              Share
            </th>
            <th scope="col" className="n">
              Draws
            </th>
            <th scope="col" className="n">
              {METRICS[metric].label}, training
            </th>
            <th scope="col" className="n">
              {METRICS[metric].label}, validation
            </th>
            <th scope="col" className="n">
              95 % interval
            </th>
          </tr>
        </thead>
        <tbody>
          {sizes.map(({ rows, share, draws, train, validation, low, high }) => (
            <tr key={share}>
              <th scope="row" className="n">
                {formatCount(Math.round(rows))}
              </th>
              <td className="n">{formatShare(share)}</td>
              <td className="n">{draws}</td>
              <td className="n">{formatMetric(metric, train)}</td>
              <td className="n strong">{formatMetric(metric, validation)}</td>
              <td className="n">{interval(low, high)}</td>
            </tr>
          ))}
          {found?.kind === 'fitted' && (
            <tr>
              <th scope="row" className="n">
                {formatCount(Math.round(found.twice.rows))}
              </th>
              <td className="n">{formatShare(2)}</td>
              <td className="n secondary" colSpan={2}>
                carried on
              </td>
              <td className="n strong">{formatMetric(metric, found.twice.score)}</td>
              <td className="n">{interval(found.twice.low, found.twice.high)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </Scrollable>
  )
}
