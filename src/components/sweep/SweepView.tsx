import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { ParallelCoordinates } from '@/components/charts/parallel/ParallelCoordinates.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { type Brushes, isWithinAll, withBrush } from '@/core/chart/brush.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { mostOf } from '@/core/run/pace.ts'
import { isUnderWay } from '@/core/run/run.ts'
import { searchableFields } from '@/core/sweep/enter.ts'
import { importanceOf } from '@/core/sweep/importance.ts'
import { narrow } from '@/core/sweep/space.ts'
import { bestTrial, SWEEP_METHOD_LABELS, type Sweep, type SweepParameter, type Trial } from '@/core/sweep/sweep.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { axesOf, formatObjective, linesOf, metricLabel, tableOfTrials } from './axes.ts'
import { ImportanceBars } from './ImportanceBars.tsx'
import styles from './sweep.module.css'
import { TrialTable } from './TrialTable.tsx'

/** Trials that are searched more at once. */
const MORE = 10

/** One sweep: how far it is, its trials as lines, what matters, and what can be done next. */
export function SweepView({ sweep }: { sweep: Sweep }) {
  const actions = useActions()
  const isStopping = useAssay(({ stoppingSweeps }) => stoppingSweeps.has(sweep.id))
  const isMine = useAssay(({ liveTrials }) => liveTrials[sweep.id] !== undefined)
  const [brushes, setBrushes] = useState<Brushes>({})
  const [error, setError] = useState<ErrorData | undefined>()
  const { task } = sweep.question
  const fields = useMemo(() => searchableFields(sweep.base.kind, task), [sweep.base.kind, task])
  const axes = useMemo(() => axesOf(sweep, fields), [sweep, fields])
  const isBusy = isUnderWay(sweep)
  // A forest is grown for it: not anew for every epoch that is told.
  const ended = sweep.trials.filter(({ status }) => status !== 'running').length
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known changes when a trial ends
  const shares = useMemo(() => importanceOf(sweep), [sweep.id, ended, isBusy])
  const best = bestTrial(sweep)
  const lines = useMemo(() => linesOf(sweep, axes, best), [sweep, axes, best])
  const chosen = useMemo(() => {
    const places = new Map(axes.map(({ key }, i) => [key, i]))
    const within = lines.filter(({ at }) => isWithinAll(brushes, (key) => at[places.get(key)!]))
    return new Set(within.map(({ id }) => id))
  }, [lines, axes, brushes])
  const within = withinBrushes(sweep, brushes)
  const isBrushed = Object.keys(brushes).length > 0

  const attempt = async (work: () => Promise<unknown>) => {
    setError(undefined)
    try {
      await work()
    } catch (cause) {
      setError(toErrorData(cause))
    }
  }
  const promote = (trial: Trial) =>
    attempt(async () => {
      const run = await actions().promoteTrial(sweep.id, trial)
      if (run) goTo({ page: 'train', experimentId: sweep.experimentId })
    })
  const left = sweep.runCap - sweep.trials.length
  const trained =
    ended +
    sweep.trials
      .filter(({ status }) => status === 'running')
      .reduce((sum, { epochsDone }) => sum + epochsDone / (mostOf(sweep.base) ?? 1), 0)

  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <h2>
          {LEARNERS[sweep.base.kind].label(task)}, {SWEEP_METHOD_LABELS[sweep.method]}
        </h2>
        <p className={styles.state} role="status">
          {stateOf(sweep, isBusy, isStopping, isMine)}
        </p>
        <div className={styles.actions}>
          {isBusy ? (
            isMine && (
              <Button variant="default" disabled={isStopping} onClick={() => actions().stopSweep(sweep.id)}>
                {isStopping ? 'Stopping' : 'Stop and keep the trials'}
              </Button>
            )
          ) : (
            <>
              {left > 0 &&
                !sweep.within &&
                (sweep.status === 'stopped' || sweep.status === 'interrupted' || sweep.status === 'failed') && (
                  <Button variant="default" onClick={() => void attempt(() => actions().extendSweep(sweep.id))}>
                    Go on with {formatUnits(left, 'trial')}
                  </Button>
                )}
              {isBrushed && within && (
                <Button
                  variant="default"
                  onClick={() => void attempt(() => actions().extendSweep(sweep.id, { trials: MORE, within }))}
                >
                  Search {MORE} more trials there
                </Button>
              )}
              <Button variant="subtle" onClick={() => void attempt(() => actions().removeSweep(sweep.id))}>
                Remove
              </Button>
            </>
          )}
        </div>
      </div>
      {isBusy && <ProgressBar label="Trials trained" share={sweep.runCap > 0 ? trained / sweep.runCap : undefined} />}
      {(error ?? sweep.error) && (
        <ErrorStrip error={(error ?? sweep.error)!} {...(error && { onClose: () => setError(undefined) })} />
      )}
      {best && (
        <p className={styles.verdict}>
          {isBusy ? 'Best so far' : 'Best'}: trial {best.number}, {metricLabel(sweep.metric).toLowerCase()}{' '}
          <b>{formatObjective(sweep.metric, best)}</b>
          {best.status === 'done' && !isBusy && (
            <Button variant="filled" onClick={() => void promote(best)}>
              Make the best a run
            </Button>
          )}
        </p>
      )}
      {sweep.trials.length > 0 && (
        <>
          <section aria-label="Trials as lines" className={styles.part}>
            <ParallelCoordinates
              axes={axes}
              lines={lines}
              brushes={brushes}
              chosen={chosen}
              onBrush={(key, brush) => setBrushes((old) => withBrush(old, key, brush))}
              title="Trials as lines"
              level={3}
              table={() => tableOfTrials(sweep, fields, sweep.trials)}
              verdict={`${formatUnits(sweep.trials.length, 'trial')} over ${formatUnits(axes.length - 1, 'setting')}${
                best ? `; the best is trial ${best.number} with ${formatObjective(sweep.metric, best)}` : ''
              }`}
            />
            <p className={styles.legend}>
              <span>
                The stronger the colour, the better; the best is orange; dashed is still training, or diverged.
              </span>
              {isBrushed ? (
                <Button variant="subtle" size="xs" onClick={() => setBrushes({})}>
                  Choose all again
                </Button>
              ) : (
                <span>Draw along an axis to choose trials, and to search more there.</span>
              )}
            </p>
          </section>
          <ImportanceBars shares={shares} labelOf={(key) => fields.find((field) => field.key === key)?.label ?? key} />
          <TrialTable sweep={sweep} chosen={chosen} fields={fields} onPromote={(trial) => void promote(trial)} />
          <p className="secondary">
            A trial keeps its scores, not its model. As a run it is trained again, to the same figures, and is then
            ranked with the others on{' '}
            <a href={hrefOf({ page: 'runs', experimentId: sweep.experimentId })}>the Runs page</a>.
          </p>
        </>
      )}
    </div>
  )
}

