import { seededRandom } from '@/core/random.ts'
import type { TreeColumn } from '@/core/trees/column.ts'

/** A table by chance: numbers with gaps, categories with gaps, and a target that follows from both. */
export function randomTable(rows: number, seed: number | string = 1) {
  const random = seededRandom('table', seed)
  const a = Float64Array.from({ length: rows }, () => random() * 4 - 2)
  const b = Float64Array.from({ length: rows }, () => Math.round(random() * 9))
  const codes = Int32Array.from({ length: rows }, () => Math.floor(random() * 12) - 1)
  const noise = Float64Array.from({ length: rows }, () => random() - 0.5)
  const score = (row: number) =>
    2 * a[row]! + (b[row]! > 5 ? 1 : 0) * a[row]! + (codes[row]! % 3 === 0 ? 1.5 : 0) + noise[row]!
  const scores = Float64Array.from({ length: rows }, (_, row) => score(row))
  for (let row = 0; row < rows; row++) if (random() < 0.1) a[row] = Number.NaN
  const columns: readonly TreeColumn[] = [
    { kind: 'number', values: a },
    { kind: 'number', values: b },
    { kind: 'category', codes, categories: 11 },
    { kind: 'number', values: noise.map((value) => (value > 0.4 ? Number.POSITIVE_INFINITY : -value * value)) },
  ]
  return { columns, numbers: scores, classes: scores.map((value) => (value < -1 ? 0 : value < 1.5 ? 1 : 2)) }
}
