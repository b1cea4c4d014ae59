import { LineChart, type Reference, type Series } from '@/components/charts/LineChart.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { capitalise, formatMetric, formatScore } from '@/core/format/format.ts'
import { countedBy } from '@/core/learner/table.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { describeLastMetric, describeLosses } from '@/core/run/curveWords.ts'
import type { EpochRecord, Run, RunStart } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** Loss and primary metric of one run, epoch by epoch, or whatever its learner counts. */
export function RunCurves({ run }: { run: Run }) {
  const result = useAssay((state) => state.shelves.result[run.id])
  if (!result || result.history.length === 0) return null
  return (
    <section aria-labelledby="curves">
      <h2 id="curves">How it learned</h2>
      <CurvePair run={run} history={result.history} start={result.start} />
    </section>
  )
}

/**
 * The two charts of a run, finished or not: `epochs` is where they will end, `references` where other runs did. A warm start
 * stands before the first epoch.
 */
export function CurvePair({
  run,
  history,
  start,
  epochs,
  references = [],
}: {
  run: Run
  history: readonly EpochRecord[]
  start?: RunStart | undefined
  epochs?: number | undefined
  references?: readonly (Reference & { readonly of: 'loss' | 'metric' })[]
}) {
  const { metric } = run.spec.question
  const counted = countedBy(run.spec.learner.kind)
  const xName = capitalise(counted)
  const colour = runColourOf(run)
  const begun = start?.kind === 'warm' ? start : undefined
  const line = (
    id: string,
    label: string,
    role: Series['role'],
    pick: (record: EpochRecord) => number | null,
    begin?: number | null | undefined,
  ): Series => ({
    id,
    label,
    colour,
    role,
    // What was not looked at after every round is no gap.
    points: [
      ...(begin == null ? [] : [{ x: 0, y: begin }]),
      ...history.flatMap((record) => {
        const y = pick(record)
        return y === null || Number.isNaN(y) ? [] : [{ x: record.epoch, y }]
      }),
    ],
  })
  return (
    <div className={styles.curves}>
      <LineChart
        level={3}
        title="Loss"
        note={`by ${counted}, lower is better`}
        verdict={describeLosses(history, counted)}
        xName={xName}
        xMax={epochs}
        formatValue={(value) => formatScore(value)}
        series={[
          line('train', 'training', 'context', ({ trainLoss }) => trainLoss),
          line('validation', 'validation', 'subject', ({ validationLoss }) => validationLoss, begun?.validationLoss),
        ]}
        references={references.filter((reference) => reference.of === 'loss')}
      />
      <LineChart
        level={3}
        title={`${METRICS[metric].label}, validation`}
        note={`by ${counted}, ${METRICS[metric].better} is better`}
        verdict={describeLastMetric(history, metric, counted)}
        xName={xName}
        xMax={epochs}
        formatValue={(value) => formatMetric(metric, value)}
        series={[
          line('metric', 'validation', 'subject', ({ validationMetric }) => validationMetric, begun?.validationMetric),
        ]}
        references={references.filter((reference) => reference.of === 'metric')}
      />
    </div>
  )
}
