import { Button } from '@mantine/core'
import { memo } from 'react'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { DeviceChip } from '@/components/shell/DeviceChip.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { liveRuns } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { LearnerForm } from './LearnerForm.tsx'
import { QueueTable } from './QueueTable.tsx'
import { TrainFacts } from './TrainFacts.tsx'
import { lastFailed, TrainLatest } from './TrainLatest.tsx'
import { TrainRunning } from './TrainRunning.tsx'
import styles from './train.module.css'
import { partRows, trainRowsOf } from './trainRows.ts'

/**
 * Choose learners, watch them learn, and what waits. Kept from rendering with its parents, which do so whenever a step is
 * told: hundreds of times a second on small data.
 */
export const TrainPage = memo(function TrainPage({ experimentId }: { experimentId: ExperimentId }) {
  const shelves = useAssay((state) => state.shelves)
  const runningHere = useAssay((state) =>
    Object.keys(state.live).find((id) => state.shelves.run[id]?.experimentId === experimentId),
  )
  const experiment = shelves.experiment[experimentId]
  if (!experiment) return <NoSuchQuestion />
  const runs = liveRuns({ shelves }, experimentId)
  const parts = partRows({ shelves }, experiment)
  const running = runningHere && shelves.run[runningHere]
  return (
    <Page
      title="Train"
      facts={<TrainFacts experiment={experiment} parts={parts} />}
      actions={
        <>
          <Button component="a" variant="default" href={hrefOf({ page: 'sweep', experimentId })}>
            Search settings
          </Button>
          <DeviceChip />
        </>
      }
      asideSide="left"
      asideLabel="What to train"
      isAsideLater={runs.length > 0}
      aside={<LearnerForm experiment={experiment} trainRows={trainRowsOf({ shelves }, experiment)} />}
    >
      {runs.length === 0 ? (
        <Empty>Nothing is trained yet. Tick the learners to try, then train: every run is kept, with its scores.</Empty>
      ) : (
        <div className={styles.main}>
          {running ? (
            <TrainRunning run={running} runs={runs} />
          ) : (
            <TrainLatest experimentId={experimentId} runs={runs} />
          )}
          <QueueTable
            runs={runs}
            metric={experiment.question.metric}
            explained={running ? undefined : lastFailed(runs)?.id}
          />
        </div>
      )}
    </Page>
  )
})
