import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { RegressionCurves } from '@/core/curves/runCurves.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import styles from './curves.module.css'
import { PredictedChart } from './PredictedChart.tsx'
import { QuantileChart, ResidualChart, ResidualHistogram } from './ResidualCharts.tsx'

/** All that is drawn of a number: where it errs, and how far. */
export function RegressionCharts({
  run,
  evaluation,
  curves,
}: {
  run: Run
  evaluation: Evaluation
  curves: RegressionCurves
}) {
  const colour = runColourOf(run)
  const about = { curves, target: run.spec.question.target, colour }
  return (
    <section aria-labelledby="residuals">
      <h2 id="residuals">Where and how far it is off</h2>
      <div className={styles.pair}>
        <ResidualChart {...about} />
        <PredictedChart {...about} points={curves.points} rows={curves.rows} meanError={evaluation.metrics.mae} />
        <ResidualHistogram {...about} />
        <QuantileChart {...about} />
      </div>
    </section>
  )
}
