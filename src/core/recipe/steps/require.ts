import type { ColumnType, Frame, FrameColumn } from '../../dataset/column.ts'
import { AssayError } from '../../errors.ts'

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
