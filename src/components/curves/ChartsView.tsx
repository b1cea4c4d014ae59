import { Button, SegmentedControl } from '@mantine/core'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { RunCurves } from '@/core/curves/runCurves.ts'
import { formatUnits } from '@/core/format/format.ts'
import { type Evaluation, hasModel, type Run } from '@/core/run/run.ts'
import { rowsTogether } from '@/core/split/describe.ts'
import type { ChartsRoute } from '@/state/route.ts'
import { useAssay } from '@/state/useAssay.ts'
import { BinaryCharts } from './BinaryCharts.tsx'
import styles from './curves.module.css'
import { ErrorOverTime } from './ErrorOverTime.tsx'
import { MulticlassCharts } from './MulticlassCharts.tsx'
import { RegressionCharts } from './RegressionCharts.tsx'

/** Everything that can be drawn of what a run said of its validation rows or, once they are open, its test rows. */
export function ChartsView({ run, route }: { run: Run; route: ChartsRoute }) {
  const validation = useAssay((state) => state.shelves.evaluation[`${run.id}/validation`])
  const test = useAssay((state) => state.shelves.evaluation[`${run.id}/test`])
  const together = rowsTogether(run.spec.question.split)
  const evaluation = (route.part === 'test' && test) || validation
  if (!hasModel(run) || !evaluation)
    return (
      <Empty action={<a href={hrefOf({ page: 'run', runId: run.id })}>Back to the run</a>}>
        This run has no scores to draw. It has charts once it has trained.
      </Empty>
    )
  return (
    <>
      <div className={styles.line}>
        {test ? (
          <SegmentedControl
            aria-label="Rows to draw"
            size="xs"
            value={evaluation.part}
            onChange={(part) => goTo({ ...route, part: part === 'test' ? 'test' : undefined }, { replace: true })}
            data={[
              { value: 'validation', label: 'Validation rows' },
              { value: 'test', label: 'Test rows' },
            ]}
          />
        ) : (
          <span className="secondary">
            {formatUnits(evaluation.rows, 'validation row')}.{' '}
            {route.part === 'test' && 'The test rows are still closed: open them on the overview of the run.'}
          </span>
        )}
      </div>
      {together && (
        <p className="caption">
          {together}. Intervals of metrics allow for it; those of single bins and stretches take rows to stand alone,
          and are somewhat too narrow.
        </p>
      )}
      <Charts run={run} route={route} evaluation={evaluation} />
    </>
  )
}

interface ChartsProps {
  readonly run: Run
  readonly route: ChartsRoute
  readonly evaluation: Evaluation
}

function Charts(props: ChartsProps) {
  const { run, evaluation } = props
  const asked = useWatched(`curves ${evaluation.id} ${evaluation.digest}`, (jobs, options) =>
    jobs.model.call('curves', { runId: run.id, part: evaluation.part }, options),
  )
  if (asked.error?.code === 'storage.missing')
    return (
      <ErrorStrip
        error={asked.error}
        action={
          <Button component="a" href={hrefOf({ page: 'run', runId: run.id })}>
            See its scores
          </Button>
        }
      />
    )
  if (!asked.output) return <Waiting asked={asked} what="Drawing the charts" unit="class" rows={12} />
  const { route } = props
  return (
    <>
      <Drawn {...props} curves={asked.output} />
      {asked.output.kind !== 'none' && (
        <ErrorOverTime
          run={run}
          evaluation={evaluation}
          column={route.by}
          colour={runColourOf(run)}
          onColumn={(by) => goTo({ ...route, by }, { replace: true })}
        />
      )}
    </>
  )
}

function Drawn({ curves, ...props }: ChartsProps & { curves: RunCurves }) {
  switch (curves.kind) {
    case 'binary':
      return <BinaryCharts {...props} curves={curves} />
    case 'multiclass':
      return <MulticlassCharts {...props} curves={curves} />
    case 'regression':
      return <RegressionCharts run={props.run} evaluation={props.evaluation} curves={curves} />
    case 'none':
      return (
        <Empty action={<a href={hrefOf({ page: 'train', experimentId: props.run.experimentId })}>Train another</a>}>
          What this run said of these rows is not all numbers, so there is nothing to draw. Train it with a smaller
          learning rate.
        </Empty>
      )
  }
}
