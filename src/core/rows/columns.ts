import type { ColumnMeta } from '../dataset/dataset.ts'
import { isRowLabel } from '../dataset/entity.ts'
import { formatUnits } from '../format/format.ts'
import type { RowFinding } from './finding.ts'

/** Columns named in a sentence; the rest is counted. */
const NAMED = 5

/** Columns with at most one value, missing cells apart. */
export function findConstants(columns: readonly ColumnMeta[]): RowFinding | undefined {
  const found = columns.filter(({ summary }) => summary.distinct <= 1)
  return finding('constant', found, columns, 'never varies', 'never vary')
}

/** Columns whose values are c, c + 1 … c + n − 1, each once, in whatever order: they number the rows. */
export function findIdentifiers(columns: readonly ColumnMeta[], rows: number): RowFinding | undefined {
  const found = columns.filter((column) => numbersRows(column, rows))
  return finding('identifier', found, columns, 'only numbers the rows', 'only number the rows')
}

function numbersRows({ type, summary }: ColumnMeta, rows: number): boolean {
  if (type !== 'integer' || summary.kind !== 'numeric' || rows < 2) return false
  return summary.missing === 0 && summary.distinct === rows && summary.max! - summary.min! === rows - 1
}

function finding(
  kind: 'constant' | 'identifier',
  found: readonly ColumnMeta[],
  columns: readonly ColumnMeta[],
  one: string,
  many: string,
): RowFinding | undefined {
  if (found.length === 0) return undefined
  const names = found.map(({ name }) => name)
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  const sentence = `${formatUnits(names.length, 'column')} ${names.length === 1 ? one : many}: ${names.slice(0, NAMED).join(', ')}${more}.`
  return { kind, sentence, count: names.length, share: names.length / columns.length, rows: [], columns: names }
}

/** Columns that say what a row is like, by which rows are compared: no names, no free text, nothing constant. */
export function comparedColumns(columns: readonly ColumnMeta[], rows: number): ColumnMeta[] {
  return columns.filter(
    (column) =>
      column.summary.distinct > 1 && column.type !== 'text' && !isRowLabel(column, rows) && !numbersRows(column, rows),
  )
}

/** Columns that a target may depend on: all but names of rows. */
export function inputColumns(columns: readonly ColumnMeta[], rows: number, target?: string): ColumnMeta[] {
  return columns.filter((column) => column.name !== target && !isRowLabel(column, rows) && !numbersRows(column, rows))
}
