import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { CALIBRATION_HELP, CALIBRATION_WORDS, type CalibrationKind } from '@/core/calibration/calibration.ts'
import { type Conformal, type ConformalSpec, leastRows, SET_WORDS } from '@/core/conformal/conformal.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import { formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import { type Postprocessing, withPostprocessing } from '@/core/run/postprocessing.ts'
import type { Run, RunResult } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { CalibrationSelect, LevelSelect, SetSelect } from './PostprocessingFields.tsx'
import styles from './postprocessing.module.css'
import { RunCoverage } from './RunCoverage.tsx'

/** What the run's probabilities and intervals were fitted to, and how they hold up; or how to have them. */
export function RunPostprocessing({ run }: { run: Run }) {
  const shelves = useAssay((state) => state.shelves)
  const result = shelves.result[run.id]
  const pipeline = shelves.pipeline[run.id]
  if (!result || !pipeline) return null
  const { calibration, conformal } = pipeline
  const { task } = run.spec.question
  const isClasses = task !== 'regression'
  const hasRows = shelves.dataset[run.spec.question.datasetId] !== undefined
  const canCalibrate = isClasses && !calibration && run.spec.learner.kind !== 'baseline'
  return (
    <section aria-labelledby="postprocessing">
      <h2 id="postprocessing">{isClasses ? 'Calibration and prediction sets' : 'Intervals'}</h2>
      {calibration && (
        <p>
          Probabilities are calibrated by {CALIBRATION_WORDS[calibration.kind]} on{' '}
          {formatUnits(result.rows.validation, 'validation row')}.{' '}
          <span className="caption">
            The validation scores of this run are cross-fitted: each row has the probability that a calibration without
            it gives. Test rows took no part. Folds of a cross-validation are scored without calibration.
          </span>
        </p>
      )}
      {conformal && (
        <>
          <WhatIsPromised conformal={conformal} />
          <RunCoverage run={run} conformal={conformal} />
        </>
      )}
      {hasRows && (canCalibrate || !conformal) && (
        <Additions run={run} result={result} task={task} canCalibrate={canCalibrate} canBound={!conformal} />
      )}
    </section>
  )
}

/** What an interval or a set promises, and on what that rests. */
function WhatIsPromised({ conformal: { kind, level, bound, rows } }: { conformal: Conformal }) {
  const share = formatShare(level)
  const fitted = formatUnits(rows, 'validation row')
  if (bound === null)
    return (
      <p>
        {fitted} cannot bound {share} of rows: {formatUnits(leastRows(level), 'row')} at least are needed.{' '}
        {kind === 'residual' ? 'Every interval is infinite.' : 'Every set holds every class.'} Give validation a larger
        share in the split, or ask for a lower level.
      </p>
    )
  return (
    <p>
      {kind === 'residual'
        ? `Each prediction has an interval of ± ${formatNumber(bound)} that is to hold the truth in ${share} of rows.`
        : `Each prediction has a set of classes that is to hold the true one in ${share} of rows: ${SET_WORDS[kind]}.`}{' '}
      <span className="caption">
        Split conformal on {fitted}. These rows also took part in choosing the model (when to stop, how strong a
        penalty, which mix), which makes the promise slightly optimistic: test rows show whether it is kept.
      </span>
    </p>
  )
}

/** Starts the run's spec once more with one thing added. */
function Additions({
  run,
  result,
  task,
  canCalibrate,
  canBound,
}: {
  run: Run
  result: RunResult
  task: TaskKind
  canCalibrate: boolean
  canBound: boolean
}) {
  const actions = useActions()
  const [calibration, setCalibration] = useState<CalibrationKind>('platt')
  const [conformal, setConformal] = useState<ConformalSpec>({ level: 0.9 })
  const [isStarting, setStarting] = useState(false)
  const [error, setError] = useState<ErrorData | undefined>()
  const isClasses = task !== 'regression'
  const validation = result.rows.validation
  const least = leastRows(conformal.level)

  const start = async (addition: Postprocessing) => {
    setStarting(true)
    setError(undefined)
    try {
      await actions().startSpecs(run.experimentId, [withPostprocessing(run.spec, result, addition)])
      goTo({ page: 'train', experimentId: run.experimentId })
    } catch (cause) {
      setError(toErrorData(cause))
      setStarting(false)
    }
  }
  return (
    <>
      {canCalibrate && (
        <Addition
          select={
            <CalibrationSelect
              label="How to calibrate"
              value={calibration}
              onChange={(kind) => kind && setCalibration(kind)}
            />
          }
          note={CALIBRATION_HELP[calibration]}
        >
          <Button disabled={isStarting} onClick={() => void start({ calibration })}>
            Calibrate this run
          </Button>
        </Addition>
      )}
      {canBound && (
        <Addition
          select={
            <>
              <LevelSelect
                label="How often the truth is inside"
                value={conformal.level}
                onChange={(level) => level && setConformal((old) => ({ ...old, level }))}
              />
              {isClasses && <SetSelect label="Kind of sets" value={conformal} onChange={setConformal} />}
            </>
          }
          note={
            validation < least
              ? `Needs ${formatUnits(least, 'validation row')} at least; there are ${formatUnits(validation, 'row')}.`
              : isClasses
                ? 'With each prediction the classes that it may be.'
                : 'With each prediction an interval that holds the truth so often.'
          }
        >
          <Button disabled={isStarting || validation < least} onClick={() => void start({ conformal })}>
            {isClasses ? 'Add sets' : 'Add intervals'}
          </Button>
        </Addition>
      )}
      {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
      <p className="caption">
        Trains the same spec once more as a new run and fits this on its {formatUnits(validation, 'validation row')};{' '}
        {sameModel(run, result)}
      </p>
    </>
  )
}

function sameModel({ status }: Run, { ended }: RunResult): string {
  return status === 'stopped' || ended === 'stopped'
    ? 'this one was stopped by hand, the new one trains to its end.'
    : 'the model itself is the same.'
}

function Addition({ select, note, children }: { select: ReactNode; note: string; children: ReactNode }) {
  return (
    <div className={styles.addition}>
      {select}
      {children}
      <span className="caption">{note}</span>
    </div>
  )
}
