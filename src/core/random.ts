import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { inSlices, runAtOnce, type Work } from './work.ts'

/** A source of uniform numbers in [0, 1). */
export type Random = () => number

/** 32 bits made of names and numbers, to seed something with. */
export function hashParts(...parts: readonly (string | number)[]): number {
  return new Uint32Array(sha256(utf8ToBytes(parts.join('\u001f'))).slice(0, 4).buffer)[0]!
}

/**
 * A generator seeded by any list of names and numbers, so that every use in a run (split, weights, order of epoch 3,
 * dropout of layer 1 at step 40) has a stream of its own that no other use can shift.
 * sfc32 (Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush.
 */
export function seededRandom(...parts: readonly (string | number)[]): Random {
  let [a = 0, b = 0, c = 0, counter = 1] = seedWords(...parts)
  return () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4294967296
  }
}

/** The state that a generator of that seed starts in. */
export function seedWords(...parts: readonly (string | number)[]): Uint32Array {
  return new Uint32Array(sha256(utf8ToBytes(parts.join('\u001f'))).slice(0, 16).buffer)
}

/**
 * Draws places of `counts` with replacement, evenly, and adds 1 at each: the numbers of {@link seededRandom}, here in a loop
 * of its own since calling for each takes ten times as long, and each with a `let` of its own: taken out of an array they are
 * no longer known to be whole, which takes three times as long. `state` is where the generator stands, before and after.
 */
export function drawCounts(counts: Uint8Array, draws: number, state: Uint32Array): void {
  let a = state[0]! | 0
  let b = state[1]! | 0
  let c = state[2]! | 0
  let counter = state[3]! | 0
  const scale = counts.length / 4294967296
  for (let draw = 0; draw < draws; draw++) {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    counts[Math.floor((t >>> 0) * scale)]!++
  }
  state.set([a, b, c, counter])
}

/** Standard normal numbers by Box–Muller, from a uniform source. */
export function normalFrom(random: Random): Random {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    const angle = 2 * Math.PI * random()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}

/** Shuffles in place by Fisher–Yates. */
export function shuffle(items: Uint32Array, random: Random): Uint32Array {
  return runAtOnce(shuffling(items, random))
}

/** {@link shuffle} for many. */
export function* shuffling(items: Uint32Array, random: Random): Work<Uint32Array> {
  yield* inSlices(items.length - 1, (start, end) => {
    for (let i = items.length - 1 - start; i > items.length - 1 - end; i--) {
      const j = Math.floor(random() * (i + 1))
      const held = items[i]!
      items[i] = items[j]!
      items[j] = held
    }
  })
  return items
}