function stateOf(sweep: Sweep, isBusy: boolean, isStopping: boolean, isMine: boolean): string {
  const trials = `${formatCount(sweep.trials.filter(({ status }) => status !== 'running').length)} of ${formatUnits(sweep.runCap, 'trial')}`
  const device = sweep.device ? `, ${sweep.device.adapter}` : ''
  if (isStopping) return `Stopping after the chunk under way: ${trials}`
  if (!isBusy) return `${END_WORDS[sweep.status] ?? ''}: ${trials}${device}`
  if (!isMine && sweep.trials.length === 0) return 'Waiting, or preparing the rows'
  return `${isMine ? 'Searching' : 'Searching in another tab'}: ${trials}${device}`
}

const END_WORDS: Readonly<Partial<Record<Sweep['status'], string>>> = {
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
  interrupted: 'Interrupted, as its tab was closed',
}

/** The part of the space within the brushes; undefined where nothing is left of a setting, or only results are brushed. */
function withinBrushes({ parameters }: Sweep, brushes: Brushes): readonly SweepParameter[] | undefined {
  if (!parameters.some(({ key }) => brushes[key])) return undefined
  const narrowed = parameters.map((parameter) => {
    const brush = brushes[parameter.key]
    return brush ? narrow(parameter, brush.low, brush.high) : parameter
  })
  return narrowed.every((each) => each !== undefined) ? (narrowed as readonly SweepParameter[]) : undefined
}
