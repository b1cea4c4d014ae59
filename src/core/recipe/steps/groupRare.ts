import { countValues } from '../../centre.ts'
import { isNumericType } from '../../dataset/column.ts'
import { formatShare } from '../../format/format.ts'
import { mapEach } from '../../work.ts'
import { type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { placesIn } from './lookup.ts'
import { requireCodes } from './require.ts'
import { replaceInSql, sqlList, sqlName, sqlText } from './sql.ts'

/** From so many different values on, the rare ones are worth grouping. */
const MANY_VALUES = 10

/**
 * Calls rare values by one name. A value is kept when at least `minShare` of the training rows (missing cells counted as
 * rows) hold it; all others, those never seen in training among them, become `other`. Missing stays missing.
 */
export const groupRare: ColumnStepInfo<'groupRare'> = {
  scope: 'columns',
  group: 'Categories',
  label: 'Group rare values',
  blurb: 'Puts values too rare to learn from under one name, and with them any that are new.',
  rowLocal: true,
  accepts: (type) => !isNumericType(type),
  takes: 'categories, text and identifiers',
  needs: 'some',
  fields: [
    { key: 'minShare', field: 'share', label: 'Rare means below', min: 0.1, max: 50 },
    { key: 'other', field: 'text', label: 'They become' },
  ],
  startsWith: (type, { distinct }) => type === 'category' && distinct >= MANY_VALUES,
  settings: (columns) => ({ columns: columns.map(({ name }) => name), minShare: 0.01, other: 'other' }),
  describe: ({ columns, minShare, other }) =>
    `Call values of ${listNames(columns)} rarer than ${formatShare(minShare)} “${other}”`,
  problems: ({ minShare, other }) => [
    ...(minShare > 0 && minShare < 1 ? [] : ['the smallest share must lie between 0 and 1']),
    ...(other === '' ? ['the common name for rare values is empty'] : []),
  ],
  outcome: (_step, columns) => columns,
  *fit(step, frame) {
    const keep = yield* mapEach(step.columns, function* (column) {
      const { codes, dictionary } = requireCodes(frame, column)
      const counts = yield* countValues(codes, dictionary)
      const common = counts.filter(({ count }) => count >= step.minShare * frame.rows)
      return { column, values: common.map(({ value }) => value) }
    })
    return { kind: 'groupRare', other: step.other, keep }
  },
  apply({ keep, other }, frame) {
    for (const { column } of keep) requireCodes(frame, column)
    const kept = new Map(keep.map(({ column, values }) => [column, values]))
    return replaceColumns(frame, function* (column) {
      const values = kept.get(column.name)
      if (!values || column.vector.kind !== 'coded') return [column]
      // The new dictionary depends on training alone, so every batch gets the same codes.
      const dictionary = values.includes(other) ? values : [...values, other]
      const codes = yield* placesIn(column.vector, dictionary, dictionary.indexOf(other), -1)
      return [{ ...column, vector: { kind: 'coded', codes, dictionary } }]
    })
  },
  sql({ keep, other }, heads) {
    const kept = new Map(keep.map(({ column, values }) => [column, values]))
    return replaceInSql(heads, (head) => {
      const values = kept.get(head.name)
      if (!values) return undefined
      const text = `p.${sqlName(head.name)}`
      const isKept = values.length > 0 ? ` WHEN ${text} IN ${sqlList(values)} THEN ${text}` : ''
      return [{ ...head, sql: `CASE WHEN ${text} IS NULL THEN NULL${isKept} ELSE ${sqlText(other)} END` }]
    })
  },
}
