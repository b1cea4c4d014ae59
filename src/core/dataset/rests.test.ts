import { describe, expect, it } from 'vitest'
import { makeColumn } from '@/testing/dataset.ts'
import { ROWS_AT_ONCE, runBreathing, type Work } from '../work.ts'
import { planEdits } from './edit.ts'
import { editColumn } from './editColumn.ts'
import { retypeColumn } from './retype.ts'

const SLICES = 3
const ROWS = SLICES * ROWS_AT_ONCE
const numbers = makeColumn(
  'x',
  'number',
  Array.from({ length: ROWS }, (_, row) => row / 4),
)
const texts = makeColumn(
  'c',
  'category',
  Array.from({ length: ROWS }, (_, row) => `${row}`),
)
const odd = Uint32Array.from({ length: ROWS / 2 }, (_, i) => 2 * i + 1)

async function rests(work: Work<unknown>): Promise<number> {
  let count = 0
  await runBreathing(work, async () => void count++)
  return count
}

describe('what makes a version of many rows', () => {
  it('rests while edits are planned', async () => {
    const work = planEdits({ rows: ROWS }, [{ kind: 'dropRows', rows: odd }])
    expect(await rests(work)).toBeGreaterThanOrEqual(2 * SLICES)
  })

  it.each([numbers, texts])('rests while cells are written: $name', async (column) => {
    const patch = { text: '7', places: odd }
    expect(await rests(editColumn(column, [patch], odd))).toBeGreaterThanOrEqual(SLICES)
  })

  it('rests while a column is read as another type', async () => {
    expect(await rests(retypeColumn(numbers, 'category'))).toBeGreaterThanOrEqual(SLICES)
    expect(await rests(retypeColumn(texts, 'integer'))).toBeGreaterThanOrEqual(SLICES)
  })
})
