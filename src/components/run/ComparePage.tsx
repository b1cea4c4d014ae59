import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { PurposeFact } from '@/components/experiment/PurposeFact.tsx'
import { RowByRow } from '@/components/prediction/RowByRow.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { shareOf } from '@/core/budget.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import { useAssay } from '@/state/useAssay.ts'
import { CompareCurves } from './CompareCurves.tsx'
import { CompareRuns } from './CompareRuns.tsx'
import { CompareScores } from './CompareScores.tsx'
import { CompareSettings } from './CompareSettings.tsx'
import { CompareVerdicts } from './CompareVerdicts.tsx'
import compareStyles from './compare.module.css'
import { type Compared, comparedRuns } from './compared.ts'
import { judgingMetric } from './judging.ts'
import { ResampledVerdicts } from './ResampledVerdicts.tsx'
import styles from './run.module.css'
import { SureSection } from './SureSection.tsx'
import { useSaveComparison } from './useSaveComparison.ts'

/** Runs side by side, as the address names them; the leftmost is the base. */
export function ComparePage({ route }: { route: CompareRoute }) {
  const { experimentId } = route
  const shelves = useAssay((state) => state.shelves)
  const ids = route.runIds.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the route is another with every change of the address
  const compared = useMemo(() => comparedRuns(shelves, route.runIds), [shelves, ids])
  const experiment = shelves.experiment[experimentId]
  if (!experiment || compared.length < 2)
    return (
      <Page title="Compare">
        <Empty action={<a href={hrefOf({ page: 'runs', experimentId })}>Back to the runs</a>}>
          Two runs are needed to compare. Tick them on the Runs page.
        </Empty>
      </Page>
    )
  return <Comparison route={route} experiment={experiment} compared={compared} />
}

/** Scores, whether the others are better than the base, curves overlaid, and the settings that differ. */
function Comparison({
  route,
  experiment,
  compared,
}: {
  route: CompareRoute
  experiment: Experiment
  compared: readonly Compared[]
}) {
  const { id: experimentId, name, question } = experiment
  const saving = useSaveComparison(name, question, route, compared)
  const { progress } = saving
  const { metric, part, adjustment } = route
  const judged = useMemo(() => ({ metric, part, adjustment }), [metric, part, adjustment])
  const rows = compared[0]!.validation?.rows ?? 0
  const judgedBy = judgingMetric(route, question)
  return (
    <Page
      title={`Compare ${compared.map(({ run }) => run.mark.letter).join(', ')}`}
      facts={
        <>
          <span>
            {METRICS[question.metric].label} on <b>{formatUnits(rows, 'validation row')}</b>
          </span>
          <PurposeFact experimentId={experimentId} />
        </>
      }
      actions={
        <>
          <a href={hrefOf({ page: 'runs', experimentId })}>Back to the runs</a>
          <Button
            component="a"
            href={hrefOf({ page: 'explore', experimentId, runIds: compared.map(({ run }) => run.id) })}
          >
            Explore
          </Button>
          <Button onClick={saving.save} disabled={saving.isBusy}>
            Save as HTML
          </Button>
        </>
      }
    >
      <div className={styles.sections}>
        {saving.isSlow && (
          <div className={compareStyles.saving} role="status">
            <span>Working out the verdicts for the file</span>
            <ProgressBar share={shareOf(progress)} label="Drawing resamples" />
            <Button onClick={saving.stop}>Stop</Button>
          </div>
        )}
        {saving.error && <ErrorStrip error={saving.error} onClose={saving.forget} />}
        <CompareRuns experimentId={experimentId} asked={new Set(route.runIds).size} compared={compared} />
        <CompareVerdicts route={judged} runs={compared} question={question} />
        <CompareScores asked={part} compared={compared} question={question} />
        <RowByRow route={route} runs={compared.map(({ run }) => run)} question={question} />
        <ResampledVerdicts runs={compared} metric={judgedBy} adjustment={adjustment} />
        <SureSection route={route} runs={compared} metric={judgedBy} />
        <CompareCurves route={route} compared={compared} metric={question.metric} />
        <CompareSettings diffOnly={route.diffOnly} compared={compared} />
      </div>
    </Page>
  )
}
