import { LineChart, type Series } from '@/components/charts/LineChart.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { capitalise, formatMetric, formatScore } from '@/core/format/format.ts'
import { countedBy } from '@/core/learner/table.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { EpochRecord, Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** The curves of several runs on the same axes. Runs without epochs (a baseline) are dotted lines across. */
export function CompareCurves({ runs, metric }: { runs: readonly Run[]; metric: MetricName }) {
  const results = useAssay((state) => state.shelves.result)
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const trained = runs.filter(({ id }) => (results[id]?.history.length ?? 0) > 0)
  if (trained.length === 0) return null
  const lines = (pick: (record: EpochRecord) => number | null): Series[] =>
    trained.map((run) => ({
      id: run.id,
      label: run.mark.letter,
      colour: runColourOf(run),
      role: 'compared',
      dashed: run.mark.dashed,
      points: results[run.id]!.history.map((record) => ({ x: record.epoch, y: pick(record) })),
    }))
  const across = (name: MetricName) =>
    runs
      .filter((run) => !trained.includes(run))
      .flatMap((run) => {
        const y = evaluations[`${run.id}/validation`]?.metrics[name]
        return y === undefined ? [] : [{ id: run.id, label: run.mark.letter, colour: runColourOf(run), y }]
      })
  const counted = [...new Set(trained.map(({ spec }) => countedBy(spec.learner.kind)))].join(' or ')
  const xName = capitalise(counted)
  const letters = trained.map(({ mark }) => mark.letter).join(', ')
  // The loss that classes are trained on is the log loss, so a baseline's can stand beside it.
  const isLogLoss = runs[0]!.spec.question.task !== 'regression'
  return (
    <section aria-labelledby="curves">
      <h2 id="curves">How they learned</h2>
      <div className={styles.curves}>
        <LineChart
          level={3}
          title="Loss, validation"
          note={`by ${counted}, lower is better`}
          verdict={`Validation loss of runs ${letters} by ${counted}.`}
          xName={xName}
          formatValue={(value) => formatScore(value)}
          series={lines(({ validationLoss }) => validationLoss)}
          references={isLogLoss ? across('logLoss') : []}
        />
        <LineChart
          level={3}
          title={`${METRICS[metric].label}, validation`}
          note={`by ${counted}, ${METRICS[metric].better} is better`}
          verdict={`${METRICS[metric].label} of runs ${letters} by ${counted}.`}
          xName={xName}
          formatValue={(value) => formatMetric(metric, value)}
          series={lines(({ validationMetric }) => validationMetric)}
          references={across(metric)}
        />
      </div>
    </section>
  )
}
