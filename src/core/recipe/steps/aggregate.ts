import { type Frame, isNumericType } from '../../dataset/column.ts'
import { WideMap } from '../../wideMap.ts'
import { eachRow, mapEach, sort } from '../../work.ts'
import type { AggregateFitted, GroupKey } from '../kinds/groups.ts'
import { keysOf, keyText, sqlKey, sqlKeyOf } from './groupKey.ts'
import { addNumbers, type ColumnHead, type ColumnStepInfo, listNames } from './info.ts'
import { measure, measureHeads, measuresField, measuresProblems, sayMeasures } from './measure.ts'
import { isAmount } from './numbers.ts'
import { requireColumn, requireNumbers } from './require.ts'
import { sqlNumber, sqlSame } from './sql.ts'

function newHeads({ columns, by, measures }: Pick<AggregateFitted, 'columns' | 'by' | 'measures'>): ColumnHead[] {
  return measureHeads(columns, measures, `by ${by.join(', ')}`)
}

/** The keys of a row in all columns of `by`. */
function rowKeys(frame: Frame, by: readonly string[]): (row: number) => GroupKey[] {
  const readers = by.map((name) => keysOf(frame, name))
  return (row) => readers.map((read) => read(row))
}

/**
 * Adds what the training rows of the same group are like: the mean income of a city beside each row of it. Rows of a group
 * that training never had are given what all training rows are like (their count is 0).
 */
export const aggregate: ColumnStepInfo<'aggregate'> = {
  scope: 'columns',
  group: 'Groups',
  label: 'Compare with the group',
  blurb: 'Adds the mean, spread or count of the training rows of the same group.',
  rowLocal: true,
  accepts: isAmount,
  takes: 'numbers',
  needs: 'some',
  settings: (columns, heads) => ({
    columns: columns.map(({ name }) => name),
    by: heads
      .filter(({ type }) => type === 'category')
      .slice(0, 1)
      .map(({ name }) => name),
    measures: ['mean'],
  }),
  fields: [
    {
      key: 'by',
      field: 'columns',
      label: 'Same',
      accepts: () => true,
      help: 'Rows that agree in all of these are one group.',
    },
    measuresField,
  ],
  describe: ({ columns, by, measures }) =>
    `Add the ${sayMeasures(measures, columns)} among rows of the same ${listNames(by)}`,
  problems: ({ by, measures }) => [
    ...(by.length > 0 ? [] : ['choose what the rows of a group share']),
    ...(new Set(by).size === by.length ? [] : ['a column that groups is named twice']),
    ...measuresProblems(measures),
  ],
  reads: ({ by }) => by,
  outcome: (step, heads) => [...heads, ...newHeads(step)],
  *fit({ columns, by, measures }, frame) {
    const keysAt = rowKeys(frame, by)
    const found = new WideMap<string, { keys: GroupKey[]; values: number[][] }>()
    const all = columns.map((): number[] => [])
    const vectors = columns.map((name) => requireNumbers(frame, name))
    yield* eachRow(frame.rows, (row) => {
      const keys = keysAt(row)
      const text = keyText(keys)
      let group = found.get(text)
      if (!group) {
        group = { keys, values: columns.map(() => []) }
        found.set(text, group)
      }
      for (const [j, vector] of vectors.entries()) {
        const x = vector[row]!
        if (!Number.isFinite(x)) continue
        group.values[j]!.push(x)
        all[j]!.push(x)
      }
    })
    const say = (values: readonly (readonly number[])[]) => values.flatMap((each) => measure(each, measures))
    const ordered = yield* sort([...found.entries()], ([a], [b]) => (a < b ? -1 : 1))
    const groups = yield* mapEach(ordered, ([, { keys, values }]) => ({ keys, values: say(values) }))
    const overall = (yield* mapEach(all, (values) => measure(values, measures))).flat()
    return {
      kind: 'aggregate',
      columns,
      by,
      measures,
      groups,
      overall: overall.map((value, i) => (measures[i % measures.length] === 'count' ? 0 : value)),
    }
  },
  *apply(fitted, frame) {
    const { columns, by, groups, overall } = fitted
    for (const name of columns) requireColumn(frame, name)
    const keysAt = rowKeys(frame, by)
    const valuesOf = new WideMap<string, typeof overall>()
    yield* eachRow(groups.length, (at) => valuesOf.set(keyText(groups[at]!.keys), groups[at]!.values))
    const made = newHeads(fitted).map((head) => ({ head, values: new Float64Array(frame.rows) }))
    yield* eachRow(frame.rows, (row) => {
      const values = valuesOf.get(keyText(keysAt(row))) ?? overall
      for (const [j, { values: column }] of made.entries()) column[row] = values[j] ?? Number.NaN
    })
    return addNumbers(frame, made)
  },
  sql(fitted, heads, stage) {
    const { by, groups, overall } = fitted
    const keyHeads = by.map((name) => heads.find((head) => head.name === name)!)
    const made = newHeads(fitted)
    const names = ['_known', ...by.map((_, i) => `k${i}`), ...made.map((_, i) => `v${i}`)]
    const number = (value: number | null) => sqlNumber(value ?? Number.NaN)
    const nothing = [
      'FALSE',
      ...keyHeads.map(({ type }) => (isNumericType(type) ? 'NULL::DOUBLE' : 'NULL::VARCHAR')),
      ...made.map(() => 'NULL::DOUBLE'),
    ]
    const rows = groups.map(({ keys, values }) => ['TRUE', ...keys.map(sqlKey), ...values.map(number)].join(', '))
    // The first row gives the columns their types, and matches nothing.
    const table = `SELECT * FROM (VALUES ${[nothing.join(', '), ...rows].map((row) => `(${row})`).join(', ')}) AS v(${names.join(', ')})`
    const match = keyHeads.map((head, i) => `g.k${i} IS NOT DISTINCT FROM ${sqlKeyOf(head)}`)
    return {
      columns: [
        ...heads.map(sqlSame),
        ...made.map((head, i) => ({
          ...head,
          sql: `CASE WHEN g._known THEN g.v${i} ELSE ${number(overall[i] ?? null)} END`,
        })),
      ],
      tables: [{ name: `${stage}_groups`, sql: table }],
      joins: `LEFT JOIN ${stage}_groups AS g ON g._known AND ${match.join(' AND ')}`,
    }
  },
}
