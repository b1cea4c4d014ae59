import { Button } from '@mantine/core'
import { useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { formatMetric, formatNumber, formatUnits } from '@/core/format/format.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './run.module.css'

const SIZE = 380
const MARGIN = 48
const POINTS = 2_000

/** Each dot a row: what it was against what was predicted. On the line the two agree. */
export function ActualPredicted({ run, evaluation }: { run: Run; evaluation: Evaluation }) {
  const [isTable, setTable] = useState(false)
  const asked = useJob(`actualPredicted ${evaluation.id} ${evaluation.digest}`, (jobs, signal) =>
    jobs.model.call('actualPredicted', { runId: run.id, part: evaluation.part, max: POINTS }, { signal }),
  )
  if (asked.error) return <ErrorStrip error={asked.error} />
  const points = asked.output
  if (!points) return <div style={{ height: SIZE }} />
  const { target } = run.spec.question
  const verdict = `On ${formatUnits(evaluation.rows, 'row')} the prediction of ${target} is off by ${formatMetric('mae', evaluation.metrics.mae)} on average.`
  return (
    <>
      <p>
        {verdict}{' '}
        {points.actual.length < points.rows && (
          <span className="caption">{formatUnits(points.actual.length, 'row')} of them drawn.</span>
        )}
      </p>
      {isTable ? <Deciles {...points} /> : <Scatter {...points} target={target} label={verdict} />}
      <Button variant="subtle" onClick={() => setTable(!isTable)}>
        {isTable ? 'Show as chart' : 'Show as table'}
      </Button>
    </>
  )
}

interface Points {
  readonly actual: Float64Array
  readonly predicted: Float64Array
}

function Scatter({ actual, predicted, target, label }: Points & { target: string; label: string }) {
  const values = [...actual, ...predicted].filter(Number.isFinite)
  const low = Math.min(...values)
  const high = Math.max(...values)
  const place = (value: number) => MARGIN + ((value - low) / (high - low || 1)) * (SIZE - MARGIN - 16)
  const ticks = [low, low + (high - low) / 2, high]
  return (
    <svg className={styles.scatter} viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label}>
      <path d={`M${MARGIN} ${SIZE - MARGIN}H${SIZE - 16}`} stroke="var(--line-3)" />
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN} ${SIZE - place(tick)}H${SIZE - 16}`} stroke="var(--grid)" />
          <text x={MARGIN - 6} y={SIZE - place(tick) + 4} textAnchor="end">
            {formatNumber(tick, 3)}
          </text>
          <text x={place(tick)} y={SIZE - MARGIN + 16} textAnchor={tick === high ? 'end' : 'middle'}>
            {formatNumber(tick, 3)}
          </text>
        </g>
      ))}
      <path
        d={`M${place(low)} ${SIZE - place(low)}L${place(high)} ${SIZE - place(high)}`}
        stroke="var(--text-3)"
        strokeDasharray="4 3"
      />
      {Array.from(actual, (value, index) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no other identity
          key={index}
          cx={place(value)}
          cy={SIZE - place(predicted[index]!)}
          r="2"
          fill="var(--accent)"
          fillOpacity=".45"
        />
      ))}
      <text x={MARGIN} y={12}>
        predicted {target}
      </text>
      <text x={SIZE - 16} y={SIZE - 12} textAnchor="end">
        actual {target}
      </text>
    </svg>
  )
}

/** Tenths of the rows by actual value, with what was predicted for them on average. */
function Deciles({ actual, predicted }: Points) {
  const order = Array.from(actual.keys()).sort((a, b) => actual[a]! - actual[b]!)
  const mean = (values: Float64Array, rows: readonly number[]) =>
    rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    order.slice(Math.floor((tenth * order.length) / 10), Math.floor(((tenth + 1) * order.length) / 10)),
  ).filter((rows) => rows.length > 0)
  return (
    <table className={styles.scores}>
      <thead>
        <tr>
          <th scope="col">Tenth of the rows, by actual value</th>
          <th scope="col" className="n">
            Mean actual
          </th>
          <th scope="col" className="n">
            Mean predicted
          </th>
        </tr>
      </thead>
      <tbody>
        {tenths.map((rows, tenth) => (
          <tr key={rows[0]}>
            <th scope="row">{tenth + 1}</th>
            <td className="n">{formatNumber(mean(actual, rows))}</td>
            <td className="n">{formatNumber(mean(predicted, rows))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
