import { runColourOf } from '@/components/ui/RunMark.tsx'
import { differenceWriter } from '@/core/compare/comparison.ts'
import type { judgeDrops } from '@/core/explain/dropColumns.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Run } from '@/core/run/run.ts'
import { EffectTable } from './EffectTable.tsx'
import { signed } from './say.ts'

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
  const widths = judged.flatMap(({ verdict }) => (verdict ? [verdict.high - verdict.low] : []))
  const { label, better } = METRICS[metric]
  return (
    <EffectTable
      label="Trained without a column"
      caption={
        <caption className="caption">
          On the validation rows; of {label} {better} is better. p is adjusted for all columns that were left out.
        </caption>
      }
      head="Without"
      valueHead={`Change of ${label}`}
      rows={judged.map(({ column, verdict, error }) => ({
        column,
        effect: verdict
          ? { ...verdict, shows: SHOWN[verdict.verdict] }
          : (error ?? 'Rows do not vary enough to tell the difference from chance.'),
      }))}
      write={signed(differenceWriter(metric, Math.max(0, ...widths)))}
      colour={runColourOf(run)}
    />
  )
}
