import { runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { differenceWriter, writeP } from '@/core/compare/comparison.ts'
import type { judgeDrops } from '@/core/explain/dropColumns.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Run } from '@/core/run/run.ts'
import styles from './explain.module.css'
import { SHOWN_WORDS, signed } from './say.ts'

const SHOWN = { worse: 'worse', better: 'better', 'no evidence': 'nothing' } as const

/** Every column that was left out, with what became of the metric. */
export function DropTable({
  run,
  metric,
  judged,
}: {
  run: Run
  metric: MetricName
  judged: ReturnType<typeof judgeDrops>
}) {
  const verdicts = judged.flatMap(({ verdict }) => verdict ?? [])
  const furthest = Math.max(...verdicts.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]), Number.MIN_VALUE)
  const write = signed(differenceWriter(metric, Math.max(0, ...verdicts.map(({ low, high }) => high - low))))
  const { label, better } = METRICS[metric]
  return (
    <Scrollable label="Trained without a column" className={styles.tall!}>
      <table className={styles.table}>
        <caption className="caption">
          On the validation rows; of {label} {better} is better. p is adjusted for all columns that were left out.
        </caption>
        <thead>
          <tr>
            <th scope="col">Without</th>
            <th scope="col" className="n">
              Change of {label}
            </th>
            <th scope="col" className="n">
              95% interval
            </th>
            <td />
            <th scope="col" className="n">
              p
            </th>
            <th scope="col">Shown</th>
          </tr>
        </thead>
        <tbody>
          {judged.map(({ column, verdict, error }) => (
            <tr key={column} data-shown={verdict !== undefined && verdict.verdict !== 'no evidence'}>
              <th scope="row">{column}</th>
              {verdict ? (
                <>
                  <td className="n">{write(verdict.difference)}</td>
                  <td className="n secondary">
                    {write(verdict.low)} to {write(verdict.high)}
                  </td>
                  <td className={styles.bar}>
                    <Whisker
                      value={verdict.difference / furthest}
                      low={verdict.low / furthest}
                      high={verdict.high / furthest}
                      colour={runColourOf(run)}
                    />
                  </td>
                  <td className="n secondary">{writeP(verdict.p)}</td>
                  <td>{SHOWN_WORDS[SHOWN[verdict.verdict]]}</td>
                </>
              ) : (
                <td colSpan={5} className={styles.why}>
                  {error ?? 'Rows do not vary enough to tell the difference from chance.'}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}
