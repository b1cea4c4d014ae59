import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api'
import type { ColumnType, Frame, FrameColumn } from '@/core/dataset/column.ts'

/** A cell as `readFrame` writes it: booleans as 0 and 1, instants as milliseconds since 1970 UTC, null where missing. */
type SqlCell = number | string | null

interface SqlColumn {
  readonly name: string
  /** As DuckDB calls it: DOUBLE, BOOLEAN, TIMESTAMP, VARCHAR, BIGINT … */
  readonly type: string
  readonly cells: readonly SqlCell[]
}

/** A DuckDB of a test's own, in memory. */
export interface Duckdb {
  /**
   * Makes the frame a table in place of any of that name: `_row` (BIGINT, from 0), then its columns as DOUBLE (number,
   * integer), BOOLEAN, TIMESTAMP (UTC) or VARCHAR; missing is NULL. DuckDB takes names that differ only by case for one.
   */
  load(frame: Frame, table?: string): Promise<void>
  /** The columns that a query gives, in its order of rows: say `ORDER BY _row`. A NaN stays a NaN: it is not NULL. */
  query(sql: string): Promise<readonly SqlColumn[]>
  close(): void
}

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  number: 'DOUBLE',
  integer: 'DOUBLE',
  boolean: 'BOOLEAN',
  datetime: 'TIMESTAMP',
  category: 'VARCHAR',
  text: 'VARCHAR',
  identifier: 'VARCHAR',
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

function appendCell(appender: DuckDBAppender, { type, vector }: FrameColumn, row: number): void {
  if (vector.kind === 'coded') {
    const text = vector.dictionary[vector.codes[row]!]
    if (text === undefined) appender.appendNull()
    else appender.appendVarchar(text)
    return
  }
  const value = vector.values[row]!
  if (Number.isNaN(value)) appender.appendNull()
  else if (type === 'boolean') appender.appendBoolean(value !== 0)
  else if (type === 'datetime') appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.round(value * 1000))))
  else appender.appendDouble(value)
}

async function load(connection: DuckDBConnection, frame: Frame, table: string): Promise<void> {
  const columns = frame.columns.map(({ name, type }) => `${quote(name)} ${SQL_TYPES[type]}`)
  await connection.run(`CREATE OR REPLACE TABLE ${quote(table)} (${['_row BIGINT', ...columns].join(', ')})`)
  const appender = await connection.createAppender(table)
  for (let row = 0; row < frame.rows; row++) {
    appender.appendBigInt(BigInt(row))
    for (const column of frame.columns) appendCell(appender, column, row)
    appender.endRow()
  }
  appender.closeSync()
}

/** @throws TypeError on a type of DuckDB that no column of ours has (a list, a date): cast it in the query. */
function readCell(value: unknown, type: string): SqlCell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (value instanceof DuckDBTimestampValue) return Number(value.micros) / 1000
  throw new TypeError(`A test's query gave a ${type}; cast it to a DOUBLE, BOOLEAN, TIMESTAMP or VARCHAR.`)
}

async function query(connection: DuckDBConnection, sql: string): Promise<readonly SqlColumn[]> {
  const reader = await connection.runAndReadAll(sql)
  const cells = reader.getColumns()
  return reader.columnNames().map((name, i) => {
    const type = reader.columnType(i).toString()
    return { name, type, cells: (cells[i] ?? []).map((value) => readCell(value, type)) }
  })
}

/** Opens a DuckDB: once per test file, in `beforeAll`, closed in `afterAll`. */
export async function openDuckdb(): Promise<Duckdb> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  return {
    load: (frame, table = 't') => load(connection, frame, table),
    query: (sql) => query(connection, sql),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
