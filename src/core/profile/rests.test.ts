import { describe, expect, it } from 'vitest'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { ROWS_AT_ONCE, runAtOnce, runBreathing } from '../work.ts'
import { profileColumn } from './profileColumn.ts'
import { summariseColumn, summarisingColumn } from './summarise.ts'

const SLICES = 3
const cells = Array.from({ length: SLICES * ROWS_AT_ONCE }, (_, row) => Math.sin(row) * 1e6)
const texts = cells.map((x) => `t${Math.round(x) % 900}`)
const columns = [
  numericColumn('number', cells),
  numericColumn(
    'whole',
    cells.map((x) => Math.round(x)),
    'integer',
  ),
  numericColumn(
    'together',
    cells.map((x, row) => (row === 0 ? 1e300 : x)),
  ),
  numericColumn(
    'day',
    cells.map((x) => Math.round(x) * 86_400),
    'datetime',
  ),
  numericColumn(
    'truth',
    cells.map((x) => Number(x > 0)),
    'boolean',
  ),
  codedColumn('category', texts),
]

describe.each(columns)('the profile of a column of many rows: $name', (column) => {
  it('rests once a slice at least, stops there, and comes to the same', async () => {
    const work = () => profileColumn(column, 1e12)
    let rests = 0
    const found = await runBreathing(work(), async () => void rests++)
    expect(rests).toBeGreaterThanOrEqual(SLICES)
    expect(found).toEqual(runAtOnce(work()))

    const stop = () => (--rests === 0 ? Promise.reject(new Error('stop')) : Promise.resolve())
    rests = 3
    await expect(runBreathing(work(), stop)).rejects.toThrow('stop')
    expect(rests).toBe(0)
  })
})

it('sums up a column with rests', async () => {
  const { vector, ...head } = columns[0]!
  const values = vector.kind === 'numeric' ? (vector.values as Float64Array<ArrayBuffer>) : new Float64Array()
  const column = { ...head, data: { kind: 'numeric', chunks: [values] } as const }
  let rests = 0
  expect(await runBreathing(summarisingColumn(column), async () => void rests++)).toEqual(summariseColumn(column))
  expect(rests).toBeGreaterThanOrEqual(SLICES)
})
