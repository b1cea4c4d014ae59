import { NativeSelect } from '@mantine/core'
import { Field } from '@/components/ui/Field.tsx'
import {
  CALIBRATION_HELP,
  CALIBRATION_LABELS,
  CALIBRATIONS,
  type CalibrationKind,
} from '@/core/calibration/calibration.ts'
import { type ConformalSpec, SET_KINDS, SET_LABELS, type SetKind } from '@/core/conformal/conformal.ts'
import { formatShare } from '@/core/format/format.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import styles from './train.module.css'

/** Levels that a form offers; the terminal takes any. */
const LEVELS = [0.8, 0.9, 0.95, 0.99]

/** What is fitted on validation rows after training: both are left out unless somebody asks. */
export function PostprocessingFields({
  task,
  value: { calibration, conformal },
  onChange,
}: {
  task: TaskKind
  value: Postprocessing
  onChange: (value: Postprocessing) => void
}) {
  const isClasses = task !== 'regression'
  return (
    <div className={styles.work}>
      {isClasses && (
        <Field
          label="Calibration"
          htmlFor="calibration"
          help={<span id="calibration-note">{helpOfCalibration(calibration)}</span>}
        >
          <CalibrationSelect
            id="calibration"
            value={calibration}
            none="None"
            onChange={(next) => onChange({ calibration: next, conformal })}
          />
        </Field>
      )}
      <Field
        label={isClasses ? 'Prediction sets' : 'Intervals'}
        htmlFor="level"
        help={<span id="level-note">{helpOfLevel(conformal, isClasses)}</span>}
      >
        <LevelSelect
          id="level"
          value={conformal?.level}
          none="None"
          onChange={(level) =>
            onChange({ calibration, conformal: level === undefined ? undefined : { ...conformal, level } })
          }
        />
      </Field>
      {isClasses && conformal && (
        <Field label="Kind of sets" htmlFor="sets">
          <SetSelect id="sets" value={conformal} onChange={(next) => onChange({ calibration, conformal: next })} />
        </Field>
      )}
    </div>
  )
}

function helpOfCalibration(calibration: CalibrationKind | undefined): string {
  return calibration ? CALIBRATION_HELP[calibration] : 'Brings probabilities to what comes true on validation rows.'
}

function helpOfLevel(conformal: ConformalSpec | undefined, isClasses: boolean): string {
  if (!conformal)
    return isClasses
      ? 'With each prediction the classes that it may be.'
      : 'With each prediction an interval that holds the truth.'
  const promise = `${isClasses ? 'The class is among them' : 'The truth is inside'} in ${formatShare(conformal.level)} of rows like the validation rows.`
  if (!isClasses) return promise
  return `${promise} ${conformal.sets === 'aps' ? 'Adaptive sets (APS) are larger, most so where a row is hard.' : 'Smallest sets (LAC) may miss a hard row more often than an easy one.'}`
}

interface Select<T> {
  readonly id?: string
  readonly label?: string
  readonly value: T | undefined
  /** The words of the choice that is none; there is no such choice where absent. */
  readonly none?: string
  readonly onChange: (value: T | undefined) => void
}

const noted = (id: string | undefined) => (id ? { id, 'aria-describedby': `${id}-note` } : {})
const named = (label: string | undefined) => (label ? { 'aria-label': label } : {})

export function CalibrationSelect({ id, label, value, none, onChange }: Select<CalibrationKind>) {
  return (
    <NativeSelect
      {...noted(id)}
      {...named(label)}
      value={value ?? ''}
      data={[
        ...(none ? [{ value: '', label: none }] : []),
        ...CALIBRATIONS.map((kind) => ({ value: kind, label: CALIBRATION_LABELS[kind] })),
      ]}
      onChange={(event) => onChange(CALIBRATIONS.find((kind) => kind === event.currentTarget.value))}
    />
  )
}

export function LevelSelect({ id, label, value, none, onChange }: Select<number>) {
  return (
    <NativeSelect
      {...noted(id)}
      {...named(label)}
      value={String(value ?? '')}
      data={[
        ...(none ? [{ value: '', label: none }] : []),
        ...LEVELS.map((level) => ({ value: String(level), label: formatShare(level) })),
      ]}
      onChange={(event) => onChange(LEVELS.find((level) => String(level) === event.currentTarget.value))}
    />
  )
}

export function SetSelect({
  id,
  label,
  value,
  onChange,
}: {
  id?: string
  label?: string
  value: ConformalSpec
  onChange: (value: ConformalSpec) => void
}) {
  return (
    <NativeSelect
      {...(id && { id })}
      {...named(label)}
      value={value.sets ?? 'lac'}
      data={SET_KINDS.map((kind) => ({ value: kind, label: SET_LABELS[kind] }))}
      // The smallest are left out of a spec, so that one set of choices is one spec.
      onChange={(event) => onChange({ level: value.level, ...asked(event.currentTarget.value as SetKind) })}
    />
  )
}

function asked(sets: SetKind): Pick<ConformalSpec, 'sets'> {
  return sets === 'lac' ? {} : { sets }
}
