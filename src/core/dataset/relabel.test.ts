import { expect, it } from 'vitest'
import { readFrame } from '@/testing/frames.ts'
import { toFrame } from './column.ts'
import { relabelColumn } from './relabel.ts'

const cellsOf = (column: Parameters<typeof relabelColumn>[0], rows: number) =>
  readFrame(toFrame({ rows, columns: [column] }))

it('writes texts otherwise, and makes one of those that become alike', () => {
  const column = {
    name: 'a',
    type: 'category',
    data: { kind: 'coded', chunks: [Int32Array.of(0, 1, -1), Int32Array.of(2, 0)], dictionary: ['x.', 'x', 'y'] },
  } as const
  const relabelled = relabelColumn(column, { 'x.': 'x', toString: 'never' })
  expect(cellsOf(relabelled, 5)).toEqual({ a: ['x', 'x', null, 'y', 'x'] })
  expect(relabelled.data).toMatchObject({ dictionary: ['x', 'y'] })
  expect(cellsOf(column, 5)).toEqual({ a: ['x.', 'x', null, 'y', 'x.'] })
})

it('leaves numbers alone', () => {
  const numbers = { name: 'n', type: 'number', data: { kind: 'numeric', chunks: [Float64Array.of(1)] } } as const
  expect(relabelColumn(numbers, { 1: '2' })).toBe(numbers)
})
