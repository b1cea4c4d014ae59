import type { ColumnType } from '../dataset/column.ts'
import type { Condition } from '../dataset/view.ts'
import type { ColumnHead, SettingsOf } from '../recipe/steps/info.ts'

/** What is suspicious. The first dozen are ydata-profiling's alerts. */
export type FindingKind =
  | 'empty'
  | 'constant'
  | 'missing'
  | 'infinite'
  | 'zeros'
  | 'unique'
  | 'skewed'
  | 'manyValues'
  | 'imbalance'
  | 'dominated'
  | 'correlated'
  | 'variants'
  | 'sentinel'
  | 'future'
  | 'gaps'
  | 'almostNumbers'
  | 'codes'

/** `serious`: will mislead a model; `warning`: likely needs a hand; `note`: good to know. */
export const SEVERITIES = ['serious', 'warning', 'note'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The rows that show a finding: those of a view, or some by their numbers (from 0) where no view can ask for them. */
export type FindingRows =
  | { readonly kind: 'view'; readonly conditions: readonly Condition[]; readonly count: number }
  | { readonly kind: 'list'; readonly rows: readonly number[]; readonly count: number }

/** Kinds of step that mend what a profile finds. */
type FixingKind = 'drop' | 'impute' | 'groupRare' | 'log'

/** One way to mend it. All can be undone. */
export type Fix =
  /** A step of the recipe of the next question about this data; settings beside those a new step has. */
  | {
      readonly [K in FixingKind]: {
        readonly kind: 'step'
        readonly label: string
        readonly step: K
        readonly columns: readonly ColumnHead[]
        readonly settings?: Partial<SettingsOf<K>>
      }
    }[FixingKind]
  /** Another type of a column: the next version of the data. */
  | { readonly kind: 'retype'; readonly label: string; readonly column: string; readonly type: ColumnType }
  /** Texts written otherwise: the next version of the data. */
  | {
      readonly kind: 'relabel'
      readonly label: string
      readonly column: string
      readonly labels: Readonly<Record<string, string>>
    }
  /** A number made missing wherever it stands in a column: the next version of the data. */
  | { readonly kind: 'setMissing'; readonly label: string; readonly column: string; readonly value: number }

/** Something suspicious about the data, with the figures, the rows that show it and what can be done. */
export interface Finding {
  /** Says which finding it is, among all of one dataset. */
  readonly id: string
  readonly kind: FindingKind
  readonly severity: Severity
  readonly columns: readonly string[]
  /** A sentence with its figures. */
  readonly sentence: string
  readonly rows?: FindingRows
  readonly fix?: Fix
}

/** Findings with the worst first; those of one severity stay in the order of the data. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}
