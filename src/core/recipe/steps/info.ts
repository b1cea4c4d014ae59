import type { ColumnType, Frame, FrameColumn } from '../../dataset/column.ts'
import { AssayError } from '../../errors.ts'
import type { FittedStep, Step, StepKind } from '../recipe.ts'

/** A column without its values. */
export type ColumnHead = Pick<FrameColumn, 'name' | 'type'>

export type StepOf<K extends StepKind> = Extract<Step, { readonly kind: K }>
export type FittedOf<K extends StepKind> = Extract<FittedStep, { readonly kind: K }>
/** The part of a step that is its own: all but id, on, reason and kind. */
export type SettingsOf<K extends StepKind> = Omit<StepOf<K>, 'id' | 'on' | 'reason' | 'kind'>

/** Everything that is known of a kind of step. */
export interface StepInfo<K extends StepKind> {
  readonly label: string
  /** What it is for, in a sentence for a person. */
  readonly blurb: string
  /** Whether `apply` gives a row the same values alone as among others. */
  readonly rowLocal: boolean
  /** Whether it works on columns of a type. */
  accepts(type: ColumnType): boolean
  /** The types it works on, in words. */
  readonly takes: string
  /** The settings that a new step for these columns starts with. */
  settings(columns: readonly ColumnHead[]): SettingsOf<K>
  /** What the step does, in a phrase: "Fill age with the median". */
  describe(step: StepOf<K>): string
  /** What is wrong with its settings for the chosen columns (which exist and are accepted), a phrase each. */
  problems(step: StepOf<K>, chosen: readonly ColumnHead[]): readonly string[]
  /** The columns that `apply` leaves of these. */
  outcome(step: StepOf<K>, columns: readonly ColumnHead[]): readonly ColumnHead[]
  /** Learns from the rows of `frame`, which must be training rows only. */
  fit(step: StepOf<K>, frame: Frame): FittedOf<K>
  /** The frame with the step done; columns it does not name pass through as they are. */
  apply(fitted: FittedOf<K>, frame: Frame): Frame
}

/** Replaces each column by the columns that `change` gives for it. */
export function replaceColumns(frame: Frame, change: (column: FrameColumn) => readonly FrameColumn[]): Frame {
  return { rows: frame.rows, columns: frame.columns.flatMap(change) }
}

/** The column by name. @throws dataset.unknownColumn */
export function requireColumn(frame: Frame, name: string): FrameColumn {
  const column = frame.columns.find((candidate) => candidate.name === name)
  if (!column)
    throw new AssayError(
      'dataset.unknownColumn',
      `The preparation needs the column “${name}”, which these rows do not have. Add it, or change the recipe.`,
      { column: name },
    )
  return column
}

/** The numbers of a column. @throws dataset.unknownColumn, dataset.typeMismatch */
export function requireNumbers(frame: Frame, name: string): Float64Array {
  const { type, vector } = requireColumn(frame, name)
  if (vector.kind !== 'numeric') throw wrongKind(name, 'numbers', type)
  return vector.values
}

/** The codes and dictionary of a column. @throws dataset.unknownColumn, dataset.typeMismatch */
export function requireCodes(frame: Frame, name: string): Extract<FrameColumn['vector'], { kind: 'coded' }> {
  const { type, vector } = requireColumn(frame, name)
  if (vector.kind !== 'coded') throw wrongKind(name, 'categories or text', type)
  return vector
}

/** The error for a column whose values are of the other kind. */
export function wrongKind(column: string, expected: string, type: ColumnType): AssayError {
  return new AssayError(
    'dataset.typeMismatch',
    `The column “${column}” was ${expected} in training and is ${type} here. Give it the type it had.`,
    { column, type },
  )
}

/** "age", "age and fare", "age, fare, sex and 4 more". */
export function listNames(names: readonly string[], most = 4): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names.slice(0, -1)
  const last = names.length > most ? `${names.length - shown.length} more` : names.at(-1)
  if (last === undefined) return 'no column'
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}
