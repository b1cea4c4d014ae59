import { countValues } from '../../centre.ts'
import type { FrameColumn } from '../../dataset/column.ts'
import type { OneHotFitted } from '../kinds/categories.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { takesTexts } from './lookup.ts'
import { requireCodes } from './require.ts'
import { replaceInSql, sqlList, sqlName, sqlText } from './sql.ts'

/** Columns that one column may become at most. */
const MOST_VALUES = 1_000

/** How the names of its columns begin, and those of what is no value of its own. */
const namesOf = (column: string) => ({
  value: `${column} = `,
  other: `${column} other`,
  missing: `${column} missing`,
})

function truth(name: string, codes: Int32Array, isIn: (code: number) => boolean): FrameColumn {
  return {
    name,
    type: 'boolean',
    vector: { kind: 'numeric', values: Float64Array.from(codes, (code) => Number(isIn(code))) },
  }
}

function spread(
  { name, vector }: FrameColumn,
  values: readonly string[],
  { other, missing }: OneHotFitted,
): FrameColumn[] {
  if (vector.kind !== 'coded') return []
  const names = namesOf(name)
  const { codes, dictionary } = vector
  const placeOf = new Map(values.map((value, place) => [value, place]))
  const places = Int32Array.from(dictionary, (value) => placeOf.get(value) ?? -1)
  const placed = codes.map((code) => (code < 0 ? -2 : places[code]!))
  return [
    ...values.map((value, place) => truth(`${names.value}${value}`, placed, (own) => own === place)),
    ...(other ? [truth(names.other, placed, (own) => own === -1)] : []),
    ...(missing ? [truth(names.missing, placed, (own) => own === -2)] : []),
  ]
}

/**
 * Replaces a category by a 0/1 column for each of its most common training values, as scikit-learn's OneHotEncoder with
 * `handle_unknown='ignore'`: `colour = red`, most common first, equals in text order. A value that has no column is 0 in
 * all of them, and 1 in `colour other` where that is wanted; a missing cell 1 in `colour missing`.
 */
export const oneHot: ColumnStepInfo<'oneHot'> = {
  scope: 'columns',
  group: 'Categories',
  label: 'One-hot',
  blurb: 'Gives each common value a 0/1 column of its own, for steps and learners that take numbers.',
  rowLocal: true,
  ...takesTexts,
  fields: [
    { key: 'most', field: 'number', label: 'Values kept', min: 1, max: MOST_VALUES, isWhole: true },
    { key: 'other', field: 'toggle', label: 'One column for all other values, new ones too' },
    { key: 'missing', field: 'toggle', label: 'One column for missing cells' },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), most: 20, other: true, missing: false }),
  describe: ({ columns, most, other, missing }) =>
    `Give the ${most} most common values of ${listNames(columns)} a 0/1 column each${
      other || missing ? `, and one for ${[other && 'others', missing && 'missing'].filter(Boolean).join(' and ')}` : ''
    }`,
  problems: ({ most }) =>
    Number.isInteger(most) && most >= 1 && most <= MOST_VALUES
      ? []
      : [`the number of values kept must lie between 1 and ${MOST_VALUES}`],
  outcome: ({ columns, other, missing }, heads) =>
    heads.flatMap((head): ColumnHead[] => {
      if (!columns.includes(head.name)) return [head]
      const names = namesOf(head.name)
      return [
        { name: names.value, type: 'boolean', open: true },
        ...(other ? [{ name: names.other, type: 'boolean' as const }] : []),
        ...(missing ? [{ name: names.missing, type: 'boolean' as const }] : []),
      ]
    }),
  fit: ({ columns, most, other, missing }, frame) => ({
    kind: 'oneHot',
    other,
    missing,
    keep: columns.map((column) => {
      const { codes, dictionary } = requireCodes(frame, column)
      const counts = countValues(codes, dictionary).slice(0, most)
      return { column, values: counts.map(({ value }) => value) }
    }),
  }),
  apply(fitted, frame) {
    for (const { column } of fitted.keep) requireCodes(frame, column)
    return replaceColumns(frame, (column) => {
      const own = fitted.keep.find((kept) => kept.column === column.name)
      return own ? spread(column, own.values, fitted) : [column]
    })
  },
  sql({ keep, other, missing }, heads) {
    const twin = keep.find(({ values }) => new Set(values.map((value) => value.toLowerCase())).size < values.length)
    if (twin) return { why: `SQL has no columns for values of “${twin.column}” that differ only by case.` }
    return replaceInSql(heads, (head) => {
      const own = keep.find(({ column }) => column === head.name)
      if (!own) return undefined
      const names = namesOf(head.name)
      const text = `p.${sqlName(head.name)}`
      const isOther = own.values.length > 0 ? `${text} NOT IN ${sqlList(own.values)}` : 'true'
      const column = (name: string, sql: string) => ({ name, type: 'boolean' as const, sql })
      return [
        ...own.values.map((value) => column(`${names.value}${value}`, `coalesce(${text} = ${sqlText(value)}, false)`)),
        ...(other ? [column(names.other, `(${text} IS NOT NULL AND ${isOther})`)] : []),
        ...(missing ? [column(names.missing, `(${text} IS NULL)`)] : []),
      ]
    })
  },
}
