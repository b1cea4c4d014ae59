import { type Frame, isNumericType } from '../../dataset/column.ts'
import { AssayError } from '../../errors.ts'
import { formatCount } from '../../format/format.ts'
import { eachRow, mapEach, sort, type Work } from '../../work.ts'
import type { GroupKey } from '../kinds/groups.ts'
import type { PastOfGroup } from '../kinds/time.ts'
import { keysOf, sqlKey, sqlKeyOf } from './groupKey.ts'
import type { ColumnHead } from './info.ts'
import { requireNumbers } from './require.ts'
import { type SqlRefusal, type SqlStage, sqlNumber, sqlSame, sqlValue } from './sql.ts'

/** What a step that looks back is told: the values, the order in time, and whose past. */
export interface LookBack {
  readonly columns: readonly string[]
  readonly by: string
  readonly group?: string
}

/** What of a step is about looking back. */
export function lookBackOf({ columns, by, group }: LookBack): LookBack {
  return { columns, by, ...(group !== undefined && { group }) }
}

/** Rows that a fitted step may keep to look back on: a pipeline carries them with it. */
const MOST_ROWS = 200_000

/**
 * The training rows of each group in the order of time; rows of one instant in the order of the data. Rows without a time
 * are nobody's past.
 * @throws recipe.invalid where they are more than a model should carry
 */
export function* learnPast(frame: Frame, { columns, by, group }: LookBack): Work<PastOfGroup[]> {
  if (frame.rows > MOST_ROWS)
    throw new AssayError(
      'recipe.invalid',
      `Looking back keeps every training row within the model, ${formatCount(MOST_ROWS)} at most, and there are ${formatCount(frame.rows)}. Sample the training rows first, or leave the step out.`,
    )
  const times = requireNumbers(frame, by)
  const vectors = columns.map((name) => requireNumbers(frame, name))
  const keyAt = group === undefined ? () => null : keysOf(frame, group)
  const rowsOf = new Map<GroupKey, number[]>()
  yield* eachRow(frame.rows, (row) => {
    if (!Number.isFinite(times[row]!)) return
    const key = keyAt(row)
    const rows = rowsOf.get(key)
    if (rows) rows.push(row)
    else rowsOf.set(key, [row])
  })
  const number = (x: number) => (Number.isFinite(x) ? x + 0 : null)
  const past = yield* mapEach([...rowsOf], function* ([key, rows]): Work<PastOfGroup> {
    yield* sort(rows, (a, b) => times[a]! - times[b]! || a - b)
    return {
      key,
      times: rows.map((row) => times[row]! + 0),
      values: vectors.map((vector) => rows.map((row) => number(vector[row]!))),
    }
  })
  return yield* sort(past, (a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1))
}

/** What lies before a row: its group's past, and how many rows of it are strictly earlier. */
export interface Before {
  readonly past: PastOfGroup
  readonly count: number
}

/** What each row of a frame can look back on; undefined for rows of unknown groups or without a time. */
export function lookBack(frame: Frame, { by, group }: LookBack, past: readonly PastOfGroup[]) {
  const times = requireNumbers(frame, by)
  const keyAt = group === undefined ? () => null : keysOf(frame, group)
  const pastOf = new Map(past.map((each) => [each.key, each]))
  return (row: number): Before | undefined => {
    const time = times[row]!
    const own = pastOf.get(keyAt(row))
    if (!own || !Number.isFinite(time)) return undefined
    let [low, high] = [0, own.times.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (own.times[middle]! < time) low = middle + 1
      else high = middle
    }
    return { past: own, count: low }
  }
}

/** Rows that a query may carry as text. */
const MOST_SQL_ROWS = 5_000

/**
 * Columns worked out from the past of a row in SQL: the past is a table of which `i` counts the rows of a group from 1.
 * @param make Of each new column, the expression over rows `h` of the table and, given the number of rows before, which `i`.
 */
export function lookBackInSql(
  { columns, by, group, past }: LookBack & { readonly past: readonly PastOfGroup[] },
  heads: readonly ColumnHead[],
  stage: string,
  made: readonly ColumnHead[],
  make: (at: number, count: string) => { readonly sql: string; readonly rows: string },
): SqlStage | SqlRefusal {
  const rows = past.reduce((sum, { times }) => sum + times.length, 0)
  if (rows > MOST_SQL_ROWS)
    return { why: `Its ${formatCount(rows)} rows of the past are too many for a query; join the table they are in.` }
  const name = `${stage}_past`
  const groupHead = heads.find((head) => head.name === group)
  const timeHead = heads.find((head) => head.name === by)!
  const keyType = groupHead && !isNumericType(groupHead.type) ? 'VARCHAR' : 'DOUBLE'
  const list = past.flatMap(({ key, times, values }) =>
    times.map((time, i) =>
      [sqlKey(key), sqlNumber(time), i + 1, ...values.map((each) => sqlNumber(each[i] ?? Number.NaN))].join(', '),
    ),
  )
  const first = [`NULL::${keyType}`, 'NULL::DOUBLE', '-1000000', ...columns.map(() => 'NULL::DOUBLE')].join(', ')
  const names = ['k', 't', 'i', ...columns.map((_, j) => `v${j}`)]
  const key = groupHead ? sqlKeyOf(groupHead) : 'NULL::DOUBLE'
  const own = `h.k IS NOT DISTINCT FROM ${key}`
  const count = `(SELECT max(h.i) FROM ${name} AS h WHERE ${own} AND h.t < ${sqlValue(timeHead)})`
  const table = `SELECT * FROM (VALUES ${[first, ...list].map((row) => `(${row})`).join(', ')}) AS v(${names.join(', ')})`
  const added = made.map((head, at) => {
    const { sql, rows } = make(at, count)
    return { ...head, sql: `(SELECT ${sql} FROM ${name} AS h WHERE ${own} AND h.i ${rows})` }
  })
  return { columns: [...heads.map(sqlSame), ...added], tables: [{ name, sql: table }] }
}
