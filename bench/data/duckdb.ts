import * as duckdb from '@duckdb/duckdb-wasm'
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import type { Question, Reading } from './check.ts'

/**
 * The bundle that DuckDB's own selection takes in a browser such as this (its one with threads is marked experimental).
 * Started before anything is timed.
 */
async function start() {
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(workerUrl))
  await db.instantiate(wasmUrl)
  return { db, connection: await db.connect() }
}

let started: ReturnType<typeof start> | undefined

/** DuckDB, started once for the page. */
export function startDuckdb(): ReturnType<typeof start> {
  started ??= start()
  return started
}

/** A table of its own made from the file, all found by DuckDB; the table is dropped once it has answered. */
export async function readDuckdb(file: File, { sumOf, missingOf, distinctOf }: Question): Promise<Reading> {
  const { db, connection } = await startDuckdb()
  const begin = performance.now()
  await db.registerFileHandle(file.name, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true)
  await connection.query(`CREATE TABLE bench AS SELECT * FROM read_csv('${file.name}')`)
  const ms = performance.now() - begin
  const distinct = distinctOf === undefined ? 'NULL' : `count(DISTINCT "${distinctOf}")`
  const result = await connection.query(
    `SELECT count(*) AS n, sum("${sumOf}") AS s, count(*) - count("${missingOf}") AS m, ${distinct} AS d FROM bench`,
  )
  const row = result.toArray()[0]!
  await connection.query('DROP TABLE bench')
  await db.dropFile(file.name)
  return {
    ms,
    answer: {
      rows: Number(row['n']),
      sum: Number(row['s']),
      missing: Number(row['m']),
      distinct: distinctOf === undefined ? undefined : Number(row['d']),
    },
  }
}
