import { floatBits, sortRows } from './sortRows.ts'

type Breathe = () => Promise<void>
type Compare = (a: number, b: number) => number

/** Texts sorted by one call, which takes a few milliseconds. */
const RUN = 4_096
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
  const places = new Uint32Array(texts.length)
  for (let i = 0; i < places.length; i++) places[i] = i
  // Row numbers and codes (`C-1204`), of which there may be millions, need no collator.
  const numbers = await numbersIn(texts, breathe)
  let sorted = places
  let compare: Compare = (a, b) => collator.compare(texts[a]!, texts[b]!)
  if (numbers) {
    compare = (a, b) => (numbers.every((values) => values[a] === values[b]) ? 0 : 1)
    for (const values of numbers.toReversed())
      sorted = await sortRows(sorted, await floatBits(values, false, breathe), breathe)
  } else sorted = await mergeSort(places, compare, breathe, tell)
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

/** The numbers that stand in each text, where the texts are alike but for them: place by place. */
async function numbersIn(texts: readonly string[], breathe: Breathe): Promise<readonly Float64Array[] | undefined> {
  const around = texts[0]?.split(/\d+/) ?? []
  const count = around.length - 1
  if (count < 1 || count > 8) return undefined
  const isPlain = count === 1 && /^-?$/.test(around[0]!) && around[1] === ''
  const form = isPlain ? '(-?\\d{1,15})' : around.map((part) => part.replace(/\W/g, '\\$&')).join('(\\d{1,15})')
  const pattern = new RegExp(`^${form}$`)
  const numbers = Array.from({ length: count }, () => new Float64Array(texts.length))
  for (let i = 0; i < texts.length; i++) {
    const match = pattern.exec(texts[i]!)
    if (!match) return undefined
    for (let at = 0; at < count; at++) numbers[at]![i] = Number(match[at + 1])
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
