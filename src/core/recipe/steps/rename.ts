import { type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { replaceInSql, sqlName } from './sql.ts'

function newName({ columns, to }: { columns: readonly string[]; to: readonly string[] }, name: string): string {
  const at = columns.indexOf(name)
  return at < 0 ? name : (to[at] ?? name)
}

/** Gives columns other names. Rows to be predicted come with the old ones. */
export const rename: ColumnStepInfo<'rename'> = {
  scope: 'columns',
  group: 'Columns',
  label: 'Rename columns',
  blurb: 'Gives columns names that later steps and readers understand.',
  rowLocal: true,
  accepts: () => true,
  takes: 'any column',
  needs: 'some',
  settings: (columns) => ({ columns: columns.map(({ name }) => name), to: columns.map(({ name }) => name) }),
  fields: [{ key: 'to', field: 'list', of: 'text', perColumn: true, label: 'New names' }],
  describe: ({ columns, to }) =>
    columns.length === 1 ? `Rename ${columns[0]} to ${to[0]}` : `Rename ${listNames(columns)} to ${listNames(to)}`,
  problems: ({ columns, to }) => [
    ...(to.length === columns.length ? [] : ['give each column one new name']),
    ...(to.some((name) => name.trim() === '') ? ['a new name is empty'] : []),
    ...(new Set(to).size === to.length ? [] : ['a new name is given twice']),
  ],
  outcome: (step, columns) => columns.map((column) => ({ ...column, name: newName(step, column.name) })),
  fit: ({ columns, to }) => ({ kind: 'rename', columns, to }),
  apply: (fitted, frame) => replaceColumns(frame, (column) => [{ ...column, name: newName(fitted, column.name) }]),
  sql: (fitted, heads) =>
    replaceInSql(heads, (head) => [{ ...head, name: newName(fitted, head.name), sql: `p.${sqlName(head.name)}` }]),
}
