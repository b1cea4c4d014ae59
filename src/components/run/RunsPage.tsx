import { Button } from '@mantine/core'
import { useState } from 'react'
import { NoSuchQuestion } from '@/components/shell/Absent.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { parseSort, sortRuns } from '@/core/run/leaderboard.ts'
import type { RunId } from '@/core/run/run.ts'
import { verdictOf } from '@/state/baseline.ts'
import { bestRun, liveRuns, rankedRun } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { Leaderboard } from './Leaderboard.tsx'
import styles from './run.module.css'
import { TickedActions } from './TickedActions.tsx'

/** Every run of one question, ranked on validation rows with the baseline among them. */
export function RunsPage({ experimentId, sort }: { experimentId: ExperimentId; sort: string | undefined }) {
  const shelves = useAssay((state) => state.shelves)
  const [ticked, setTicked] = useState<ReadonlySet<RunId>>(new Set())
  const experiment = shelves.experiment[experimentId]
  if (!experiment) return <NoSuchQuestion />
  const { metric, target } = experiment.question
  const runs = liveRuns({ shelves }, experimentId)
  const ranked = sortRuns(
    runs.map((run) => rankedRun(shelves, run)),
    parseSort(sort, metric),
  )
  const best = bestRun({ shelves }, experimentId)
  const rows = best && shelves.evaluation[`${best.id}/validation`]?.rows
  return (
    <Page
      title="Runs"
      facts={
        <>
          <span>
            asks about <b>{target}</b>
          </span>
          {rows !== undefined && (
            <span>
              ranked by {METRICS[metric].label} on <b>{formatUnits(rows, 'validation row')}</b>
            </span>
          )}
        </>
      }
      actions={
        <>
          {runs.length > 1 && (
            <Button component="a" href={hrefOf({ page: 'explore', experimentId })}>
              Explore
            </Button>
          )}
          <Button variant="filled" component="a" href={hrefOf({ page: 'train', experimentId })}>
            Train more
          </Button>
        </>
      }
    >
      {runs.length === 0 ? (
        <Empty
          action={
            <Button variant="filled" component="a" href={hrefOf({ page: 'train', experimentId })}>
              Choose learners
            </Button>
          }
        >
          No run yet. Train a baseline and one model, and they are ranked here.
        </Empty>
      ) : (
        <>
          {best && <p className={styles.boardVerdict}>{verdictOf({ shelves }, best)}</p>}
          <Leaderboard
            experiment={experiment}
            ranked={ranked}
            sort={sort}
            best={best?.id}
            ticked={ticked}
            setTicked={setTicked}
          />
          <TickedActions
            experimentId={experimentId}
            ticked={ranked.map(({ run }) => run).filter(({ id }) => ticked.has(id))}
            setTicked={setTicked}
          />
        </>
      )}
    </Page>
  )
}
