import { meanAndStd, sortedFinite } from '@/core/centre.ts'
import type { FrameColumn } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'
import { jensenShannon, wasserstein } from '@/core/profile/distance.ts'
import { eachRow, type Work } from '@/core/work.ts'
import { haveOneScale } from './compareCells.ts'

/** Texts and identifiers are hardly ever the same twice, so that their shares say nothing. */
const COUNTED = new Set(['category', 'boolean'])

/**
 * How far the distributions of a column in two tables are apart: of numbers Wasserstein over the standard deviation of
 * `before`, of categories Jensen–Shannon, missing being one. Undefined where neither can be said.
 */
export function* distanceOf(before: FrameColumn, after: FrameColumn): Work<number | undefined> {
  const [a, b] = [before.vector, after.vector]
  const isOneScale = haveOneScale(before.type, after.type)
  if (a.kind === 'numeric' && b.kind === 'numeric' && isOneScale && !COUNTED.has(after.type)) {
    const x = yield* sortedFinite(a.values)
    const y = yield* sortedFinite(b.values)
    const { std } = meanAndStd(x)
    yield
    return std > 0 && y.length > 0 ? (yield* wasserstein(x, y)) / std : undefined
  }
  if (!COUNTED.has(before.type) || !COUNTED.has(after.type)) return undefined
  const [p, q] = [yield* countTexts(before), yield* countTexts(after)]
  const texts = [...new Set([...p.keys(), ...q.keys()])]
  return jensenShannon(
    texts.map((text) => p.get(text) ?? 0),
    texts.map((text) => q.get(text) ?? 0),
  )
}

/** How often each text occurs; null for missing. */
function* countTexts({ vector, type }: FrameColumn): Work<ReadonlyMap<string | null, number>> {
  const counts = new Map<string | null, number>()
  const add = (text: string | null, count: number) => counts.set(text, (counts.get(text) ?? 0) + count)
  if (vector.kind === 'coded') {
    const byCode = new Float64Array(vector.dictionary.length + 1)
    const { codes, dictionary } = vector
    yield* eachRow(codes.length, (row) => {
      byCode[codes[row]! + 1]!++
    })
    if (byCode[0]! > 0) add(null, byCode[0]!)
    yield* eachRow(dictionary.length, (code) => {
      if (byCode[code + 1]! > 0) add(dictionary[code]!, byCode[code + 1]!)
    })
    return counts
  }
  const byValue = new Map<number, number>()
  const { values } = vector
  yield* eachRow(values.length, (row) => byValue.set(values[row]!, (byValue.get(values[row]!) ?? 0) + 1))
  for (const [value, count] of byValue) add(Number.isNaN(value) ? null : formatCell(value, type), count)
  return counts
}
