import { eachRow, ROWS_AT_ONCE } from '../../work.ts'
import type { RollingFitted } from '../kinds/time.ts'
import { addNumbers, type ColumnHead, type ColumnStepInfo } from './info.ts'
import { lookBackFields, lookBackProblems, lookBackReads, sayGroup, startLookBack } from './lookBackForm.ts'
import { measure, measureHeads, measuresField, measuresProblems, SQL_MEASURES, sayMeasures } from './measure.ts'
import { isAmount } from './numbers.ts'
import { learnPast, lookBack, lookBackInSql, lookBackOf } from './past.ts'
import { requireNumbers } from './require.ts'

const LONGEST = 10_000

function newHeads({ columns, window, measures }: Pick<RollingFitted, 'columns' | 'window' | 'measures'>): ColumnHead[] {
  return measureHeads(columns, measures, `of last ${window}`)
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
    measuresField,
  ],
  describe: (step) =>
    `Add the ${sayMeasures(step.measures, step.columns)} over the last ${step.window} training rows, by ${step.by || 'time'}${sayGroup(step)}`,
  problems: (step, _chosen, heads) => [
    ...lookBackProblems(step, heads),
    ...(Number.isInteger(step.window) && step.window >= 1 && step.window <= LONGEST
      ? []
      : [`the window has 1 to ${LONGEST} rows`]),
    ...measuresProblems(step.measures),
  ],
  reads: lookBackReads,
  outcome: (step, heads) => [...heads, ...newHeads(step)],
  *fit(step, frame) {
    const who = lookBackOf(step)
    return { kind: 'rolling', ...who, window: step.window, measures: step.measures, past: yield* learnPast(frame, who) }
  },
  *apply(fitted, frame) {
    const { columns, window, measures } = fitted
    for (const name of columns) requireNumbers(frame, name)
    const before = lookBack(frame, fitted, fitted.past)
    const made = newHeads(fitted).map((head) => ({ head, values: new Float64Array(frame.rows) }))
    const measureRow = (row: number) => {
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
    // A window may be long.
    yield* eachRow(frame.rows, measureRow, Math.max(1, Math.floor(ROWS_AT_ONCE / window)))
    return addNumbers(frame, made)
  },
  sql(fitted, heads, stage) {
    const { measures, window } = fitted
    return lookBackInSql(fitted, heads, stage, newHeads(fitted), (at, count) => ({
      sql: SQL_MEASURES[measures[at % measures.length]!](`h.v${Math.floor(at / measures.length)}`),
      rows: `BETWEEN ${count} - ${window - 1} AND ${count}`,
    }))
  },
}
