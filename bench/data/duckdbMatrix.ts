import * as duckdb from '@duckdb/duckdb-wasm'
import { startDuckdb } from './duckdb.ts'
import { type Prepared, sumColumns } from './matrixCheck.ts'

type Connection = Awaited<ReturnType<typeof startDuckdb>>['connection']

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const DAY_MS = 86_400_000
const MIN_SHARE = 0.01

/** A column of the matrix: its name, and its SQL. */
interface Feature {
  readonly name: string
  readonly sql: string
}

const quoted = (name: string) => `"${name}"`
const text = (value: string) => `'${value.replaceAll("'", "''")}'`

/** Makes the table that {@link computeMatrix} works on, all types found by DuckDB. */
export async function openMatrix(file: File): Promise<void> {
  const { db, connection } = await startDuckdb()
  await db.registerFileHandle(file.name, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true)
  await connection.query(`CREATE TABLE matrix AS SELECT * FROM read_csv('${file.name}')`)
  await db.dropFile(file.name)
}

/** Columns filled and derived, still in their own units: what the recipe of matrix.worker.ts does to the numbers. */
async function numbers(connection: Connection): Promise<Feature[]> {
  const filled = ['amount', 'score, raw', 'age']
  const medians = filled.map((name, i) => `median(${quoted(name)})::DOUBLE AS m${i}`).join()
  const found = (
    await connection.query(
      `SELECT ${medians}, epoch_ms(min(day)) AS firstDay, epoch_ms(min(ts)) AS firstTime FROM matrix`,
    )
  ).toArray()[0]!
  const fill = (name: string) => `coalesce(${quoted(name)}, ${found[`m${filled.indexOf(name)}`]})`
  const missing = (name: string) => ({ name: `${name} missing`, sql: `(${quoted(name)} IS NULL)::INTEGER` })
  const angle = `(2 * pi() * (epoch_ms(ts) % ${DAY_MS}) / ${DAY_MS})`
  return [
    ...Array.from({ length: 6 }, (_, i) => ({ name: `f${i}`, sql: `f${i}` })),
    { name: 'amount', sql: `ln(1 + ${fill('amount')})` },
    missing('amount'),
    { name: 'score, raw', sql: fill('score, raw') },
    missing('score, raw'),
    { name: 'age', sql: fill('age') },
    missing('age'),
    { name: 'count', sql: quoted('count') },
    { name: 'active', sql: 'active::INTEGER' },
    { name: 'day year', sql: 'year(day)' },
    { name: 'day elapsed days', sql: `(epoch_ms(day) - ${found['firstDay']}) / ${DAY_MS}` },
    { name: 'ts hour sin', sql: `sin${angle}` },
    { name: 'ts hour cos', sql: `cos${angle}` },
    { name: 'ts elapsed days', sql: `(epoch_ms(ts) - ${found['firstTime']}) / ${DAY_MS}` },
  ]
}

/** Each number less its mean, by its standard deviation. */
async function scaled(connection: Connection): Promise<Feature[]> {
  const columns = await numbers(connection)
  const measures = columns.map(({ sql }, i) => `avg(${sql}) AS m${i}, stddev_pop(${sql}) AS s${i}`)
  const found = (await connection.query(`SELECT ${measures.join()} FROM matrix`)).toArray()[0]!
  return columns.map(({ name, sql }, i) => ({ name, sql: `(${sql} - (${found[`m${i}`]})) / ${found[`s${i}`]}` }))
}

/** The values of a column, those of at least a share of the rows. */
async function commonValues(connection: Connection, name: string, share: number): Promise<string[]> {
  const counted = await connection.query(
    `SELECT ${name} AS value FROM matrix WHERE ${name} IS NOT NULL GROUP BY ${name}
     HAVING count(*) >= ${share} * (SELECT count(*) FROM matrix)`,
  )
  return counted.toArray().map((row) => String(row['value']))
}

async function oneHot(connection: Connection): Promise<Feature[]> {
  const is = (column: string, value: string, condition: string) => ({
    name: `${column} = ${value}`,
    sql: `CASE WHEN ${condition} THEN 1 ELSE 0 END`,
  })
  const plain = []
  for (const column of ['sex', 'region'])
    for (const value of await commonValues(connection, column, 0))
      plain.push(is(column, value, `${column} = ${text(value)}`))
  const cities = await commonValues(connection, 'city', MIN_SHARE)
  return [
    ...plain,
    ...cities.map((value) => is('city', value, `city = ${text(value)}`)),
    is('city', 'other', `city NOT IN (${cities.map(text).join()})`),
    { name: 'city missing', sql: 'CASE WHEN city IS NULL THEN 1 ELSE 0 END' },
    ...MONTHS.map((value, i) => is('day month', value, `month(day) = ${i + 1}`)),
    ...['day', 'ts'].flatMap((column) =>
      WEEKDAYS.map((value, i) => is(`${column} weekday`, value, `dayofweek(${column}) = ${i}`)),
    ),
  ]
}

/**
 * The matrix from DuckDB's own table: what is learned by queries of their own, then every column by one that is streamed
 * as it is computed, and its typed arrays laid row-major.
 */
export async function computeMatrix(rows: number): Promise<Prepared> {
  const { connection } = await startDuckdb()
  const begin = performance.now()
  const features = [...(await scaled(connection)), ...(await oneHot(connection))]
  const width = features.length
  const matrix = new Float32Array(rows * width)
  const select = features.map(({ sql }, i) => `(${sql})::FLOAT AS c${i}`).join()
  let offset = 0
  for await (const batch of await connection.send(`SELECT ${select} FROM matrix`, true)) {
    for (let j = 0; j < width; j++) {
      const values: Float32Array = batch.getChildAt(j)!.data[0]!.values
      for (let row = 0, at = offset + j; row < batch.numRows; row++, at += width) matrix[at] = values[row]!
    }
    offset += batch.numRows * width
  }
  const ms = performance.now() - begin
  return {
    ms,
    answer: sumColumns(
      matrix,
      features.map(({ name }) => name),
    ),
  }
}
