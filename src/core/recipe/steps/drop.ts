import { type ColumnStepInfo, listNames } from './info.ts'
import { replaceInSql } from './sql.ts'

/** Takes columns out. A column that is dropped before anything else uses it is not needed for predicting. */
export const drop: ColumnStepInfo<'drop'> = {
  scope: 'columns',
  group: 'Columns',
  label: 'Drop columns',
  blurb: 'Leaves out what must not or cannot help: identifiers, leaks, notes.',
  rowLocal: true,
  accepts: () => true,
  takes: 'any column',
  needs: 'some',
  fields: [],
  settings: (columns) => ({ columns: columns.map(({ name }) => name) }),
  describe: ({ columns }) => `Drop ${listNames(columns)}`,
  problems: () => [],
  outcome: (step, columns) => columns.filter(({ name }) => !step.columns.includes(name)),
  fit: ({ columns }) => ({ kind: 'drop', columns }),
  apply(fitted, frame) {
    const dropped = new Set(fitted.columns)
    return { rows: frame.rows, columns: frame.columns.filter(({ name }) => !dropped.has(name)) }
  },
  sql: ({ columns }, heads) => replaceInSql(heads, ({ name }) => (columns.includes(name) ? [] : undefined)),
}
