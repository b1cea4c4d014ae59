import { countValues } from '../../centre.ts'
import { mapEach } from '../../work.ts'
import type { FrequencyFitted } from '../kinds/categories.ts'
import { type AmountTable, applyAmounts, sqlAmounts } from './amounts.ts'
import { type ColumnStepInfo, listNames } from './info.ts'
import { takesTexts } from './lookup.ts'
import { retype } from './numbers.ts'
import { requireCodes } from './require.ts'

function tablesOf({ tables }: FrequencyFitted): readonly AmountTable[] {
  return tables.map(({ column, values, amounts }) => ({
    column,
    values,
    outputs: [{ name: column, amounts, unknown: 0, missing: Number.NaN }],
  }))
}

/**
 * Replaces each value by how often training rows hold it: their number, or their share of all (missing cells counted as
 * rows). A value never seen is 0; missing stays missing.
 */
export const frequency: ColumnStepInfo<'frequency'> = {
  scope: 'columns',
  group: 'Categories',
  label: 'Count values',
  blurb: 'Replaces a value by how common it is, where that says more than which one it is.',
  rowLocal: true,
  ...takesTexts,
  fields: [
    {
      key: 'as',
      field: 'choice',
      label: 'As',
      options: [
        { value: 'share', label: 'a share of the training rows' },
        { value: 'count', label: 'a number of training rows' },
      ],
    },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), as: 'share' }),
  describe: ({ columns, as }) =>
    `Replace values of ${listNames(columns)} by ${as === 'share' ? 'their share' : 'their number'} of training rows`,
  problems: () => [],
  outcome: ({ columns }, heads) => retype(heads, columns, 'number'),
  *fit({ columns, as }, frame) {
    const tables = yield* mapEach(columns, function* (column) {
      const { codes, dictionary } = requireCodes(frame, column)
      const counts = yield* countValues(codes, dictionary)
      return {
        column,
        values: counts.map(({ value }) => value),
        amounts: counts.map(({ count }) => (as === 'share' ? count / frame.rows : count)),
      }
    })
    return { kind: 'frequency', as, tables }
  },
  apply: (fitted, frame) => applyAmounts(tablesOf(fitted), frame, 'number'),
  sql: (fitted, heads, stage) => sqlAmounts(tablesOf(fitted), heads, stage, 'number'),
}
