import type { RenameStep } from '../kinds/columns.ts'
import { type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { replaceInSql, sqlName } from './sql.ts'

function newName({ columns, to }: { columns: readonly string[]; to: readonly string[] }, name: string): string {
  const at = columns.indexOf(name)
  return at < 0 ? name : (to[at] ?? name)
}

/** The new names of a step's columns, in their order: those given one by one, or made of the old ones by its rule. */
function newNames({
  columns,
  to,
  byRule,
  find = '',
  put = '',
  prefix = '',
  suffix = '',
}: RenameStep): readonly string[] {
  if (!byRule) return to
  return columns.map((name) => `${prefix}${find === '' ? name : name.replaceAll(find, () => put)}${suffix}`)
}

/** "“_mm” to “ in mm”, “first_” before and “_2020” behind". */
function describeRule({ find = '', put = '', prefix = '', suffix = '' }: RenameStep): string {
  const added = [prefix && `“${prefix}” before`, suffix && `“${suffix}” behind`].filter(Boolean).join(' and ')
  return [find && (put === '' ? `without “${find}”` : `“${find}” to “${put}”`), added].filter(Boolean).join(', ')
}

/** Gives columns other names, one by one or by a rule. Rows to be predicted come with the old ones. */
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
  fields: [
    {
      key: 'byRule',
      field: 'toggle',
      label: 'By a rule rather than one by one',
      help: 'A rule can also be for every column of a type, a role or a name.',
    },
    { key: 'to', field: 'list', of: 'text', perColumn: true, label: 'New names', isShown: ({ byRule }) => !byRule },
    {
      key: 'find',
      field: 'text',
      isOptional: true,
      label: 'Replace in names',
      help: 'Wherever it stands in a name, as it is written here.',
      isShown: ({ byRule }) => byRule === true,
    },
    {
      key: 'put',
      field: 'text',
      isOptional: true,
      label: 'By',
      isShown: ({ byRule, find }) => byRule === true && find !== undefined,
    },
    {
      key: 'prefix',
      field: 'text',
      isOptional: true,
      label: 'Put before',
      isShown: ({ byRule }) => byRule === true,
    },
    {
      key: 'suffix',
      field: 'text',
      isOptional: true,
      label: 'Put behind',
      isShown: ({ byRule }) => byRule === true,
    },
  ],
  describe: (step) => {
    const { columns, to, byRule } = step
    if (byRule) {
      const rule = describeRule(step)
      return `Rename ${listNames(columns)}${rule && `: ${rule}`}`
    }
    return columns.length === 1
      ? `Rename ${columns[0]} to ${to[0]}`
      : `Rename ${listNames(columns)} to ${listNames(to)}`
  },
  problems: (step) => {
    const { columns, byRule } = step
    const to = newNames(step)
    return [
      ...(byRule && describeRule(step) === ''
        ? ['say what is replaced in the names, or put before or behind them']
        : []),
      ...(to.length === columns.length ? [] : ['give each column one new name']),
      ...(to.some((name) => name.trim() === '') ? ['a new name is empty'] : []),
      ...(new Set(to).size === to.length ? [] : ['a new name is given twice']),
    ]
  },
  outcome: (step, columns) => {
    const names = { columns: step.columns, to: newNames(step) }
    return columns.map((column) => ({ ...column, name: newName(names, column.name) }))
  },
  fit: (step) => ({ kind: 'rename', columns: step.columns, to: newNames(step) }),
  apply: (fitted, frame) => replaceColumns(frame, (column) => [{ ...column, name: newName(fitted, column.name) }]),
  sql: (fitted, heads) =>
    replaceInSql(heads, (head) => [{ ...head, name: newName(fitted, head.name), sql: `p.${sqlName(head.name)}` }]),
}
