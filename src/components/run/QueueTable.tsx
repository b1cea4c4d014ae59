import { Button } from '@mantine/core'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatDuration, formatMetric, formatWait } from '@/core/format/format.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import { estimateDuration, timeLeft } from '@/core/run/pace.ts'
import { describeSettings } from '@/core/run/postprocessing.ts'
import type { Run, RunId, RunStatus } from '@/core/run/run.ts'
import { liveRuns, validationScore } from '@/state/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { AgainButtons } from './AgainButtons.tsx'
import { NotifyButton } from './NotifyButton.tsx'
import { RunName } from './RunName.tsx'
import { StatusLabel } from './StatusLabel.tsx'
import styles from './train.module.css'
import { precedentsOf } from './trainOrders.ts'
import { useLiveRun } from './useLiveRun.ts'

/** What trains first, then what waits in its order, then what ended, the newest first. */
function inOrder(runs: readonly Run[]): readonly Run[] {
  const rank = ({ status }: Run) => (status === 'running' ? 0 : status === 'queued' ? 1 : 2)
  return runs.toSorted(
    (a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.createdAt - a.createdAt : a.createdAt - b.createdAt),
  )
}

const COUNTED: readonly (readonly [RunStatus, string])[] = [
  ['running', 'training'],
  ['queued', 'waiting'],
  ['done', 'done'],
  ['stopped', 'stopped'],
  ['failed', 'failed'],
  ['interrupted', 'interrupted'],
]

/** The runs of this experiment as work: status, time, score, and what can be done about each. */
export function QueueTable({
  runs,
  metric,
  explained,
}: {
  runs: readonly Run[]
  metric: MetricName
  /** A failed run whose reason is given elsewhere on the page. */
  explained?: RunId | undefined
}) {
  const counts = COUNTED.map(([status, word]) => [runs.filter((run) => run.status === status).length, word] as const)
  return (
    <section className={styles.queue} aria-labelledby="queue">
      <div className={styles.queueHead}>
        <h2 id="queue">
          Queue{' '}
          <small>
            {counts
              .filter(([count]) => count > 0)
              .map(([count, word]) => `${count} ${word}`)
              .join(', ')}
          </small>
        </h2>
        <NotifyButton />
      </div>
      <Scrollable label="Queue" className={styles.queueScroll!}>
        <table>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Settings</th>
              <th scope="col">Status</th>
              <th scope="col" className="n">
                Time
              </th>
              <th scope="col" className="n">
                {METRICS[metric].label}, validation
              </th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {inOrder(runs).map((run) => (
              <QueueRow key={run.id} run={run} metric={metric} isExplained={run.id === explained} />
            ))}
          </tbody>
        </table>
      </Scrollable>
    </section>
  )
}

function QueueRow({ run, metric, isExplained }: { run: Run; metric: MetricName; isExplained: boolean }) {
  const live = useLiveRun(run.id)
  const score = useAssay((state) => validationScore(state, run))
  const expected = useAssay((state) =>
    run.status === 'queued'
      ? estimateDuration(run.spec.learner, precedentsOf(state, liveRuns(state, run.experimentId), run.spec.device))
      : undefined,
  )
  const left = live && !live.stopping ? timeLeft(live) : undefined
  const took = run.finishedAt !== undefined && run.startedAt !== undefined ? run.finishedAt - run.startedAt : undefined
  const shown = live ? live.history.at(-1)?.validationMetric : score
  return (
    <>
      <tr data-testid="queue-row" data-status={run.status}>
        <th scope="row">
          <RunName run={run} />
        </th>
        <td className={styles.settings}>{describeSettings(run.spec)}</td>
        <td>
          <StatusLabel run={run} />
        </td>
        <td className="n secondary">
          {left !== undefined
            ? `${formatWait(left)} left`
            : expected !== undefined
              ? `at most ${formatWait(Math.max(1_000, expected))}`
              : took !== undefined && !live && formatDuration(took)}
        </td>
        <td className="n strong">{formatMetric(metric, shown)}</td>
        <td className="n">
          <RowAction run={run} />
        </td>
      </tr>
      {run.status === 'failed' && run.error && !isExplained && (
        <tr className={styles.failure}>
          <td colSpan={6}>{run.error.message}</td>
        </tr>
      )}
    </>
  )
}

function RowAction({ run }: { run: Run }) {
  const actions = useActions()
  const live = useLiveRun(run.id)
  const isQueuedHere = useAssay((state) => state.queue.includes(run.id))
  const named = (verb: string) => `${verb} run ${run.mark.letter}`
  if (live)
    return (
      <Button
        variant="subtle"
        disabled={live.stopping}
        aria-label={named('Stop')}
        onClick={() => void actions().stopRun(run.id)}
      >
        Stop
      </Button>
    )
  if (isQueuedHere)
    return (
      <Button variant="subtle" aria-label={named('Take out')} onClick={() => void actions().stopRun(run.id)}>
        Take out
      </Button>
    )
  if (run.status === 'failed' || run.status === 'interrupted' || run.status === 'stopped')
    return <AgainButtons run={run} variant="subtle" isNamed />
  return null
}
