import { meanAndStd } from '@/core/centre.ts'
import type { FrameColumn } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'
import { jensenShannon, wasserstein } from '@/core/profile/distance.ts'
import { sortNumbers } from '@/core/profile/sortNumbers.ts'

/** Texts and identifiers are hardly ever the same twice, so that their shares say nothing. */
const COUNTED = new Set(['category', 'boolean'])

/**
 * How far the distributions of a column in two tables are apart: of numbers Wasserstein over the standard deviation of
 * `before`, of categories Jensen–Shannon, missing being one. Undefined where neither can be said.
 */
export async function distanceOf(
  before: FrameColumn,
  after: FrameColumn,
  breathe: () => Promise<void>,
): Promise<number | undefined> {
  const [a, b] = [before.vector, after.vector]
  if (a.kind === 'numeric' && b.kind === 'numeric' && !COUNTED.has(after.type)) {
    const x = sorted(a.values)
    await breathe()
    const y = sorted(b.values)
    await breathe()
    const { std } = meanAndStd(x)
    return std > 0 && y.length > 0 ? wasserstein(x, y) / std : undefined
  }
  if (!COUNTED.has(before.type) || !COUNTED.has(after.type)) return undefined
  const [p, q] = [countTexts(before), countTexts(after)]
  await breathe()
  const texts = [...new Set([...p.keys(), ...q.keys()])]
  return jensenShannon(
    texts.map((text) => p.get(text) ?? 0),
    texts.map((text) => q.get(text) ?? 0),
  )
}

function sorted(values: Float64Array): Float64Array {
  const finite = values.filter(Number.isFinite)
  sortNumbers(finite)
  return finite
}

/** How often each text occurs; null for missing. */
function countTexts({ vector, type }: FrameColumn): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>()
  const add = (text: string | null, count: number) => counts.set(text, (counts.get(text) ?? 0) + count)
  if (vector.kind === 'coded') {
    const byCode = new Float64Array(vector.dictionary.length + 1)
    for (const code of vector.codes) byCode[code + 1]!++
    if (byCode[0]! > 0) add(null, byCode[0]!)
    vector.dictionary.forEach((text, code) => {
      if (byCode[code + 1]! > 0) add(text, byCode[code + 1]!)
    })
    return counts
  }
  const byValue = new Map<number, number>()
  for (const value of vector.values) byValue.set(value, (byValue.get(value) ?? 0) + 1)
  for (const [value, count] of byValue) add(Number.isNaN(value) ? null : formatCell(value, type), count)
  return counts
}
