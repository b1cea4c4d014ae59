import type { ColumnType } from '../dataset/column.ts'
import type { Role } from '../dataset/role.ts'
import type { CategoryFitted, CategoryStep } from './kinds/categories.ts'
import type { ColumnFitted, ColumnStep } from './kinds/columns.ts'
import type { GroupFitted, GroupStep } from './kinds/groups.ts'
import type { MissingFitted, MissingStep } from './kinds/missing.ts'
import type { NumberFitted, NumberStep } from './kinds/numbers.ts'
import type { RowStep } from './kinds/rows.ts'
import type { TextFitted, TextStep } from './kinds/text.ts'
import type { TimeFitted, TimeStep } from './kinds/time.ts'

/**
 * Columns by what they are rather than by name, among those that the step finds and can use. All conditions must hold;
 * with none, it is every column.
 */
export interface Selector {
  readonly types?: readonly ColumnType[]
  readonly roles?: readonly Role[]
  /** A text within the name, whatever the case. */
  readonly name?: string
  /** Columns that it leaves out. */
  readonly except?: readonly string[]
}

/** One preparation that carries meaning. `on: false` keeps a step in the list without applying it. */
interface StepBase {
  /** Stable within a recipe, for editing. */
  readonly id: string
  readonly on: boolean
  /** Why it is there, in a sentence; a person's own steps may leave it out. */
  readonly reason?: string
  /** Columns that the step works on beside those that `columns` names. */
  readonly select?: Selector
}

export type Step = StepBase &
  (MissingStep | NumberStep | CategoryStep | ColumnStep | TextStep | TimeStep | GroupStep | RowStep)

export type StepKind = Step['kind']

/** What a step learned from the training rows; plain JSON, in the order of the applied steps. */
export type FittedStep =
  | MissingFitted
  | NumberFitted
  | CategoryFitted
  | ColumnFitted
  | TextFitted
  | TimeFitted
  | GroupFitted

/** Steps that change columns, of any row. */
export type ColumnStepKind = FittedStep['kind']
/** Steps that choose training rows, and leave rows to be predicted alone. */
export type RowStepKind = Exclude<StepKind, ColumnStepKind>

/** Preparation as an ordered list: `fit` on training rows, then `apply`-ed anywhere. Plain JSON. */
export interface Recipe {
  readonly schema: 1
  readonly steps: readonly Step[]
}

export interface FittedRecipe {
  readonly schema: 1
  readonly steps: readonly FittedStep[]
}
