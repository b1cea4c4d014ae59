import type { Frame } from '@/core/dataset/column.ts'
import { normalFrom, seededRandom } from '@/core/random.ts'

/** A frame of numbers, column by column. */
export function numbersFrame(columns: Readonly<Record<string, ArrayLike<number>>>): Frame {
  const entries = Object.entries(columns)
  return {
    rows: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, values]) => ({
      name,
      type: 'number',
      vector: { kind: 'numeric', values: Float64Array.from(values) },
    })),
  }
}

/** The cells of a column of numbers. */
export function valuesOf({ columns }: Frame, name: string): Float64Array {
  const vector = columns.find((column) => column.name === name)!.vector
  if (vector.kind !== 'numeric') throw new Error(`${name} holds no numbers`)
  return vector.values
}

/** Independent standard normal columns of those names, each with mean 0 and deviation 1 exactly (ddof 0). */
export function standardColumns(names: readonly string[], rows: number, seed: number): Record<string, Float64Array> {
  return Object.fromEntries(
    names.map((name) => {
      const normal = normalFrom(seededRandom('explain', seed, name))
      const raw = Float64Array.from({ length: rows }, normal)
      const mean = raw.reduce((sum, value) => sum + value, 0) / rows
      const std = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows)
      return [name, raw.map((value) => (value - mean) / std)]
    }),
  )
}
