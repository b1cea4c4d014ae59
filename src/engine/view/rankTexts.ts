type Breathe = () => Promise<void>

/** Texts sorted by one call, which takes a few milliseconds. */
const RUN = 4_096
const PLAIN = /^(?:0|-?[1-9]\d{0,14})$/

const collator = new Intl.Collator('en', { numeric: true })

/**
 * The place of each text among all of them, equal places for texts that the collator holds equal: words as a dictionary
 * has them whatever the machine's language, numbers within them by size (`row 9` before `row 10`).
 */
export async function rankTexts(texts: readonly string[], breathe: Breathe): Promise<Uint32Array<ArrayBuffer>> {
  // Row numbers and other whole numbers, of which there may be millions, need no collator.
  const numbers = texts.every((text) => PLAIN.test(text)) ? Float64Array.from(texts, Number) : undefined
  await breathe()
  const compare = numbers
    ? (a: number, b: number) => numbers[a]! - numbers[b]!
    : (a: number, b: number) => collator.compare(texts[a]!, texts[b]!)
  const sorted = await mergeSort(texts.length, compare, breathe)
  const ranks = new Uint32Array(texts.length)
  let rank = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && compare(sorted[i - 1]!, sorted[i]!) !== 0) rank = i
    ranks[sorted[i]!] = rank
    if (i % RUN === 0) await breathe()
  }
  return ranks
}

/** The numbers 0 … count − 1 by `compare`, sorted in runs that are then merged, so that others get their turn between. */
async function mergeSort(
  count: number,
  compare: (a: number, b: number) => number,
  breathe: Breathe,
): Promise<Uint32Array<ArrayBuffer>> {
  let from = Uint32Array.from({ length: count }, (_, i) => i)
  for (let at = 0; at < count; at += RUN) {
    from.subarray(at, at + RUN).sort(compare)
    await breathe()
  }
  let to = new Uint32Array(count)
  for (let width = RUN; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(count, start + width)
      const end = Math.min(count, start + 2 * width)
      let left = start
      let right = middle
      for (let at = start; at < end; at++) {
        const isLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0)
        to[at] = from[isLeft ? left++ : right++]!
        if (at % RUN === 0) await breathe()
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}
