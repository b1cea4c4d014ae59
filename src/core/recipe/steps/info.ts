import type { ColumnType, Frame, FrameColumn } from '../../dataset/column.ts'
import type { Role, Roles } from '../../dataset/role.ts'
import type { OpenSearch } from '../../knn/search.ts'
import type { TaskKind } from '../../metrics/metric.ts'
import type { ColumnSummary } from '../../profile/profile.ts'
import { mapEach, type Work } from '../../work.ts'
import type { ColumnStepKind, FittedStep, RowStepKind, Step, StepKind } from '../recipe.ts'
import type { SettingField } from './field.ts'
import type { SqlRefusal, SqlStage } from './sql.ts'

/** A column without its values. */
export interface ColumnHead {
  readonly name: string
  readonly type: ColumnType
  readonly role?: Role | undefined
  /** `name` is only how the names of several columns begin, which are known once the step before has seen its rows. */
  readonly open?: true
}

export type StepOf<K extends StepKind> = Extract<Step, { readonly kind: K }>
type FittedOf<K extends ColumnStepKind> = Extract<FittedStep, { readonly kind: K }>
/** The part of a step that is its own: all but what every step has. */
export type SettingsOf<K extends StepKind> = Omit<StepOf<K>, 'id' | 'on' | 'reason' | 'kind' | 'select'>

/** The answers of the training rows, for steps that learn from them. */
export interface FitTarget {
  readonly name: string
  readonly task: TaskKind
  /** Class indices, or values. */
  readonly values: Float64Array
  readonly classes: readonly string[]
}

/** What a step may use beside the training rows of its columns. */
export interface FitContext {
  /** As the rows stand now: steps before may have chosen among them. */
  readonly target?: FitTarget | undefined
  /** Which training row each row is: rows that a step before repeats have the same. */
  readonly rows: Uint32Array
  /** A seed of its own for every step of every run. */
  readonly seed: number
  readonly roles: Roles
}

/** What another room may bring that does the same as this one's own, only faster. */
export interface Tools {
  readonly openSearch: OpenSearch
}

/** The headings under which kinds of steps are offered. */
const STEP_GROUPS = [
  'Columns',
  'Missing cells',
  'Numbers',
  'Categories',
  'Text',
  'Time',
  'Groups',
  'Training rows',
] as const
type StepGroup = (typeof STEP_GROUPS)[number]

interface StepTexts<K extends StepKind> {
  readonly group: StepGroup
  readonly label: string
  /** What it is for, in a sentence for a person. */
  readonly blurb: string
  /** Whether it works on columns of a type. */
  accepts(type: ColumnType): boolean
  /** The types it works on, in words. */
  readonly takes: string
  /** How many columns it must be given: some, none at all, or any number, none included. */
  readonly needs: 'some' | 'none' | 'any'
  /** The settings that a new step for these columns starts with; `heads` are all that it finds. */
  settings(columns: readonly ColumnHead[], heads: readonly ColumnHead[]): SettingsOf<K>
  /** The settings beside the columns, as a form shows them. */
  readonly fields: readonly SettingField<keyof SettingsOf<K> & string, StepOf<K>>[]
  /** Whether a new step most likely is for a column; never where absent. */
  startsWith?(type: ColumnType, summary: ColumnSummary): boolean
  /** What the step does, in a phrase: "Fill age with the median". */
  describe(step: StepOf<K>): string
  /** What is wrong with its settings, a phrase each. `chosen` exist and are accepted; `heads` are all that it finds. */
  problems(step: StepOf<K>, chosen: readonly ColumnHead[], heads: readonly ColumnHead[]): readonly string[]
  /** Columns it reads beside those it works on; none where absent. */
  reads?(step: StepOf<K>): readonly string[]
}

interface ColumnWork<K extends ColumnStepKind> {
  readonly scope: 'columns'
  /** Whether `apply` gives a row the same values alone as among others. */
  readonly rowLocal: true
  /** The columns that `apply` leaves of these; `open` ones where their names hang on the training rows. */
  outcome(step: StepOf<K>, columns: readonly ColumnHead[]): readonly ColumnHead[]
  /** Learns from the rows of `frame`, which must be training rows only. Bytes are the same for the same rows. */
  fit(step: StepOf<K>, frame: Frame, context: FitContext): FittedOf<K> | Work<FittedOf<K>>
  /** The frame with the step done; columns it does not name pass through as they are. */
  apply(fitted: FittedOf<K>, frame: Frame, tools: Tools): Frame | Work<Frame>
  /**
   * The training rows with the step done, where that is not `apply`: a step that learns from the answers must not show a
   * row its own.
   */
  applyToTraining?(fitted: FittedOf<K>, step: StepOf<K>, frame: Frame, context: FitContext): Frame | Work<Frame>
  /** `apply` as DuckDB SQL, or why there is none. `stage` is the stage's name, with which its tables' names begin. */
  sql(fitted: FittedOf<K>, heads: readonly ColumnHead[], stage: string): SqlStage | SqlRefusal
}

/** Training rows that a step chose: their places in the frame it was given, repeated where a row counts more than once. */
interface ChosenRows {
  readonly rows: Uint32Array
  /** What each counts, 1 where absent. */
  readonly weights?: Float64Array
}

interface RowWork<K extends RowStepKind> {
  readonly scope: 'trainingRows'
  choose(step: StepOf<K>, frame: Frame, context: FitContext): ChosenRows | Work<ChosenRows>
}

/** Everything that is known of a kind of step that changes columns. */
export type ColumnStepInfo<K extends ColumnStepKind> = StepTexts<K> & ColumnWork<K>
/** Everything that is known of a kind of step that chooses training rows. */
export type RowStepInfo<K extends RowStepKind> = StepTexts<K> & RowWork<K>

/** Of a kind that only the running program knows. */
export type AnyStepInfo = Omit<StepTexts<StepKind>, 'fields'> & {
  readonly fields: readonly SettingField<string, Step>[]
} & (ColumnWork<ColumnStepKind> | RowWork<RowStepKind>)

export type StepInfo<K extends StepKind> = K extends ColumnStepKind
  ? ColumnStepInfo<K>
  : K extends RowStepKind
    ? RowStepInfo<K>
    : never

/** Whether a column exists among these, or may once a step has seen its rows. */
export function findHead(heads: readonly ColumnHead[], name: string): ColumnHead | undefined {
  return (
    heads.find((head) => !head.open && head.name === name) ??
    heads.find((head) => head.open && name.startsWith(head.name) && name.length > head.name.length)
  )
}

/** Replaces each column by the columns that `change` gives for it. */
export function* replaceColumns(
  frame: Frame,
  change: (column: FrameColumn) => readonly FrameColumn[] | Work<readonly FrameColumn[]>,
): Work<Frame> {
  return { rows: frame.rows, columns: (yield* mapEach(frame.columns, change)).flat() }
}

/** The frame with columns of numbers behind its own. */
export function addNumbers(
  frame: Frame,
  made: readonly { readonly head: ColumnHead; readonly values: Float64Array }[],
): Frame {
  const added = made.map(
    ({ head: { name, type }, values }): FrameColumn => ({ name, type, vector: { kind: 'numeric', values } }),
  )
  return { rows: frame.rows, columns: [...frame.columns, ...added] }
}

/** "age", "age and fare", "age, fare, sex and 4 more". */
export function listNames(names: readonly string[], most = 4): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names.slice(0, -1)
  const last = names.length > most ? `${names.length - shown.length} more` : names.at(-1)
  if (last === undefined) return 'no column'
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}
