import { type ColumnType, isNumericType, type Vector } from '../../dataset/column.ts'
import { WideMap } from '../../wideMap.ts'
import { fill, inSlices, type Work } from '../../work.ts'
import { sqlNumber, sqlText } from './sql.ts'

type Coded = Extract<Vector, { kind: 'coded' }>

/** What steps say that work on texts. */
export const takesTexts = {
  accepts: (type: ColumnType) => !isNumericType(type),
  takes: 'categories, text and identifiers',
  needs: 'some',
} as const

/** An amount for each row: that of its text, `unknown` for texts that are not among `values`, `missing` for none. */
export function* lookUp(
  { codes, dictionary }: Coded,
  values: readonly string[],
  amounts: ArrayLike<number>,
  unknown: number,
  missing: number,
): Work<Float64Array> {
  const placeOf = yield* placesOf(values)
  const byCode = yield* fill(new Float64Array(dictionary.length), (code) => {
    const place = placeOf.get(dictionary[code]!)
    return place === undefined ? unknown : amounts[place]!
  })
  return yield* fill(new Float64Array(codes.length), (row) => {
    const code = codes[row]!
    return code < 0 ? missing : byCode[code]!
  })
}

/** Where each text stands in a list. */
function* placesOf(values: readonly string[]): Work<Pick<WideMap<string, number>, 'get'>> {
  const placeOf = new WideMap<string, number>()
  yield* inSlices(values.length, (start, end) => {
    for (let place = start; place < end; place++) placeOf.set(values[place]!, place)
  })
  return placeOf
}

/** The place of each row's text in a list; `unknown` for texts that are not in it, `missing` for none. */
export function* placesIn(
  { codes, dictionary }: Coded,
  values: readonly string[],
  unknown: number,
  missing: number,
): Work<Int32Array> {
  const placeOf = yield* placesOf(values)
  const places = yield* fill(new Int32Array(dictionary.length), (code) => placeOf.get(dictionary[code]!) ?? unknown)
  return yield* fill(new Int32Array(codes.length), (row) => {
    const code = codes[row]!
    return code < 0 ? missing : places[code]!
  })
}

/** {@link lookUp} as SQL: a table of the texts, how it is joined, and an expression for each of its lists of amounts. */
interface SqlLookup {
  readonly table: { readonly name: string; readonly sql: string }
  readonly join: string
  amount(list: number, unknown: number, missing: number): string
}

/** @param text The expression that is looked up. @param name Of the table. */
export function sqlLookup(
  text: string,
  name: string,
  values: readonly string[],
  lists: readonly ArrayLike<number>[],
): SqlLookup {
  const heads = ['value', ...lists.map((_, i) => `a${i}`)].join(', ')
  const rows = values.map((value, place) =>
    [sqlText(value), ...lists.map((list) => sqlNumber(list[place]!))].join(', '),
  )
  const none = ['NULL::VARCHAR', ...lists.map(() => 'NULL::DOUBLE')].join(', ')
  return {
    table: { name, sql: `SELECT * FROM (VALUES (${rows.length > 0 ? rows.join('), (') : none})) AS v(${heads})` },
    join: `LEFT JOIN ${name} ON ${text} = ${name}.value`,
    amount: (list, unknown, missing) =>
      `(CASE WHEN ${text} IS NULL THEN ${sqlNumber(missing)} WHEN ${name}.value IS NULL THEN ${sqlNumber(unknown)} ELSE ${name}.a${list} END)`,
  }
}
