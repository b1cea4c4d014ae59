import { type ColumnStepInfo, listNames } from './info.ts'
import { mapNumbers } from './numbers.ts'
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
    const log = (x: number) => (x < 0 ? -Math.log1p(-x) : Math.log1p(x))
    return mapNumbers(frame, new Map(fitted.columns.map((name) => [name, log])))
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
