import { countValues } from '../../centre.ts'
import { compareLabels } from '../../dataset/labels.ts'
import { mapEach, sort } from '../../work.ts'
import type { OrdinalFitted } from '../kinds/categories.ts'
import { type AmountTable, applyAmounts, sqlAmounts } from './amounts.ts'
import { type ColumnStepInfo, listNames } from './info.ts'
import { takesTexts } from './lookup.ts'
import { retype } from './numbers.ts'
import { requireCodes } from './require.ts'

function tablesOf({ orders, unknown }: OrdinalFitted): readonly AmountTable[] {
  return orders.map(({ column, values }) => ({
    column,
    values,
    outputs: [
      {
        name: column,
        amounts: values.map((_, place) => place),
        unknown: unknown === 'last' ? values.length : Number.NaN,
        missing: Number.NaN,
      },
    ],
  }))
}

/**
 * Replaces each value by its place in an order, from 0 (scikit-learn's OrdinalEncoder): a given order, or that of the
 * training values, numbers written as text by value and before other text. Missing stays missing.
 */
export const ordinal: ColumnStepInfo<'ordinal'> = {
  scope: 'columns',
  group: 'Categories',
  label: 'Number by order',
  blurb: 'Turns values that have an order, such as small, medium, large, into 0, 1, 2.',
  rowLocal: true,
  ...takesTexts,
  fields: [
    {
      key: 'order',
      field: 'list',
      of: 'text',
      label: 'Order',
      help: 'One value a line, from the lowest up. Left empty, it is the order in which a reader would list them.',
    },
    {
      key: 'unknown',
      field: 'choice',
      label: 'Other values become',
      options: [
        { value: 'missing', label: 'missing' },
        { value: 'last', label: 'one place after the last' },
      ],
    },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), unknown: 'missing' }),
  describe: ({ columns, order = [] }) =>
    `Number the values of ${listNames(columns)} ${order.length > 0 ? `as ${listNames(order)}` : 'in their order'}`,
  problems: ({ order = [] }) => (new Set(order).size === order.length ? [] : ['a value stands in the order twice']),
  outcome: ({ columns }, heads) => retype(heads, columns, 'integer'),
  *fit({ columns, order = [], unknown }, frame) {
    const orders = yield* mapEach(columns, function* (column) {
      const { codes, dictionary } = requireCodes(frame, column)
      if (order.length > 0) return { column, values: order }
      const counts = yield* countValues(codes, dictionary)
      return {
        column,
        values: yield* sort(
          counts.map(({ value }) => value),
          compareLabels,
        ),
      }
    })
    return { kind: 'ordinal', unknown, orders }
  },
  apply: (fitted, frame) => applyAmounts(tablesOf(fitted), frame, 'integer'),
  sql: (fitted, heads, stage) => sqlAmounts(tablesOf(fitted), heads, stage, 'integer'),
}
