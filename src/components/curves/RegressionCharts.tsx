import { goTo } from '@/components/shell/useRoute.ts'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { RegressionCurves } from '@/core/curves/runCurves.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { ChartsRoute } from '@/state/route.ts'
import styles from './curves.module.css'
import { ErrorOverTime } from './ErrorOverTime.tsx'
import { PredictedChart } from './PredictedChart.tsx'
import { QuantileChart, ResidualChart, ResidualHistogram } from './ResidualCharts.tsx'

/** All that is drawn of a number: where it errs, how far, and when. */
export function RegressionCharts({
  run,
  route,
  evaluation,
  curves,
}: {
  run: Run
  route: ChartsRoute
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
      <ErrorOverTime
        run={run}
        evaluation={evaluation}
        column={route.by}
        colour={colour}
        onColumn={(by) => goTo({ ...route, by }, { replace: true })}
      />
    </section>
  )
}
