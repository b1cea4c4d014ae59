import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Duckdb, openDuckdb } from '@/testing/duckdb.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { findColumn } from '../dataset/column.ts'
import { listClasses, readTarget } from '../experiment/target.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { assignSplit } from './assign.ts'
import golden from './fixtures/golden.json' with { type: 'json' }
import { PARTS, type SplitSpec } from './split.ts'
import { rowUniform } from './uniform.ts'

// The vectors were made by Python's hashlib (the file says how); here TypeScript and SQL must give them.
const { label, amount, shop, day, part } = golden.columns
const frame = frameOf(
  codedColumn('label', label),
  numericColumn('amount', amount),
  codedColumn('shop', shop),
  numericColumn('day', day, 'datetime'),
  codedColumn('part', part),
)
const cases = golden.splits.map((split) => ({
  ...split,
  spec: split.spec as SplitSpec,
  task: split.task as TaskKind,
  target: split.task === 'regression' ? 'amount' : 'label',
  name: `${split.spec.kind}, ${split.task}, seed ${split.seed}`,
}))

describe('golden vectors in TypeScript', () => {
  it.each(golden.uniforms)('u of seed $seed and key $key', ({ seed, key, u }) => {
    expect(rowUniform(seed, key)).toBe(u)
  })

  it.each(cases)('$name', ({ spec, seed, task, target: name, parts }) => {
    const { vector, type } = findColumn(frame, name)!
    const column = 'column' in spec ? findColumn(frame, spec.column) : undefined
    const classes = task === 'regression' ? [] : listClasses(vector, type)
    const target = readTarget(vector, type, { task, classes })
    const split = assignSplit({ spec, seed, rows: frame.rows, target, task, column: column?.vector })
    const letters = new Array<string>(frame.rows).fill('-')
    for (const [i, each] of PARTS.entries()) for (const row of split[each]) letters[row] = 'tvx'[i]!
    expect(letters.join('')).toBe(parts)
  })
})

describe('golden vectors in SQL', () => {
  let duckdb: Duckdb
  beforeAll(async () => {
    duckdb = await openDuckdb()
    await duckdb.load(frame)
    await duckdb.query(
      `CREATE MACRO u(seed, key) AS (('0x' || substr(md5(seed || ':' || key), 1, 16))::UBIGINT >> 11)::DOUBLE / 9007199254740992`,
    )
    await duckdb.query(`CREATE MACRO chance(u, p, q) AS CASE WHEN u < p THEN 'x' WHEN u < p + q THEN 'v' ELSE 't' END`)
  })
  afterAll(() => duckdb.close())

  it.each(golden.uniforms)('u of seed $seed and key $key', async ({ seed, key, u, md5 }) => {
    const quoted = `'${key.replaceAll("'", "''")}'`
    const [uniform, hash] = await duckdb.query(
      `SELECT u('${seed}', ${quoted}) AS u, md5('${seed}:' || ${quoted}) AS md5`,
    )
    expect(uniform?.cells).toEqual([u])
    expect(hash?.cells).toEqual([md5])
  })

  /** Rows of `others` by class, in order of u; ties have none. No class here is so small that a share must be mended. */
  const byClass = (seed: number, p: number, q: number, others: string) => `
    SELECT _row, CASE WHEN rank <= round(n * ${p}) THEN 'x' WHEN rank <= round(n * ${p}) + round(n * ${q}) THEN 'v' ELSE 't' END AS part
    FROM (SELECT _row, row_number() OVER (PARTITION BY label ORDER BY u('${seed}', _row::VARCHAR), _row) AS rank,
      count(*) OVER (PARTITION BY label) AS n FROM t WHERE label IS NOT NULL AND NOT (${others}))`

  /** A split as a query of rows with their parts. Not by time: its cuts are no matter of u. */
  function sqlOf(spec: SplitSpec, seed: number, target: string): string {
    const of = (key: string) => `u('${seed}', ${key})`
    const row = of('_row::VARCHAR')
    switch (spec.kind) {
      case 'random':
        return `SELECT _row, chance(${row}, ${spec.test}, ${spec.validation}) AS part FROM t`
      case 'stratified':
        return byClass(seed, spec.test, spec.validation, 'false')
      case 'group':
        return `SELECT _row, chance(${of(`coalesce(${spec.column}, _row::VARCHAR)`)}, ${spec.test}, ${spec.validation}) AS part FROM t`
      case 'modulus':
      case 'column': {
        const tests =
          spec.kind === 'column' ? `${spec.column} = '${spec.testValue}'` : `_row % ${spec.modulus} = ${spec.remainder}`
        const others =
          target === 'label'
            ? byClass(seed, 0, spec.validation, tests)
            : `SELECT _row, chance(${row}, 0, ${spec.validation}) AS part FROM t WHERE NOT (${tests})`
        return `SELECT _row, 'x' AS part FROM t WHERE ${tests} UNION ALL (${others})`
      }
      default:
        throw new Error(`no SQL for ${spec.kind}`)
    }
  }

  it.each(cases.filter(({ spec }) => spec.kind !== 'time'))('$name', async ({ spec, seed, target, parts }) => {
    const [letters] = await duckdb.query(
      `SELECT coalesce(CASE WHEN t.${target} IS NULL THEN '-' ELSE s.part END, '-') AS part
       FROM t LEFT JOIN (${sqlOf(spec, seed, target)}) AS s USING (_row) ORDER BY t._row`,
    )
    expect(letters?.cells.join('')).toBe(parts)
  })
})
