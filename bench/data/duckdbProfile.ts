import * as duckdb from '@duckdb/duckdb-wasm'
import { cramersV } from '@/core/profile/association.ts'
import type { Reading } from './check.ts'
import { startDuckdb } from './duckdb.ts'
import type { MeasuredColumn } from './profileCheck.ts'

/** Reads the file into a table once, before anything is timed. */
export async function prepareDuckdb(file: File): Promise<void> {
  const { db, connection } = await startDuckdb()
  await db.registerFileHandle(file.name, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true)
  await connection.query(`CREATE OR REPLACE TABLE profiled AS SELECT * FROM read_csv('${file.name}')`)
}

/** `SUMMARIZE`, and where `both` is asked for every association of the named columns that SQL can give. */
export async function profileDuckdb(columns: readonly MeasuredColumn[], both: boolean): Promise<Reading> {
  const { connection } = await startDuckdb()
  const ask = async (sql: string) => (await connection.query(sql)).toArray()
  const begin = performance.now()
  const summary = await ask('SUMMARIZE profiled')
  const associations = both ? await associate(columns, ask) : 0
  const ms = performance.now() - begin
  // Its shares of missing cells are rounded, so that they are counted once more where nothing is timed.
  const names = summary.map((row) => String(row['column_name']))
  const [counts] = await ask(
    `SELECT count(*) AS n, ${names.map((name, i) => `count(*) - count(${quote(name)}) AS m${i}`).join()} FROM profiled`,
  )
  const numeric = new Set(columns.filter(({ isNumber, isTime }) => isNumber && !isTime).map(({ name }) => name))
  const figures = both ? await figuresOf(ask, numeric) : sumFigures(summary, numeric)
  return {
    ms,
    answer: {
      rows: Number(counts!['n']),
      sum: figures + associations,
      missing: names.reduce((sum, _, i) => sum + Number(counts![`m${i}`]), 0),
    },
  }
}

type Row = Record<string, unknown>
type Ask = (sql: string) => Promise<Row[]>

function sumFigures(summary: readonly Row[], numeric: ReadonlySet<string>): number {
  return summary.reduce(
    (sum, row) => (numeric.has(String(row['column_name'])) ? sum + Number(row['avg']) + Number(row['std']) : sum),
    0,
  )
}

const figuresOf = async (ask: Ask, numeric: ReadonlySet<string>) => sumFigures(await ask('SUMMARIZE profiled'), numeric)

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
const numberOf = ({ name, isTime }: MeasuredColumn) => (isTime ? `epoch_ms(${quote(name)})` : `${quote(name)}::DOUBLE`)

async function associate(columns: readonly MeasuredColumn[], ask: Ask): Promise<number> {
  const numbers = columns.filter(({ isNumber }) => isNumber)
  const codes = columns.filter(({ isNumber }) => !isNumber)
  const correlations = async (names: readonly string[], table: string) => {
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => `corr(${a}, ${b})`))
    const [row] = await ask(`SELECT ${pairs.map((pair, i) => `${pair} AS c${i}`).join()} FROM ${table}`)
    return pairs.reduce((sum, _, i) => sum + Number(row![`c${i}`]), 0)
  }
  const pearson = await correlations(numbers.map(numberOf), 'profiled')
  const whole = numbers.filter(({ isWhole }) => isWhole)
  // Equal values share the mean of their ranks.
  const ranks = whole.map((column, i) => {
    const value = numberOf(column)
    return `rank() OVER (ORDER BY ${value}) + (count(*) OVER (PARTITION BY ${value}) - 1) / 2.0 AS r${i}`
  })
  await ask(`CREATE OR REPLACE TEMP TABLE ranked AS SELECT ${ranks.join()} FROM profiled`)
  const spearman = await correlations(
    whole.map((_, i) => `r${i}`),
    'ranked',
  )
  await ask('DROP TABLE ranked')
  let others = 0
  for (const [i, code] of codes.entries()) {
    const group = quote(code.name)
    const parts = numbers.map((column, j) => {
      const value = numberOf(column)
      return `count(${value}) AS n${j}, avg(${value}) AS m${j}, var_pop(${value}) AS v${j}`
    })
    const groups = await ask(`SELECT ${parts.join()} FROM profiled WHERE ${group} IS NOT NULL GROUP BY ${group}`)
    for (const j of numbers.keys()) others += ratioOf(groups, j)
    for (const other of codes.slice(i + 1)) others += await cramersOf(ask, group, quote(other.name))
  }
  return pearson + spearman + others
}

/** The correlation ratio from sizes, means and variances of groups. */
function ratioOf(groups: readonly Row[], j: number): number {
  const parts = groups
    .map((row) => ({ n: Number(row[`n${j}`]), m: Number(row[`m${j}`]), v: Number(row[`v${j}`]) }))
    .filter(({ n }) => n > 0)
  const n = parts.reduce((sum, part) => sum + part.n, 0)
  const mean = parts.reduce((sum, part) => sum + (part.n * part.m) / n, 0)
  const between = parts.reduce((sum, part) => sum + part.n * (part.m - mean) ** 2, 0)
  const within = parts.reduce((sum, part) => sum + part.n * part.v, 0)
  return Math.sqrt(between / (between + within))
}

/** The table of two categories by SQL; what V makes of its few cells is no matter of speed. */
async function cramersOf(ask: Ask, a: string, b: string): Promise<number> {
  const cells = await ask(
    `SELECT ${a} AS a, ${b} AS b, count(*) AS n FROM profiled WHERE ${a} IS NOT NULL AND ${b} IS NOT NULL GROUP BY ALL`,
  )
  const [as, bs] = [new Map<string, number>(), new Map<string, number>()]
  const codeOf = (codes: Map<string, number>, text: string) => codes.get(text) ?? codes.set(text, codes.size).size - 1
  const left: number[] = []
  const right: number[] = []
  for (const cell of cells) {
    const [x, y] = [codeOf(as, String(cell['a'])), codeOf(bs, String(cell['b']))]
    for (let i = 0; i < Number(cell['n']); i++) {
      left.push(x)
      right.push(y)
    }
  }
  return cramersV(Int32Array.from(left), Int32Array.from(right), [as.size, bs.size]).value ?? 0
}
