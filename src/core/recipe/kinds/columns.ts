import type { DateOrder } from '../../dataset/cell.ts'
import type { ColumnType } from '../../dataset/column.ts'

interface DropStep {
  readonly kind: 'drop'
  readonly columns: readonly string[]
}

interface DropFitted {
  readonly kind: 'drop'
  readonly columns: readonly string[]
}

export interface RenameStep {
  readonly kind: 'rename'
  readonly columns: readonly string[]
  /** The new names, in the order of `columns`; not looked at where a rule makes them. */
  readonly to: readonly string[]
  /** New names are made of the old ones: `find` replaced by `put` wherever it stands, then `prefix` before, `suffix` behind. */
  readonly byRule?: boolean
  readonly find?: string
  readonly put?: string
  readonly prefix?: string
  readonly suffix?: string
}

interface RenameFitted {
  readonly kind: 'rename'
  readonly columns: readonly string[]
  readonly to: readonly string[]
}

interface CastStep {
  readonly kind: 'cast'
  readonly columns: readonly string[]
  readonly type: ColumnType
}

export interface CastFitted {
  readonly kind: 'cast'
  readonly columns: readonly string[]
  readonly type: ColumnType
  /** Per column, which number of a date with the year last is the day; null where training rows proved none. */
  readonly orders: readonly (DateOrder | null)[]
}

interface DeriveStep {
  readonly kind: 'derive'
  readonly columns: readonly string[]
  readonly name: string
  /** A formula of `core/expression`. */
  readonly expression: string
}

interface DeriveFitted {
  readonly kind: 'derive'
  readonly name: string
  readonly expression: string
}

export type ColumnStep = DropStep | RenameStep | CastStep | DeriveStep
export type ColumnFitted = DropFitted | RenameFitted | CastFitted | DeriveFitted
