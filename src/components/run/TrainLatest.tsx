import { hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { hasModel, type Run } from '@/core/run/run.ts'
import { verdictOf } from '@/state/baseline.ts'
import { useAssay } from '@/state/useAssay.ts'
import { AgainButtons } from './AgainButtons.tsx'
import { CurvePair } from './RunCurves.tsx'
import { RunName } from './RunName.tsx'
import styles from './train.module.css'
import { trainReferences } from './trainReferences.ts'

/** Runs that ended, the latest last. */
function endedRuns(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => run.finishedAt !== undefined).sort((a, b) => a.finishedAt! - b.finishedAt!)
}

/** The run that ended last, when it failed: what a person should see first. */
export function lastFailed(runs: readonly Run[]): Run | undefined {
  const last = endedRuns(runs).at(-1)
  return last?.status === 'failed' ? last : undefined
}

/** What stands there while nothing trains in this tab: what the last run came to, and what went wrong. */
export function TrainLatest({ experimentId, runs }: { experimentId: ExperimentId; runs: readonly Run[] }) {
  const elsewhere = runs.find(({ status }) => status === 'running')
  const failed = lastFailed(runs)
  const finished = endedRuns(runs).findLast(hasModel)
  return (
    <>
      {elsewhere && (
        <p className={styles.elsewhere} role="status">
          Run {elsewhere.mark.letter} is training in another tab. Its scores appear here when it ends.
        </p>
      )}
      {failed && (
        <ErrorStrip
          error={{ message: `Run ${failed.mark.letter} failed. ${failed.error?.message ?? 'It did not say why.'}` }}
          action={<AgainButtons run={failed} />}
        />
      )}
      {finished && <Finished run={finished} runs={runs} experimentId={experimentId} />}
    </>
  )
}

function Finished({ run, runs, experimentId }: { run: Run; runs: readonly Run[]; experimentId: ExperimentId }) {
  const shelves = useAssay((state) => state.shelves)
  const history = shelves.result[run.id]?.history ?? []
  return (
    <section className={styles.running} aria-labelledby="latest">
      <h2 id="latest" className={styles.latest}>
        <RunName run={run} />
        <small>the last to finish</small>
      </h2>
      <p className={styles.verdict} role="status">
        {verdictOf({ shelves }, run)} <a href={hrefOf({ page: 'runs', experimentId })}>See all runs</a>
      </p>
      {history.length > 0 && (
        <div className={styles.curves}>
          <CurvePair run={run} history={history} references={trainReferences({ shelves }, runs, run)} />
        </div>
      )}
    </section>
  )
}
