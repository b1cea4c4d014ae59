import type { ColumnType, Frame, FrameColumn } from '../dataset/column.ts'
import { AssayError } from '../errors.ts'

/** A frame's columns by their names. @throws predict.missingColumns where one that an encoding names is not there. */
export function byNameOf(
  columns: readonly { readonly name: string }[],
  frame: Frame,
): ReadonlyMap<string, FrameColumn> {
  const byName = new Map(frame.columns.map((column) => [column.name, column]))
  const absent = columns.filter(({ name }) => !byName.has(name)).map(({ name }) => name)
  if (absent.length > 0)
    throw new AssayError(
      'predict.missingColumns',
      `The model needs columns that the prepared rows lack: ${absent.join(', ')}. Give it rows with the columns it was trained on.`,
      { missing: absent, found: [...byName.keys()] },
    )
  return byName
}

/** A column that is of another type than in training. */
export function wrongType(column: string, type: ColumnType, expected: string): AssayError {
  return new AssayError(
    'dataset.typeMismatch',
    `The model knows “${column}” as ${expected}, and here it is ${type}. Give it the type it had in training.`,
    { column, type },
  )
}
