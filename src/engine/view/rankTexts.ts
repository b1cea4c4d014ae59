import { floatBits, sortRows } from './sortRows.ts'

type Breathe = () => Promise<void>
type Compare = (a: number, b: number) => number

/** Texts sorted by one call, which takes a few milliseconds. */
const RUN = 4_096
const PLAIN = /^(?:0|-?[1-9]\d{0,14})$/

const collator = new Intl.Collator('en', { numeric: true })

/** Ranks of the dictionaries that are open: the other direction is then at once. */
const known = new WeakMap<readonly string[], Uint32Array<ArrayBuffer>>()

/**
 * The place of each text among all of them, equal places for texts that the collator holds equal: words as a dictionary
 * has them whatever the machine's language, numbers within them by size (`row 9` before `row 10`). `tell` is told what
 * share of the work is done.
 */
export async function rankTexts(
  texts: readonly string[],
  breathe: Breathe,
  tell: (share: number) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  const held = known.get(texts)
  if (held) return held
  // Row numbers and other whole numbers, of which there may be millions, need no collator.
  const numbers = await plainNumbers(texts, breathe)
  const compare: Compare = numbers
    ? (a, b) => numbers[a]! - numbers[b]!
    : (a, b) => collator.compare(texts[a]!, texts[b]!)
  const places = new Uint32Array(texts.length)
  for (let i = 0; i < places.length; i++) places[i] = i
  const sorted = numbers
    ? await sortRows(places, await floatBits(numbers, false, breathe), breathe)
    : await mergeSort(places, compare, breathe, tell)
  const ranks = new Uint32Array(texts.length)
  let rank = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && compare(sorted[i - 1]!, sorted[i]!) !== 0) rank = i
    ranks[sorted[i]!] = rank
    if (i % RUN === 0) await breathe()
  }
  known.set(texts, ranks)
  return ranks
}

/** The texts as whole numbers, where all of them are some. */
async function plainNumbers(texts: readonly string[], breathe: Breathe): Promise<Float64Array | undefined> {
  const numbers = new Float64Array(texts.length)
  for (let i = 0; i < texts.length; i++) {
    if (!PLAIN.test(texts[i]!)) return undefined
    numbers[i] = Number(texts[i])
    if (i % RUN === 0) await breathe()
  }
  return numbers
}

/** Sorts by `compare`, in runs that are then merged, so that others get their turn between. */
async function mergeSort(
  places: Uint32Array<ArrayBuffer>,
  compare: Compare,
  breathe: Breathe,
  tell: (share: number) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  const count = places.length
  let from = places
  let to = new Uint32Array(count)
  // Sorting a run takes about as long as merging single texts up to its length would.
  let pass = Math.log2(RUN)
  const passes = pass + Math.max(0, Math.ceil(Math.log2(count / RUN)))
  for (let at = 0; at < count; at += RUN) {
    tell((pass * at) / count / passes)
    from.subarray(at, at + RUN).sort(compare)
    await breathe()
  }
  for (let width = RUN; width < count; width *= 2, pass++) {
    for (let start = 0; start < count; start += 2 * width) {
      tell((pass + start / count) / passes)
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
