import { NativeSelect } from '@mantine/core'
import { trainRowsOf } from '@/components/run/trainRows.ts'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { DeviceChip } from '@/components/shell/DeviceChip.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { formatAgo, formatUnits } from '@/core/format/format.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { SWEEP_METHOD_LABELS, type SweepId } from '@/core/sweep/sweep.ts'
import { sweepNow, sweepsOf } from '@/state/sweep.ts'
import { useAssay } from '@/state/useAssay.ts'
import { SweepForm } from './SweepForm.tsx'
import { SweepView } from './SweepView.tsx'
import styles from './sweep.module.css'

/** Searches over settings: what to search on the left, one sweep with its trials beside it. */
export function SweepPage({ experimentId, sweepId }: { experimentId: ExperimentId; sweepId: SweepId | undefined }) {
  const shelves = useAssay((state) => state.shelves)
  const liveTrials = useAssay((state) => state.liveTrials)
  const experiment = shelves.experiment[experimentId]
  if (!experiment) return <NoSuchQuestion />
  const sweeps = sweepsOf({ shelves }, experimentId)
  const chosen = sweepId ?? sweeps[0]?.id
  const sweep = chosen ? sweepNow({ shelves, liveTrials }, chosen) : undefined
  return (
    <Page
      title="Sweep"
      facts={
        <span>
          asks about <b>{experiment.question.target}</b>
        </span>
      }
      actions={<DeviceChip />}
      asideSide="left"
      asideLabel="What to search"
      isAsideLater={sweep !== undefined}
      aside={<SweepForm experiment={experiment} trainRows={trainRowsOf({ shelves }, experiment)} />}
    >
      {sweeps.length > 1 && sweep && (
        <div className={styles.choice}>
          <NativeSelect
            aria-label="Sweep that is shown"
            value={sweep.id}
            data={sweeps.map(({ id, base, method, trials, createdAt }) => ({
              value: id,
              label: `${LEARNERS[base.kind].label(experiment.question.task)}, ${SWEEP_METHOD_LABELS[method]}, ${formatUnits(trials.length, 'trial')}, ${formatAgo(createdAt, Date.now())}`,
            }))}
            onChange={(event) => goTo({ page: 'sweep', experimentId, sweepId: event.currentTarget.value })}
          />
        </div>
      )}
      {sweep ? (
        <SweepView key={sweep.id} sweep={sweep} />
      ) : (
        <Empty>
          {sweepId
            ? 'This sweep is not in this browser. Begin another, or choose one of those that are.'
            : 'Nothing is searched yet. Tick the settings to search and where, then search: every trial is kept, with its scores.'}
        </Empty>
      )}
    </Page>
  )
}
