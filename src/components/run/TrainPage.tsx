import { memo } from 'react'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { DeviceChip } from '@/components/shell/DeviceChip.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Experiment, ExperimentId } from '@/core/experiment/experiment.ts'
import { estimateParts } from '@/core/split/estimate.ts'
import { comparisonKey } from '@/state/experiment.ts'
import { liveRuns } from '@/state/run.ts'
import type { State } from '@/state/store.ts'
import { useAssay } from '@/state/useAssay.ts'
import { LearnerForm } from './LearnerForm.tsx'
import { QueueTable } from './QueueTable.tsx'
import { type PartRows, TrainFacts } from './TrainFacts.tsx'
import { lastFailed, TrainLatest } from './TrainLatest.tsx'
import { TrainRunning } from './TrainRunning.tsx'
import styles from './train.module.css'

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
      actions={<DeviceChip />}
      asideSide="left"
      asideLabel="What to train"
      aside={<LearnerForm experiment={experiment} trainRows={trainRowsOf({ shelves }, experiment, parts)} />}
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

/** As the latest run of the same question counted them, else estimated from the split. */
function partRows({ shelves }: Pick<State, 'shelves'>, { id, question }: Experiment): PartRows {
  const key = comparisonKey(question)
  const counted = liveRuns({ shelves }, id).findLast(
    (run) => shelves.result[run.id] && comparisonKey(run.spec.question) === key,
  )
  if (counted) return { rows: shelves.result[counted.id]!.rows, isExact: true }
  const dataset = shelves.dataset[question.datasetId]
  if (!dataset) return { rows: {}, isExact: false }
  const testFile = question.split.kind === 'file' ? shelves.dataset[question.split.testDatasetId] : undefined
  return { rows: estimateParts(question.split, dataset, question.target, testFile?.rows), isExact: false }
}

/** For the default settings, which go by orders of magnitude. */
function trainRowsOf({ shelves }: Pick<State, 'shelves'>, { question }: Experiment, { rows }: PartRows): number {
  return rows.train ?? shelves.dataset[question.datasetId]?.rows ?? 0
}
