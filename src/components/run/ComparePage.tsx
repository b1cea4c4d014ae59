import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { PurposeFact } from '@/components/experiment/PurposeFact.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { formatUnits } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { describeLeaders } from '@/core/run/leaderboard.ts'
import type { CompareRoute } from '@/state/route.ts'
import { useAssay } from '@/state/useAssay.ts'
import { CompareCurves } from './CompareCurves.tsx'
import { CompareRuns } from './CompareRuns.tsx'
import { CompareScores } from './CompareScores.tsx'
import { CompareSettings } from './CompareSettings.tsx'
import { CompareVerdicts } from './CompareVerdicts.tsx'
import { comparedRuns } from './compared.ts'
import styles from './run.module.css'

/**
 * Several runs side by side: scores, whether the others are better than the leftmost, which is the base, curves overlaid,
 * and the settings that differ.
 */
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
  const { metric, task } = experiment.question
  const rows = compared[0]!.validation?.rows ?? 0
  return (
    <Page
      title={`Compare ${compared.map(({ run }) => run.mark.letter).join(', ')}`}
      facts={
        <>
          <span>
            {METRICS[metric].label} on <b>{formatUnits(rows, 'validation row')}</b>
          </span>
          <PurposeFact experimentId={experimentId} />
        </>
      }
      actions={
        <>
          <Button
            component="a"
            href={hrefOf({ page: 'explore', experimentId, runIds: compared.map(({ run }) => run.id) })}
          >
            Explore
          </Button>
          <Button component="a" href={hrefOf({ page: 'runs', experimentId })}>
            Back to the runs
          </Button>
        </>
      }
    >
      <div className={styles.sections}>
        <CompareRuns route={route} compared={compared} />
        <p className={styles.verdict}>{describeLeaders(compared, metric)}</p>
        <CompareScores compared={compared} task={task} />
        <CompareVerdicts route={route} runs={compared} question={experiment.question} />
        <CompareCurves route={route} compared={compared} metric={metric} />
        <CompareSettings route={route} compared={compared} />
      </div>
    </Page>
  )
}
