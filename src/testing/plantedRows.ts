import type { Column } from '@/core/dataset/column.ts'
import { normalFrom, seededRandom } from '@/core/random.ts'
import { makeColumn } from './dataset.ts'

export const ROWS = 1_200
/** What the rows are made by; tests draw on from there. */
export const random = seededRandom('planted')
const normal = normalFrom(random)
export const DAY = 86_400_000

/** Rows with a class and an amount that follow loosely from size and colour. */
export const rows = Array.from({ length: ROWS }, (_, row) => {
  const size = 10 + 3 * normal()
  const colour = ['red', 'green', 'blue'][Math.floor(3 * random())]!
  const amount = 5 * size + (colour === 'red' ? 20 : 0) + 20 * normal()
  return {
    row,
    size,
    colour,
    amount,
    answer: amount + 15 * normal() > 58 ? 'yes' : 'no',
    group: Math.floor(300 * random()),
  }
})
export type Row = (typeof rows)[number]
export type Cell = string | number | null

/** A column of numbers made from rows. */
export const number = (
  name: string,
  cell: (row: Row) => Cell,
  from = rows,
  type: 'number' | 'integer' | 'datetime' = 'number',
) => makeColumn(name, type, from.map(cell))
/** A column of categories made from rows. */
export const words = (name: string, cell: (row: Row) => Cell, from = rows) =>
  makeColumn(name, 'category', from.map(cell))

/** What the answers follow from, and nothing that gives them away. */
export function honest(from = rows): Column[] {
  return [number('size', ({ size }) => size, from), words('colour', ({ colour }) => colour, from)]
}
export const answer = (from = rows) => words('answer', (row) => row.answer, from)
export const amount = (from = rows) => number('amount', (row) => row.amount, from)
