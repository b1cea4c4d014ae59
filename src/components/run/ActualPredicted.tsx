import { PredictedChart } from '@/components/curves/PredictedChart.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './run.module.css'

const POINTS = 2_000

/** Each dot a row: what it was against what was predicted. */
export function ActualPredicted({ run, evaluation }: { run: Run; evaluation: Evaluation }) {
  const asked = useJob(`actualPredicted ${evaluation.id} ${evaluation.digest}`, (jobs, signal) =>
    jobs.model.call('actualPredicted', { runId: run.id, part: evaluation.part, max: POINTS }, { signal }),
  )
  const { output } = asked
  return (
    <div className={styles.scatter}>
      {asked.error && <ErrorStrip error={asked.error} />}
      {output && (
        <PredictedChart
          points={Array.from(output.actual, (actual, i) => ({ actual, predicted: output.predicted[i]! }))}
          rows={output.rows}
          meanError={evaluation.metrics.mae}
          target={run.spec.question.target}
          colour={runColourOf(run)}
        />
      )}
    </div>
  )
}
