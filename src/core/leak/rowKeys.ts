import type { Vector } from '../dataset/column.ts'

/**
 * Two 32-bit numbers a row, mixed from its cells column by column, so that equal rows have equal keys and others all but
 * surely (1 in 2⁵³ for a pair) have not. Columns are added one at a time, since no more than one need be in memory.
 */
export interface RowKeys {
  readonly low: Uint32Array
  readonly high: Uint32Array
}

export function startKeys(rows: number): RowKeys {
  return { low: new Uint32Array(rows).fill(0x811c9dc5), high: new Uint32Array(rows).fill(0x9e3779b9) }
}

/** Rows or texts gone through between two breaths. */
const SLICE = 16_384

/** Mixes a column's cells, one a row, into the keys. */
export async function addColumn({ low, high }: RowKeys, vector: Vector, breathe: () => Promise<void>): Promise<void> {
  const rows = low.length
  if (vector.kind === 'coded') {
    // Once for each text rather than for each row; the last place is for missing cells.
    const { codes, dictionary } = vector
    const forwards = new Int32Array(dictionary.length + 1).fill(1)
    const backwards = new Int32Array(dictionary.length + 1).fill(2)
    for (const [code, text] of dictionary.entries()) {
      if (code % SLICE === 0) await breathe()
      hashText(text, code, forwards, backwards)
    }
    for (let row = 0; row < rows; row++) {
      if (row % SLICE === 0) await breathe()
      const code = codes[row]! < 0 ? dictionary.length : codes[row]!
      mix(low, high, row, forwards[code]!, backwards[code]!)
    }
    return
  }
  const number = new Float64Array(1)
  const words = new Uint32Array(number.buffer)
  for (let row = 0; row < rows; row++) {
    if (row % SLICE === 0) await breathe()
    const value = vector.values[row]!
    // −0 is 0, and every NaN is the same missing cell.
    number[0] = Number.isNaN(value) ? Number.NaN : value + 0
    mix(low, high, row, words[0]!, words[1]!)
  }
}

/** The key of a row as one whole number that a double holds exactly. */
export function keyOf({ low, high }: RowKeys, row: number): number {
  return (high[row]! & 0x1fffff) * 2 ** 32 + low[row]!
}

/** Steps of MurmurHash3 (Appleby, public domain) with two sets of constants. */
function mix(low: Uint32Array, high: Uint32Array, row: number, a: number, b: number): void {
  let x = Math.imul(low[row]! ^ Math.imul(a, 0xcc9e2d51), 0x1b873593)
  x = Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64
  x ^= Math.imul(b ^ (b >>> 15), 0x85ebca6b)
  low[row] = Math.imul(x ^ (x >>> 16), 0xc2b2ae35)
  let y = Math.imul(high[row]! ^ Math.imul(b, 0x38495ab5), 0x239b961b)
  y = Math.imul((y << 17) | (y >>> 15), 5) + 0x561ccd1b
  y ^= Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  high[row] = Math.imul(y ^ (y >>> 16), 0x85ebca6b)
}

/** FNV-1a of the UTF-16 units, forwards and backwards. */
function hashText(text: string, at: number, forwards: Int32Array, backwards: Int32Array): void {
  let forward = 0x811c9dc5
  let backward = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    forward = Math.imul(forward ^ text.charCodeAt(i), 0x01000193)
    backward = Math.imul(backward ^ text.charCodeAt(text.length - 1 - i), 0x01000193)
  }
  forwards[at] = forward
  backwards[at] = backward
}
