import { Button } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { memo, useMemo } from 'react'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { formatCount, formatNumber, formatUnits, formatWait } from '@/core/format/format.ts'
import { isDescent } from '@/core/learner/learner.ts'
import { countedBy } from '@/core/learner/table.ts'
import { describeLive, type LiveRun } from '@/core/run/liveRun.ts'
import { shareDone, timeLeft } from '@/core/run/pace.ts'
import type { Run } from '@/core/run/run.ts'
import { runName } from '@/state/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { CurvePair } from './RunCurves.tsx'
import styles from './train.module.css'
import { trainReferences } from './trainReferences.ts'
import { useLiveRun } from './useLiveRun.ts'
import { useNow } from './useNow.ts'

// Steps are told several times a second; the curves change once an epoch.
const Curves = memo(CurvePair)

/** The run that trains in this tab: how far, how long still, its curves, and a stop that keeps the best so far. */
export function TrainRunning({ run, runs }: { run: Run; runs: readonly Run[] }) {
  const live = useLiveRun(run.id)
  const shelves = useAssay((state) => state.shelves)
  const name = useAssay((state) => runName(state, run))
  const actions = useActions()
  const now = useNow(true)
  const references = useMemo(() => trainReferences({ shelves }, runs, run), [shelves, runs, run])
  if (!live) return null
  const isPreparing = live.epochs === 0
  // Whether networks of an ensemble train side by side is known once the second begins.
  const isEnsemble = 'members' in run.spec.learner.options && !live.member && run.device?.backend !== 'webgpu'
  const left = isEnsemble || live.fold ? undefined : timeLeft(live)
  const canEndEarly = 'patience' in run.spec.learner.options && run.spec.learner.options.patience > 0
  return (
    <section className={styles.running} aria-labelledby="running">
      <div className={styles.runHead}>
        <RunMark mark={run.mark} kind={run.spec.learner.kind} size={22} />
        <h2 id="running">
          {name} <small>{describeLive(live, countedBy(run.spec.learner.kind))}</small>
        </h2>
        <span className={styles.times}>
          {left !== undefined && left > 0 && !live.stopping && (
            <b>
              {formatWait(left)} left{canEndEarly && ' at most'}
            </b>
          )}
          {run.startedAt !== undefined && <span> {formatWait(now - run.startedAt)} so far</span>}
        </span>
        <Button
          disabled={live.stopping}
          leftSection={<IconPlayerStop size={16} color="var(--bad)" aria-hidden />}
          aria-label={live.stopping ? 'Stopping…' : 'Stop and keep the best weights so far'}
          onClick={() => void actions().stopRun(run.id)}
        >
          {live.stopping ? 'Stopping…' : 'Stop and keep'}
        </Button>
      </div>
      <ProgressBar
        share={live.fold ? live.fold.done / live.fold.of : isPreparing ? undefined : shareDone(live)}
        label={`Training run ${run.mark.letter}`}
      />
      <Pace run={run} live={live} />
      {live.epochs > 0 && (
        <div className={styles.curves}>
          <Curves
            run={run}
            history={live.history}
            start={live.start}
            epochs={live.limitMs === undefined ? live.epochs : undefined}
            references={references}
          />
        </div>
      )}
    </section>
  )
}

/** Facts about how it goes, each with its unit. */
function Pace({ run, live }: { run: Run; live: LiveRun }) {
  const { learner } = run.spec
  const counted = countedBy(learner.kind)
  const patience = 'patience' in learner.options ? learner.options.patience : undefined
  return (
    <p className={styles.pace}>
      {live.stepsPerSecond > 0 && isDescent(learner) && (
        <>
          <span>
            <b>{formatNumber(live.stepsPerSecond, 3)}</b> steps/s
          </span>
          <span>
            <b>{formatNumber(live.stepsPerSecond * Math.min(learner.options.batchSize, live.trainRows), 3)}</b> rows/s
          </span>
        </>
      )}
      {live.bestEpoch > 0 && (
        <span>
          best so far: {counted} <b>{formatCount(live.bestEpoch)}</b>
        </span>
      )}
      {patience !== undefined && (
        <span>
          {patience > 0 ? (
            <>
              stops early after <b>{formatUnits(patience, counted)}</b> without a better validation loss
            </>
          ) : (
            'never stops early'
          )}
        </span>
      )}
    </p>
  )
}
