import { expect, it } from 'vitest'
import { CHUNK_ROWS } from './column.ts'
import { windowOf } from './window.ts'

it('gives rows across chunks, and none beyond the end', () => {
  const numbers = [new Float32Array(CHUNK_ROWS).fill(1), Float32Array.of(2, Number.NaN, 3)]
  const codes = [new Int32Array(CHUNK_ROWS), Int32Array.of(1, -1, 0)]
  const table = {
    rows: CHUNK_ROWS + 3,
    columns: [
      { name: 'n', type: 'integer', data: { kind: 'numeric', chunks: numbers } },
      { name: 't', type: 'text', data: { kind: 'coded', chunks: codes, dictionary: ['a', 'b'] } },
    ],
  } as const
  expect(windowOf(table, { start: CHUNK_ROWS - 1, count: 10 })).toEqual({
    start: CHUNK_ROWS - 1,
    length: 4,
    columns: [Float64Array.of(1, 2, Number.NaN, 3), ['a', 'b', null, 'a']],
  })
  expect(windowOf(table, { start: CHUNK_ROWS + 9, count: 5 })).toMatchObject({ start: CHUNK_ROWS + 3, length: 0 })
  expect(windowOf(table, { start: 0, count: 1, columns: ['t'] }).columns).toEqual([['a']])
})
