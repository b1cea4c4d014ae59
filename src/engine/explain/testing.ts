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

/**
 * Shapley values by their definition (Shapley 1953): of each player the mean of what it adds to a set of the others, sets by
 * |S|! (n − |S| − 1)! / n!. All 2ⁿ sets are asked for.
 */
export function bruteForceShapley(players: number, worth: (has: (player: number) => boolean) => number): number[] {
  const worths = Array.from({ length: 2 ** players }, (_, set) => worth((player) => ((set >> player) & 1) === 1))
  const factorial = (count: number): number => (count < 2 ? 1 : count * factorial(count - 1))
  return Array.from({ length: players }, (_, player) => {
    let sum = 0
    for (const [set, before] of worths.entries()) {
      if ((set >> player) & 1) continue
      const size = Array.from({ length: players }, (_, each) => (set >> each) & 1).reduce((a, b) => a + b, 0)
      sum +=
        (factorial(size) * factorial(players - size - 1) * (worths[set | (1 << player)]! - before)) / factorial(players)
    }
    return sum
  })
}

/** A linear model of scaled columns, whose explanations are known. */
export const COEFFICIENTS = { a: 2, b: -1, c: 0.5, d: 0 }
export const NAMES = Object.keys(COEFFICIENTS)
export const linear = async (frame: Frame) =>
  Float64Array.from({ length: frame.rows }, (_, row) =>
    Object.entries(COEFFICIENTS).reduce((sum, [name, w]) => sum + w * valuesOf(frame, name)[row]!, 3),
  )
