import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { canGroup } from '@/core/fairness/groups.ts'

/** Words in names of columns that people are most often compared by. */
const LIKELY = new Set([
  'sex',
  'gender',
  'race',
  'ethnicity',
  'ethnic',
  'age',
  'religion',
  'nationality',
  'disability',
  'marital',
])

/** Columns that groups can be made of: not what is to be predicted, nor what names rows or is free text. */
export function groupColumns(columns: readonly ColumnMeta[], target: string): readonly ColumnMeta[] {
  return columns.filter(({ name, type }) => name !== target && canGroup(type))
}

/** The column that is looked at first: one whose name says so, else the first of categories, else the first. */
export function likelyColumn(columns: readonly ColumnMeta[]): ColumnMeta | undefined {
  const wordsOf = (name: string) => name.toLowerCase().split(/[^a-z]+/)
  return (
    columns.find(({ name }) => wordsOf(name).some((word) => LIKELY.has(word))) ??
    columns.find(({ type }) => type === 'category' || type === 'boolean') ??
    columns[0]
  )
}
