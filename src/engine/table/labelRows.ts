import type { ColumnData, NumericArray } from '@/core/dataset/column.ts'
import { PackedTexts, packedData } from '@/core/dataset/texts.ts'

/** Characters of the longest whole number that a double holds exactly: a minus and 16 digits. */
const LONGEST = 17
/** Four digits are written at a time: "0000" to "9999", one after another. */
const FOUR = 10_000
const FOURS = Uint8Array.from({ length: 4 * FOUR }, (_, i) => 48 + (Math.floor((i >> 2) / 10 ** (3 - (i & 3))) % 10))
/** Numbers below this are divided as 32-bit ones, which is fast. */
const SMALL = 2 ** 31
const MINUS = 45

/**
 * Whole numbers that are all different, as texts: the code of each is its row. No string is made: most such columns are
 * never looked at but for the rows in sight.
 */
export async function labelRows(chunks: readonly NumericArray[], breathe: () => Promise<void>): Promise<ColumnData> {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const ends = new Uint32Array(rows)
  const codes: Int32Array<ArrayBuffer>[] = []
  let bytes = new Uint8Array(8 * rows)
  let used = 0
  let row = 0
  for (const chunk of chunks) {
    if (used + LONGEST * chunk.length > bytes.length) {
      const grown = new Uint8Array(used + Math.max(used >> 1, LONGEST * chunk.length))
      grown.set(bytes.subarray(0, used))
      bytes = grown
    }
    used = writeTexts(chunk, bytes, used, ends.subarray(row, row + chunk.length))
    const places = new Int32Array(chunk.length)
    for (let i = 0; i < places.length; i++) places[i] = row++
    codes.push(places)
    await breathe()
  }
  return packedData(codes, new PackedTexts(bytes.slice(0, used), ends))
}

/** Writes each number as `String` does; returns where the last ends. */
function writeTexts(
  chunk: NumericArray,
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  ends: Uint32Array<ArrayBuffer>,
): number {
  let at = from
  // Most have as many digits as the one before: values from `low` up to `high`.
  let [digits, low, high] = [1, 0, 10]
  for (let i = 0; i < chunk.length; i++) {
    const value = chunk[i]!
    if (value >= 0 && value < SMALL) {
      if (value < low || value >= high) {
        digits = digitsOf(value)
        high = 10 ** digits
        low = digits === 1 ? 0 : high / 10
      }
      let rest = value | 0
      let place = at + digits
      while (rest >= FOUR) {
        const next = (rest / FOUR) | 0
        const four = (rest - next * FOUR) << 2
        place -= 4
        bytes[place] = FOURS[four]!
        bytes[place + 1] = FOURS[four + 1]!
        bytes[place + 2] = FOURS[four + 2]!
        bytes[place + 3] = FOURS[four + 3]!
        rest = next
      }
      // The others are the last digits of four.
      for (let digit = (rest << 2) + 3; place > at; digit--) bytes[--place] = FOURS[digit]!
      at += digits
    } else at = writeLong(value, bytes, at)
    ends[i] = at
  }
  return at
}

function writeLong(value: number, bytes: Uint8Array<ArrayBuffer>, from: number): number {
  const text = String(Math.abs(value))
  let at = from
  if (value < 0) bytes[at++] = MINUS
  for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
  return at
}

function digitsOf(value: number): number {
  let digits = 1
  for (let power = 10; power <= value; power *= 10) digits++
  return digits
}
