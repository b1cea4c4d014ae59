import { countValues } from '../../centre.ts'
import type { FrameColumn } from '../../dataset/column.ts'
import { fill, mapEach, type Work } from '../../work.ts'
import type { OneHotFitted } from '../kinds/categories.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns } from './info.ts'
import { placesIn, takesTexts } from './lookup.ts'
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

/** Places of cells that have no value of their own. */
const OTHER = -1
const MISSING = -2

function* truth(name: string, places: Int32Array, own: number): Work<FrameColumn> {
  const values = yield* fill(new Float64Array(places.length), (row) => Number(places[row] === own))
  return { name, type: 'boolean', vector: { kind: 'numeric', values } }
}

function* spread(
  { name, vector }: FrameColumn,
  values: readonly string[],
  { other, missing }: OneHotFitted,
): Work<FrameColumn[]> {
  if (vector.kind !== 'coded') return []
  const names = namesOf(name)
  const places = yield* placesIn(vector, values, OTHER, MISSING)
  return [
    ...(yield* mapEach(values, (value, place) => truth(`${names.value}${value}`, places, place))),
    ...(other ? [yield* truth(names.other, places, OTHER)] : []),
    ...(missing ? [yield* truth(names.missing, places, MISSING)] : []),
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
  *fit({ columns, most, other, missing }, frame) {
    const keep = yield* mapEach(columns, function* (column) {
      const { codes, dictionary } = requireCodes(frame, column)
      const counts = yield* countValues(codes, dictionary)
      return { column, values: counts.slice(0, most).map(({ value }) => value) }
    })
    return { kind: 'oneHot', other, missing, keep }
  },
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
