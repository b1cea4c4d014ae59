import { type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { requireNumbers } from './require.ts'
import { replaceInSql, sqlLog1p, sqlValue } from './sql.ts'

/** Pulls in long tails by the signed logarithm: log(1 + x) from 0 up, −log(1 − x) below. Missing stays missing. */
export const log: ColumnStepInfo<'log'> = {
  scope: 'columns',
  group: 'Numbers',
  label: 'Logarithm',
  blurb: 'Pulls in a long tail, so that a few huge values do not decide everything.',
  rowLocal: true,
  accepts: (type) => type === 'number' || type === 'integer',
  takes: 'numbers',
  needs: 'some',
  fields: [],
  settings: (columns) => ({ columns: columns.map(({ name }) => name) }),
  describe: ({ columns }) => `Take the logarithm of ${listNames(columns)}`,
  problems: () => [],
  outcome: (step, columns) =>
    columns.map(({ name, type }) => ({ name, type: step.columns.includes(name) ? 'number' : type })),
  fit: ({ columns }) => ({ kind: 'log', columns }),
  apply(fitted, frame) {
    for (const name of fitted.columns) requireNumbers(frame, name)
    const named = new Set(fitted.columns)
    return replaceColumns(frame, (column) => {
      if (!named.has(column.name) || column.vector.kind !== 'numeric') return [column]
      const values = column.vector.values.map((x) => (x < 0 ? -Math.log1p(-x) : Math.log1p(x)))
      return [{ name: column.name, type: 'number', vector: { kind: 'numeric', values } }]
    })
  },
  sql: ({ columns }, heads) =>
    replaceInSql(heads, (head) => {
      if (!columns.includes(head.name)) return undefined
      const x = sqlValue(head)
      return [
        { name: head.name, type: 'number', sql: `(CASE WHEN ${x} < 0 THEN -1 ELSE 1 END) * ${sqlLog1p(`abs(${x})`)}` },
      ]
    }),
}
