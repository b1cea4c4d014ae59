import type { Association } from '@/core/profile/associate.ts'
import type { ColumnProfile } from '@/core/profile/columnProfile.ts'

/** A column as it is measured. */
export interface MeasuredColumn {
  readonly name: string
  readonly isNumber: boolean
  readonly isTime: boolean
  /** Whether no cell is missing. */
  readonly isWhole: boolean
}

/** One number that proves the figures of numeric columns: their means and standard deviations. */
export function sumOfFigures(columns: readonly ColumnProfile[]): number {
  return columns.reduce((sum, column) => {
    if (column.kind !== 'numbers') return sum
    return sum + (column.mean ?? 0) + (column.std ?? 0)
  }, 0)
}

/**
 * One number that proves the associations that a database can be asked for with the same definition: Pearson's of all
 * numbers, Spearman's of those without missing cells, the correlation ratio, and Cramér's V.
 */
export function sumOfAssociations(pairs: readonly Association[]): number {
  return pairs.reduce((sum, { strength, spearman }) => {
    const isWhole = spearman && spearman.rows === strength.rows
    return sum + (strength.value ?? 0) + (isWhole ? (spearman.value ?? 0) : 0)
  }, 0)
}
