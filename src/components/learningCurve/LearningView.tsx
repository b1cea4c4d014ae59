import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { TrainingsProgress } from '@/components/run/TrainingsProgress.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import study from '@/components/ui/study.module.css'
import { formatDuration, formatUnits } from '@/core/format/format.ts'
import { type Extrapolation, extrapolate } from '@/core/learningCurve/extrapolate.ts'
import {
  type CurvePoints,
  curvePoints,
  type LearningCurve,
  leftOf,
  planTrainings,
} from '@/core/learningCurve/learningCurve.ts'
import { describeLearningCurve } from '@/core/learningCurve/verdict.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { isUnderWay, type Run } from '@/core/run/run.ts'
import { runFor } from '@/core/work.ts'
import type { LearningRoute } from '@/state/learningRoute.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { LearningChart } from './LearningChart.tsx'
import styles from './learningCurve.module.css'
import { sizeScores } from './sizes.ts'

/** Whether more data would help: the run's spec trained on parts of its training rows, and what twice the rows would bring. */
export function LearningView({ run, route }: { run: Run; route: LearningRoute }) {
  const actions = useActions()
  const curve = useAssay((state) => state.shelves.learningCurve[run.id])
  const result = useAssay((state) => state.shelves.result[run.id])
  const work = useAssay((state) => state.drawing[run.id])
  if (!result)
    return <p className="secondary">This run has no model yet, so there is nothing to draw a learning curve of.</p>
  const plan = planTrainings(result.timings.trainMs)
  const left = leftOf(plan, curve?.trainings ?? [])
  const isBusy = work !== undefined || (curve !== undefined && isUnderWay(curve))
  const estimate = left.reduce((sum, { share }) => sum + share * result.timings.trainMs, 0)
  return (
    <section aria-labelledby="more-data">
      <div className={study.head}>
        <h2 id="more-data">Would more data help?</h2>
        {!isBusy && left.length > 0 && (
          <Button variant={curve ? 'default' : 'filled'} onClick={() => void actions().drawCurve(run.id)}>
            {curve ? `Go on with ${formatUnits(left.length, 'training')}` : 'Draw the learning curve'}
          </Button>
        )}
        {!isBusy && curve && (
          <Button variant="subtle" onClick={() => void actions().removeCurve(run.id)}>
            Remove the curve
          </Button>
        )}
      </div>
      {isBusy && <TrainingsProgress work={work} onStop={() => actions().stopCurve(run.id)} />}
      {curve?.error && <ErrorStrip error={curve.error} />}
      {!isBusy && curve?.status === 'interrupted' && left.length > 0 && (
        <p className="secondary">The tab was closed before all was drawn. What was done is kept.</p>
      )}
      {!curve && (
        <p className={`secondary ${styles.said}`}>
          The same spec is trained on 10, 20, 40, 70 and 100% of its training rows, small parts several times, and
          always scored on the same validation rows: {formatUnits(plan.length, 'training')}
          {estimate >= 1_000 && `, about ${formatDuration(estimate)}`}.
        </p>
      )}
      {curve && curve.trainings.length > 0 && <Drawn run={run} curve={curve} route={route} />}
    </section>
  )
}

function Drawn({ run, curve, route }: { run: Run; curve: LearningCurve; route: LearningRoute }) {
  const { task, metric: primary, split } = run.spec.question
  const names = metricsFor(task)
  const metric = names.find((name) => name === route.metric) ?? primary
  const summary = useMemo(() => curvePoints(curve.trainings, metric), [curve.trainings, metric])
  const sizes = useMemo(() => sizeScores(summary, metric), [summary, metric])
  const found = useExtrapolation(summary, metric)
  const verdict = found ? describeLearningCurve(found, summary.points, metric) : 'Fitting the curve …'
  const failed = curve.trainings.filter(({ error }) => error)
  const { label } = METRICS[metric]
  return (
    <>
      <p className="strong" role="status">
        {verdict}
      </p>
      <NativeSelect
        aria-label="Scored by"
        value={metric}
        data={names.map((name) => ({ value: name, label: METRICS[name].label }))}
        onChange={(event) => goTo({ ...route, metric: event.currentTarget.value as MetricName }, { replace: true })}
      />
      {sizes.length === 0 ? (
        <p className="secondary">No training has a {label} yet. Choose another metric.</p>
      ) : (
        <div className={styles.chart}>
          <LearningChart {...{ sizes, found, metric }} colour={runColourOf(run)} />
        </div>
      )}
      {failed.length > 0 && (
        <p className="secondary">
          {formatUnits(failed.length, 'training')} came to nothing, on {formatUnits(failed[0]!.rows, 'row')} for one:{' '}
          {failed[0]!.error}
        </p>
      )}
      <p className={`caption ${styles.said}`}>
        Each part is drawn from the {formatUnits(curve.trainRows, 'training row')}
        {split.kind === 'group'
          ? `, rows of one ${split.column} together`
          : task === 'regression'
            ? ''
            : ', with the same mix of classes'}
        ; the recipe is fitted on the part alone. All are scored on the same{' '}
        {formatUnits(curve.validationRows, 'validation row')}, which took part in choosing the model.{' '}
        {run.spec.postprocessing?.calibration && 'Each part is calibrated as the run is. '}
        {task === 'binary' && 'Rows are called at a threshold of .5, that of training. '}
        {INTERVAL_95}s are those of other training rows as many, as the draws tell them; they do not say how other
        validation rows would score. The part to come is an inverse power law: it takes further rows to be like these.
      </p>
    </>
  )
}

/** What more rows would bring, once it is worked out; that takes some tenths of a second. */
function useExtrapolation(summary: CurvePoints, metric: MetricName): Extrapolation | undefined {
  const [known, setKnown] = useState<{ readonly of: CurvePoints; readonly found: Extrapolation }>()
  useEffect(() => {
    const controller = new AbortController()
    runFor(controller, extrapolate(summary, metric)).then(
      (found) => !controller.signal.aborted && setKnown({ of: summary, found }),
      () => {},
    )
    return () => controller.abort()
  }, [summary, metric])
  return known?.of === summary ? known.found : undefined
}
