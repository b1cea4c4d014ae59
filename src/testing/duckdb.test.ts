import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Duckdb, openDuckdb } from './duckdb.ts'
import { codedColumn, frameOf, numericColumn } from './frames.ts'

let duckdb: Duckdb
beforeAll(async () => {
  duckdb = await openDuckdb()
})
afterAll(() => duckdb.close())

const frame = frameOf(
  numericColumn('amount "net"', [1.5, null, Number.POSITIVE_INFINITY]),
  numericColumn('flag', [0, 1, null], 'boolean'),
  numericColumn('when', [-1, null, 951_782_400_000], 'datetime'),
  codedColumn('__proto__', ['é', null, ''], 'text'),
)

describe('a frame in DuckDB', () => {
  it('comes back as it went in, with the types of SQL', async () => {
    await duckdb.load(frame)
    expect(await duckdb.query('SELECT * FROM t ORDER BY _row')).toEqual([
      { name: '_row', type: 'BIGINT', cells: [0, 1, 2] },
      { name: 'amount "net"', type: 'DOUBLE', cells: [1.5, null, Number.POSITIVE_INFINITY] },
      { name: 'flag', type: 'BOOLEAN', cells: [0, 1, null] },
      { name: 'when', type: 'TIMESTAMP', cells: [-1, null, 951_782_400_000] },
      { name: '__proto__', type: 'VARCHAR', cells: ['é', null, ''] },
    ])
  })

  it('holds instants as UTC', async () => {
    await duckdb.load(frame, 'dates')
    const [day] = await duckdb.query('SELECT CAST("when" AS VARCHAR) AS day FROM dates ORDER BY _row DESC')
    expect(day?.cells).toEqual(['2000-02-29 00:00:00', null, '1969-12-31 23:59:59.999'])
  })

  it('takes the place of the table that was there', async () => {
    await duckdb.load(frameOf(numericColumn('x', [7])))
    expect(await duckdb.query('SELECT * FROM t')).toEqual([
      { name: '_row', type: 'BIGINT', cells: [0] },
      { name: 'x', type: 'DOUBLE', cells: [7] },
    ])
  })

  it('refuses what no column of ours is', async () => {
    await expect(duckdb.query('SELECT [1, 2] AS x')).rejects.toThrow('cast it')
  })
})
