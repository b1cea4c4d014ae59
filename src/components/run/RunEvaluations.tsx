import { Button, SegmentedControl } from '@mantine/core'
import { goTo } from '@/components/shell/useRoute.ts'
import { formatMetric, formatThreshold, formatUnits } from '@/core/format/format.ts'
import { quantileAimedAt } from '@/core/learner/learner.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import type { MetricIntervals } from '@/core/resample/intervals.ts'
import { isRankedBy, lossQuantile } from '@/core/run/quantile.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { baselineOf, isScoredBeside } from '@/state/baseline.ts'
import type { OverviewRoute } from '@/state/overviewRoute.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { ActualPredicted } from './ActualPredicted.tsx'
import { ConfusionMatrix } from './ConfusionMatrix.tsx'
import { MissingScore } from './MissingScore.tsx'
import { rowsOfCell } from './rowsOfCell.ts'
import styles from './run.module.css'
import { Score } from './Score.tsx'
import { TestLooks } from './TestLooks.tsx'
import { useIntervals } from './useIntervals.ts'

/** Scores on validation rows and, once a person opened them, on test rows; and where the run errs. */
export function RunEvaluations({ run, route }: { run: Run; route: OverviewRoute }) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const validation = evaluations[`${run.id}/validation`]
  const test = evaluations[`${run.id}/test`]
  const shown = (route.part === 'test' && test) || validation
  return (
    <>
      <section aria-labelledby="scores">
        <h2 id="scores">Scores</h2>
        <ScoreTable run={run} validation={validation} test={test} />
        {test ? <TestLooks asked={run.spec} run={run} /> : <OpenTest run={run} />}
      </section>
      {shown && (
        <section aria-labelledby="errors">
          <div className={styles.sectionHead}>
            <h2 id="errors">
              {run.spec.question.task === 'regression' ? 'Predicted against actual' : 'Right and wrong'}
            </h2>
            {test && (
              <SegmentedControl
                aria-label="Rows to look at"
                size="xs"
                value={shown.part}
                onChange={(part) => goTo({ ...route, part: part === 'test' ? part : undefined }, { replace: true })}
                data={[
                  { value: 'validation', label: 'Validation rows' },
                  { value: 'test', label: 'Test rows' },
                ]}
              />
            )}
          </div>
          {shown.confusion ? (
            <ConfusionMatrix
              confusion={shown.confusion}
              classes={run.spec.question.classes}
              rows={shown.rows}
              rowsOf={rowsOfCell(run, shown.part)}
              evaluation={shown}
            />
          ) : (
            <ActualPredicted run={run} evaluation={shown} />
          )}
        </section>
      )}
    </>
  )
}

function ScoreTable({
  run,
  validation,
  test,
}: {
  run: Run
  validation: Evaluation | undefined
  test: Evaluation | undefined
}) {
  const shelves = useAssay((state) => state.shelves)
  const { task, metric: primary } = run.spec.question
  const quantile = quantileAimedAt(run.spec.learner, task)
  const baseline = baselineOf({ shelves }, run)
  const [ofValidation, ofTest] = [useIntervals(validation), useIntervals(test)]
  const failed = ofValidation?.error ?? ofTest?.error
  const baselineHead = (part: Evaluation['part']) =>
    !baseline || isScoredBeside(baseline, run, part) ? 'Baseline there' : 'Baseline, on other rows'
  const baselineScore = (metric: MetricName, part: Evaluation['part']) => {
    const evaluation = baseline && shelves.evaluation[`${baseline.id}/${part}`]
    const value = evaluation?.metrics[metric]
    return evaluation && (value === undefined || !isRankedBy(metric, baseline, lossQuantile(run))) ? (
      <MissingScore metric={metric} evaluation={evaluation} />
    ) : (
      formatMetric(metric, value)
    )
  }
  return (
    <>
      <table className={styles.scores}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className="n">
              Validation, {formatUnits(validation?.rows ?? 0, 'row')}
            </th>
            <th scope="col" className="n">
              {baselineHead('validation')}
            </th>
            {test && (
              <>
                <th scope="col" className="n">
                  Test, {formatUnits(test.rows, 'row')}
                </th>
                <th scope="col" className="n">
                  {baselineHead('test')}
                </th>
              </>
            )}
            <th scope="col">What it says</th>
          </tr>
        </thead>
        <tbody>
          {metricsFor(task).map((metric) => (
            <tr key={metric}>
              <th scope="row">
                {METRICS[metric].label}
                {metric === primary && <span className={styles.tag}>primary</span>}
              </th>
              <td className={`n ${metric === primary ? 'strong' : ''}`}>
                <Score metric={metric} evaluation={validation} known={ofValidation} />
              </td>
              <td className="n secondary">{baselineScore(metric, 'validation')}</td>
              {test && (
                <>
                  <td className="n strong" data-testid={`test-${metric}`}>
                    <Score metric={metric} evaluation={test} known={ofTest} />
                  </td>
                  <td className="n secondary">{baselineScore(metric, 'test')}</td>
                </>
              )}
              <td className="caption">
                {METRICS[metric].meaning}
                {metric === 'pinball' && quantile !== undefined && ` Here the ${formatThreshold(quantile)} quantile.`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="caption">
        {failed
          ? `No intervals: ${failed.message}`
          : `Below each score its ${INTERVAL_95}, for rows like these${describeDependence((ofTest ?? ofValidation)?.intervals)}. There is none where resampled rows all give the same score.`}
      </p>
    </>
  )
}

/** How rows are drawn that do not stand alone. */
function describeDependence(intervals: MetricIntervals = {}): string {
  const methods = new Set(Object.values(intervals).map(({ method }) => method))
  if (methods.has('block bootstrap')) return ', drawn in blocks of neighbouring times (block bootstrap)'
  if (methods.has('cluster bootstrap')) return ', drawn by whole groups (cluster bootstrap)'
  return ''
}

/** The test rows stay closed until a person opens them: a score that is looked at while choosing is no test any more. */
function OpenTest({ run }: { run: Run }) {
  const shelves = useAssay((state) => state.shelves)
  const actions = useActions()
  const isBusy = useAssay((state) =>
    Object.values(state.jobs).some(({ kind, subject }) => kind === 'evaluate' && subject === run.id),
  )
  const hasRows = shelves.dataset[run.spec.question.datasetId] !== undefined
  const open = async () => {
    const opened = await actions().openTest(run.id)
    const baseline = baselineOf({ shelves }, run)
    // A score says little without what guessing gets on the same rows.
    if (opened && baseline) await actions().openTest(baseline.id)
  }
  if (!hasRows)
    return (
      <p className="caption">
        The rows of this run's dataset are not in this browser, so its test rows cannot be opened here.
      </p>
    )
  return (
    <p className={styles.strip}>
      <span>
        The test rows are still closed. Open them once you have chosen a run on validation rows: a score you choose by
        is no longer a test.
      </span>
      <Button loading={isBusy} onClick={() => void open()}>
        Open the test rows
      </Button>
    </p>
  )
}
