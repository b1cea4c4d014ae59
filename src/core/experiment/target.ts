import type { ColumnType, Vector } from '../dataset/column.ts'
import type { ColumnMeta } from '../dataset/dataset.ts'
import { compareLabels } from '../dataset/labels.ts'
import { AssayError } from '../errors.ts'
import { formatCell } from '../format/format.ts'
import { TOP_VALUES } from '../profile/profile.ts'
import type { Question } from './experiment.ts'

/** Classes that one question may have: as many values as a column's summary lists. */
export const MAX_CLASSES = TOP_VALUES

/** One value of a column as a class: its label is the text that a cell shows. */
export interface ClassCount {
  readonly label: string
  readonly rows: number
}

/**
 * A column as the target of a question: the class index of every row, or its value for regression. NaN marks rows without
 * a usable target: missing, not finite, or (in a second file) a class that the question does not have.
 * Throws `target.unusable` for a regression on text.
 */
export function readTarget(
  vector: Vector,
  type: ColumnType,
  { task, classes }: Pick<Question, 'task' | 'classes'>,
): Float64Array<ArrayBuffer> {
  if (task === 'regression') {
    if (vector.kind !== 'numeric')
      throw new AssayError(
        'target.unusable',
        'This column holds text, not numbers. Ask for its classes, or change its type to number on the data page.',
      )
    return Float64Array.from(vector.values, (value) => (Number.isFinite(value) ? value : Number.NaN))
  }
  const index = new Map(classes.map((label, j) => [label, j]))
  if (vector.kind === 'coded') {
    const byCode = vector.dictionary.map((text) => index.get(text) ?? Number.NaN)
    return Float64Array.from(vector.codes, (code) => byCode[code] ?? Number.NaN)
  }
  const byValue = new Map<number, number>()
  return Float64Array.from(vector.values, (value) => {
    let found = byValue.get(value)
    if (found === undefined) {
      found = index.get(formatCell(value, type)) ?? Number.NaN
      byValue.set(value, found)
    }
    return found
  })
}

/** The labels of the different values present, in {@link compareLabels} order; numbers and booleans by value. */
export function listClasses(vector: Vector, type: ColumnType): string[] {
  if (vector.kind === 'numeric')
    return [...new Set(vector.values)]
      .filter((value) => !Number.isNaN(value))
      .sort((a, b) => a - b)
      .map((value) => formatCell(value, type))
  const present = new Set(vector.codes)
  return vector.dictionary.filter((_, code) => present.has(code)).sort(compareLabels)
}

/**
 * The classes that a stored column would give, with their rows, in the order of {@link listClasses}; undefined where it
 * has more than {@link MAX_CLASSES} different values.
 */
export function countClasses({ type, summary }: Pick<ColumnMeta, 'type' | 'summary'>): ClassCount[] | undefined {
  if (summary.distinct > MAX_CLASSES) return undefined
  if (summary.kind === 'numeric')
    return summary.values?.map(({ value, count }) => ({ label: formatCell(value, type), rows: count }))
  return summary.top
    .map(({ value, count }) => ({ label: value, rows: count }))
    .sort((a, b) => compareLabels(a.label, b.label))
}
