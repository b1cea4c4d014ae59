import { expect, it } from 'vitest'
import { ROWS_AT_ONCE, runBreathing, type Work } from '@/core/work.ts'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { distanceOf } from './distanceOf.ts'
import { matchNumbers } from './matchRows.ts'

const ROWS = 4 * ROWS_AT_ONCE

async function rests(work: Work<unknown>): Promise<number> {
  let count = 0
  await runBreathing(work, async () => void count++)
  return count
}

it('rests while rows are matched and distributions measured', async () => {
  const keys = Uint32Array.from({ length: ROWS }, (_, row) => 2 * row)
  expect(await rests(matchNumbers(keys, keys))).toBeGreaterThanOrEqual(4)
  const cells = Array.from(keys, (key) => Math.sin(key))
  const numbers = numericColumn('x', cells)
  expect(await rests(distanceOf(numbers, numbers))).toBeGreaterThanOrEqual(8)
  const texts = codedColumn(
    'c',
    cells.map((x) => `t${Math.round(9 * x)}`),
  )
  expect(await rests(distanceOf(texts, texts))).toBeGreaterThanOrEqual(8)
})
