import { quantileOfSorted, sortedFinite } from '../../centre.ts'
import type { ColumnType } from '../../dataset/column.ts'
import { formatShare } from '../../format/format.ts'
import { mapEach } from '../../work.ts'
import { type ColumnStepInfo, listNames, replaceColumns, type StepOf } from './info.ts'
import { changeNumbers, takesNumbers } from './numbers.ts'
import { requireNumbers } from './require.ts'
import { replaceInSql, sqlName, sqlNumber } from './sql.ts'
import { sqlIsNumber } from './sqlMath.ts'

interface Ends {
  readonly low: number | null
  readonly high: number | null
}

/** Whole numbers stay so between whole ends. */
function clippedType(type: ColumnType, { low, high }: Ends): ColumnType {
  return type === 'integer' && Number.isInteger(low ?? 0) && Number.isInteger(high ?? 0) ? 'integer' : 'number'
}

function sayEnds({ by, low, high, lowShare, highShare }: StepOf<'clip'>): string {
  if (by === 'quantiles') return `to their ${formatShare(lowShare)} and ${formatShare(highShare)} quantiles`
  if (low !== undefined && high !== undefined) return `to ${low} to ${high}`
  return low === undefined ? `to ${high} at most` : `to ${low} at least`
}

/**
 * Holds what lies beyond two ends at the ends (winsorising). The ends are given, or the quantiles of the finite training
 * values (linear interpolation, as numpy.quantile). Missing stays missing; an infinite number is held like any other.
 */
export const clip: ColumnStepInfo<'clip'> = {
  scope: 'columns',
  group: 'Numbers',
  label: 'Clip',
  blurb: 'Holds values beyond two ends at the ends, so that outliers pull less.',
  rowLocal: true,
  ...takesNumbers,
  fields: [
    {
      key: 'by',
      field: 'choice',
      label: 'Ends are',
      options: [
        { value: 'quantiles', label: 'quantiles of the training rows' },
        { value: 'values', label: 'values of your own' },
      ],
    },
    {
      key: 'lowShare',
      field: 'share',
      label: 'Lowest quantile',
      min: 0,
      max: 100,
      isShown: ({ by }) => by === 'quantiles',
    },
    {
      key: 'highShare',
      field: 'share',
      label: 'Highest quantile',
      min: 0,
      max: 100,
      isShown: ({ by }) => by === 'quantiles',
    },
    { key: 'low', field: 'number', label: 'Lowest value', isOptional: true, isShown: ({ by }) => by === 'values' },
    { key: 'high', field: 'number', label: 'Highest value', isOptional: true, isShown: ({ by }) => by === 'values' },
  ],
  settings: (columns) => ({
    columns: columns.map(({ name }) => name),
    by: 'quantiles',
    lowShare: 0.01,
    highShare: 0.99,
  }),
  describe: (step) => `Clip ${listNames(step.columns)} ${sayEnds(step)}`,
  problems({ by, low, high, lowShare, highShare }) {
    if (by === 'quantiles') return lowShare < highShare ? [] : ['the lowest quantile must be below the highest']
    if (low === undefined && high === undefined) return ['give a lowest value, a highest, or both']
    return low !== undefined && high !== undefined && low > high ? ['the lowest value is above the highest'] : []
  },
  outcome: ({ columns, by, low = null, high = null }, heads) =>
    heads.map((head) =>
      columns.includes(head.name)
        ? { ...head, type: by === 'quantiles' ? 'number' : clippedType(head.type, { low, high }) }
        : head,
    ),
  *fit({ columns, by, low, high, lowShare, highShare }, frame) {
    const ends = yield* mapEach(columns, function* (column) {
      const values = requireNumbers(frame, column)
      if (by === 'values') return { column, low: low ?? null, high: high ?? null }
      const sorted = yield* sortedFinite(values)
      // Without a value there is nothing to hold others to.
      if (sorted.length === 0) return { column, low: null, high: null }
      return { column, low: quantileOfSorted(sorted, lowShare), high: quantileOfSorted(sorted, highShare) }
    })
    return { kind: 'clip', ends }
  },
  apply({ ends }, frame) {
    for (const { column } of ends) requireNumbers(frame, column)
    return replaceColumns(frame, function* (column) {
      const own = ends.find((end) => end.column === column.name)
      if (!own || column.vector.kind !== 'numeric') return [column]
      const low = own.low ?? Number.NEGATIVE_INFINITY
      const high = own.high ?? Number.POSITIVE_INFINITY
      const vector = yield* changeNumbers(column.vector.values, (x) => Math.max(low, Math.min(high, x)))
      return [{ name: column.name, type: clippedType(column.type, own), vector }]
    })
  },
  sql: ({ ends }, heads) =>
    replaceInSql(heads, (head) => {
      const own = ends.find(({ column }) => column === head.name)
      if (!own) return undefined
      const x = `p.${sqlName(head.name)}`
      const cases = [
        own.low !== null && `WHEN ${x} < ${sqlNumber(own.low)} THEN ${sqlNumber(own.low)}`,
        own.high !== null && `WHEN ${x} > ${sqlNumber(own.high)} THEN ${sqlNumber(own.high)}`,
      ]
      return [
        {
          name: head.name,
          type: clippedType(head.type, own),
          sql: `CASE WHEN NOT ${sqlIsNumber(x)} THEN NULL ${cases.filter(Boolean).join(' ')} ELSE ${x} END`,
        },
      ]
    }),
}
