import type { Random } from '@/core/random.ts'
import { inSlices, type Work } from '@/core/work.ts'

/** Some of the rows, each by a chance of its own; at least one. Undefined for all. */
export function* sampleRows(rows: number, share: number, random: Random): Work<Uint32Array | undefined> {
  if (share >= 1) return undefined
  const sampled = new Uint32Array(rows)
  let count = 0
  yield* inSlices(rows, (start, end) => {
    for (let row = start; row < end; row++) if (random() < share) sampled[count++] = row
  })
  if (count === 0) sampled[count++] = Math.floor(random() * rows)
  return sampled.subarray(0, count)
}

/** As many of the columns, drawn without replacement, in their order. */
export function someColumns(columns: Uint32Array, count: number, random: Random): Uint32Array {
  const drawn = columns.slice()
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (drawn.length - i))
    const held = drawn[i]!
    drawn[i] = drawn[j]!
    drawn[j] = held
  }
  return drawn.slice(0, count).sort()
}
