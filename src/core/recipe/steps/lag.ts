import { eachRow } from '../../work.ts'
import type { LagFitted } from '../kinds/time.ts'
import { addNumbers, type ColumnHead, type ColumnStepInfo, listNames } from './info.ts'
import { lookBackFields, lookBackProblems, lookBackReads, sayGroup, startLookBack } from './lookBackForm.ts'
import { isAmount } from './numbers.ts'
import { learnPast, lookBack, lookBackInSql, lookBackOf } from './past.ts'
import { requireNumbers } from './require.ts'

const FURTHEST = 1_000

function newHeads({ columns, steps }: Pick<LagFitted, 'columns' | 'steps'>): ColumnHead[] {
  return columns.flatMap((column) => steps.map((back) => ({ name: `${column} lag ${back}`, type: 'number' as const })))
}

/**
 * Adds the value of earlier training rows: the last one strictly before a row's time, the one before that, and so on, within
 * its group. A row to be predicted looks back on training rows too, so that it is the same alone as among others; the further
 * it lies after them, the older what it sees.
 */
export const lag: ColumnStepInfo<'lag'> = {
  scope: 'columns',
  group: 'Time',
  label: 'Earlier values',
  blurb: 'Adds what a number was one or more training rows before, in the order of time.',
  rowLocal: true,
  accepts: isAmount,
  takes: 'numbers',
  needs: 'some',
  settings: (columns, heads) => ({ ...startLookBack(columns, heads), steps: [1] }),
  fields: [
    ...lookBackFields,
    { key: 'steps', field: 'list', of: 'number', label: 'Rows back', help: 'One number a line; each makes a column.' },
  ],
  describe: (step) =>
    `Add ${listNames(step.columns)} of ${listNames(step.steps.map(String))} training ${step.steps.length === 1 && step.steps[0] === 1 ? 'row' : 'rows'} before, by ${step.by || 'time'}${sayGroup(step)}`,
  problems: (step, _chosen, heads) => [
    ...lookBackProblems(step, heads),
    ...(step.steps.length > 0 ? [] : ['say how many rows back']),
    ...(step.steps.every((back) => Number.isInteger(back) && back >= 1 && back <= FURTHEST)
      ? []
      : [`rows back are whole numbers from 1 to ${FURTHEST}`]),
    ...(new Set(step.steps).size === step.steps.length ? [] : ['a number of rows back is given twice']),
  ],
  reads: lookBackReads,
  outcome: (step, heads) => [...heads, ...newHeads(step)],
  *fit(step, frame) {
    const who = lookBackOf(step)
    return { kind: 'lag', ...who, steps: step.steps, past: yield* learnPast(frame, who) }
  },
  *apply(fitted, frame) {
    for (const name of fitted.columns) requireNumbers(frame, name)
    const before = lookBack(frame, fitted, fitted.past)
    const made = newHeads(fitted).map((head) => ({ head, values: new Float64Array(frame.rows).fill(Number.NaN) }))
    yield* eachRow(frame.rows, (row) => {
      const found = before(row)
      if (!found) return
      for (const [j] of fitted.columns.entries())
        for (const [s, back] of fitted.steps.entries()) {
          const value = found.past.values[j]![found.count - back]
          if (value !== undefined && value !== null) made[j * fitted.steps.length + s]!.values[row] = value
        }
    })
    return addNumbers(frame, made)
  },
  sql(fitted, heads, stage) {
    const { steps } = fitted
    return lookBackInSql(fitted, heads, stage, newHeads(fitted), (at, count) => ({
      sql: `max(h.v${Math.floor(at / steps.length)})`,
      rows: `= ${count} - ${steps[at % steps.length]! - 1}`,
    }))
  },
}
