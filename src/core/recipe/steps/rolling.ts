import { MEASURES, type Measure } from '../kinds/groups.ts'
import type { RollingFitted } from '../kinds/time.ts'
import { addNumbers, type ColumnHead, type ColumnStepInfo, listNames } from './info.ts'
import { isAmount, lookBackFields, lookBackProblems, sayGroup, startLookBack } from './lookBackForm.ts'
import { MEASURE_LABELS, measure } from './measure.ts'
import { type LookBack, learnPast, lookBack, pastInSql } from './past.ts'
import { requireNumbers } from './require.ts'
import { sqlSame } from './sql.ts'

const LONGEST = 10_000

function newHeads({ columns, window, measures }: Pick<RollingFitted, 'columns' | 'window' | 'measures'>): ColumnHead[] {
  return columns.flatMap((column) =>
    measures.map((each) => ({
      name: `${column} ${MEASURE_LABELS[each]} of last ${window}`,
      type: each === 'count' ? ('integer' as const) : ('number' as const),
    })),
  )
}

const SQL_MEASURES: Readonly<Record<Measure, (value: string) => string>> = {
  mean: (value) => `avg(${value})`,
  sum: (value) => `sum(${value})`,
  min: (value) => `min(${value})`,
  max: (value) => `max(${value})`,
  std: (value) => `stddev_samp(${value})`,
  count: (value) => `CAST(count(${value}) AS DOUBLE)`,
}

/**
 * Adds what the last training rows before a row were like, within its group: their mean, spread or count over a window of so
 * many rows, those without a value left out. Whose past it is, is as for `lag`.
 */
export const rolling: ColumnStepInfo<'rolling'> = {
  scope: 'columns',
  group: 'Time',
  label: 'Rolling window',
  blurb: 'Adds the mean, spread or extremes of the last training rows before each row.',
  rowLocal: true,
  accepts: isAmount,
  takes: 'numbers',
  needs: 'some',
  settings: (columns, heads) => ({ ...startLookBack(columns, heads), window: 7, measures: ['mean'] }),
  fields: [
    ...lookBackFields,
    { key: 'window', field: 'number', label: 'Window', min: 1, max: LONGEST, isWhole: true, unit: 'rows' },
    {
      key: 'measures',
      field: 'choices',
      label: 'Measure',
      options: MEASURES.map((value) => ({ value, label: MEASURE_LABELS[value] })),
    },
  ],
  describe: (step) =>
    `Add the ${listNames(step.measures.map((each) => MEASURE_LABELS[each]))} of ${listNames(step.columns)} over the last ${step.window} training rows, by ${step.by || 'time'}${sayGroup(step)}`,
  problems: (step, _chosen, heads) => [
    ...lookBackProblems(step, heads),
    ...(Number.isInteger(step.window) && step.window >= 1 && step.window <= LONGEST
      ? []
      : [`the window has 1 to ${LONGEST} rows`]),
    ...(step.measures.length > 0 ? [] : ['choose what to measure']),
  ],
  reads: ({ by, group }) => (group === undefined ? [by] : [by, group]),
  outcome: (step, heads) => [...heads, ...newHeads(step)],
  fit: ({ columns, by, group, window, measures }, frame) => {
    const who: LookBack = { columns, by, ...(group !== undefined && { group }) }
    return { kind: 'rolling', ...who, window, measures, past: learnPast(frame, who) }
  },
  apply(fitted, frame) {
    const { columns, window, measures } = fitted
    for (const name of columns) requireNumbers(frame, name)
    const before = lookBack(frame, fitted, fitted.past)
    const made = newHeads(fitted).map((head) => ({ head, values: new Float64Array(frame.rows) }))
    for (let row = 0; row < frame.rows; row++) {
      const found = before(row)
      for (const [j] of columns.entries()) {
        const last = found ? found.past.values[j]!.slice(Math.max(0, found.count - window), found.count) : []
        const values = measure(
          last.filter((x) => x !== null),
          measures,
        )
        for (const [m] of measures.entries()) made[j * measures.length + m]!.values[row] = values[m] ?? Number.NaN
      }
    }
    return addNumbers(frame, made)
  },
  sql(fitted, heads, stage) {
    const past = pastInSql(fitted, fitted.past, heads, stage)
    if ('why' in past) return past
    const { table, own, count } = past
    const made = newHeads(fitted).map((head, at) => {
      const j = Math.floor(at / fitted.measures.length)
      const each = fitted.measures[at % fitted.measures.length]!
      const rows = `FROM ${table.name} AS h WHERE ${own} AND h.i BETWEEN ${count} - ${fitted.window - 1} AND ${count}`
      return { ...head, sql: `(SELECT ${SQL_MEASURES[each](`h.v${j}`)} ${rows})` }
    })
    return { columns: [...heads.map(sqlSame), ...made], tables: [table] }
  },
}
