import type { Vector } from '@/core/dataset/column.ts'
import { rankTexts } from './rankTexts.ts'
import { floatBits, type SortBits } from './sortRows.ts'

/** Rows handled between two looks at the clock. */
const AT_ONCE = 1 << 17
const LAST = 0xffff_ffff

/**
 * The keys of a column: ascending as its values are, or the reverse; missing cells last in both. `tell` is told what share
 * of the work is done, where it is long.
 */
export async function sortBits(
  vector: Vector,
  descending: boolean,
  breathe: () => Promise<void>,
  tell: (share: number) => void,
): Promise<SortBits> {
  if (vector.kind === 'numeric') return floatBits(vector.values, descending, breathe)
  const { codes, dictionary } = vector
  const ranks = await rankTexts(dictionary, breathe, tell)
  const low = new Uint32Array(codes.length)
  for (let at = 0; at < low.length; at += AT_ONCE) {
    const end = Math.min(low.length, at + AT_ONCE)
    for (let i = at; i < end; i++) {
      const code = codes[i]!
      low[i] = code < 0 ? LAST : descending ? LAST - 1 - ranks[code]! : ranks[code]!
    }
    await breathe()
  }
  return { low }
}
