import { meanAndStd } from '@/core/centre.ts'
import type { FrameColumn } from '@/core/dataset/column.ts'
import { jensenShannon, wasserstein } from '@/core/profile/distance.ts'
import { sortNumbers } from '@/core/profile/sortNumbers.ts'
import { textsOf } from './matchRows.ts'

/** Texts and identifiers are hardly ever the same twice, so that their shares say nothing. */
const COUNTED = new Set(['category', 'boolean'])

/**
 * How far the distributions of a column in two tables are apart: of numbers Wasserstein over the standard deviation of
 * `before`, of categories Jensen–Shannon, missing being one. Undefined where neither can be said.
 */
export function distanceOf(before: FrameColumn, after: FrameColumn): number | undefined {
  const [a, b] = [before.vector, after.vector]
  if (a.kind === 'numeric' && b.kind === 'numeric' && !COUNTED.has(after.type)) {
    const [x, y] = [sorted(a.values), sorted(b.values)]
    const { std } = meanAndStd(x)
    return std > 0 && y.length > 0 ? wasserstein(x, y) / std : undefined
  }
  if (!COUNTED.has(before.type) || !COUNTED.has(after.type)) return undefined
  const places = new Map<string | null, number>()
  const [p, q] = [countTexts(before, places), countTexts(after, places)]
  return jensenShannon(padded(p, places.size), padded(q, places.size))
}

function sorted(values: Float64Array): Float64Array {
  const finite = values.filter(Number.isFinite)
  sortNumbers(finite)
  return finite
}

function countTexts(column: FrameColumn, places: Map<string | null, number>): number[] {
  const { vector } = column
  const text = textsOf(column)
  const rows = vector.kind === 'numeric' ? vector.values.length : vector.codes.length
  const counts: number[] = []
  for (let row = 0; row < rows; row++) {
    const cell = text(row)
    const place = places.get(cell) ?? places.size
    places.set(cell, place)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

function padded(counts: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, i) => counts[i] ?? 0)
}
