import type { FrameColumn } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'

/** Which rows of two tables are the same thing, by their places. */
export interface MatchedRows {
  /** Place i of `before` is the row at place i of `after`; ascending in `after`. */
  readonly before: Uint32Array
  readonly after: Uint32Array
  readonly added: Uint32Array
  readonly removed: Uint32Array
  /** Rows after the first of their key. They are matched in their order. */
  readonly repeated: { readonly before: number; readonly after: number; readonly first: readonly string[] }
  /** Rows without a key, matched with none: added or removed. */
  readonly keyless: { readonly before: number; readonly after: number }
}

/** Keys named of those that are repeated. */
const REPEATED_NAMED = 10

/** A row's cell as text; null where it is missing. */
export function textsOf({ vector, type }: FrameColumn): (row: number) => string | null {
  if (vector.kind === 'coded') return (row) => vector.dictionary[vector.codes[row]!] ?? null
  return (row) => (Number.isNaN(vector.values[row]!) ? null : formatCell(vector.values[row]!, type))
}

/** Matches rows by keys of numbers, each ascending and without repetition. */
export function matchNumbers(before: Uint32Array, after: Uint32Array): MatchedRows {
  const pairs: [number[], number[]] = [[], []]
  const added: number[] = []
  const removed: number[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (j === after.length || (i < before.length && before[i]! < after[j]!)) removed.push(i++)
    else if (i === before.length || before[i]! > after[j]!) added.push(j++)
    else {
      pairs[0].push(i++)
      pairs[1].push(j++)
    }
  }
  return {
    before: Uint32Array.from(pairs[0]),
    after: Uint32Array.from(pairs[1]),
    added: Uint32Array.from(added),
    removed: Uint32Array.from(removed),
    repeated: { before: 0, after: 0, first: [] },
    keyless: { before: 0, after: 0 },
  }
}

interface Side {
  readonly rows: number
  readonly columns: readonly FrameColumn[]
}

/**
 * Matches rows by the texts of their key columns: the first of a key with the first of it, the second with the second. A
 * row that misses part of its key matches none.
 */
export async function matchKeys(before: Side, after: Side, breathe: () => Promise<void>): Promise<MatchedRows> {
  /** The places of each key in `before`, in order, of which `taken` are matched. */
  const waiting = new Map<string, { readonly places: number[]; taken: number }>()
  const repeats = new Set<string>()
  const repeated = { before: 0, after: 0 }
  const keyless = { before: 0, after: 0 }
  const keyBefore = keyTexts(before.columns)
  for (let row = 0; row < before.rows; row++) {
    if (row % ROWS_A_BREATH === 0) await breathe()
    const key = keyBefore(row)
    if (key === null) keyless.before++
    else {
      const held = waiting.get(key)
      if (!held) waiting.set(key, { places: [row], taken: 0 })
      else {
        held.places.push(row)
        repeated.before++
        repeats.add(key)
      }
    }
  }
  const isMatched = new Uint8Array(before.rows)
  const seen = new Set<string>()
  const pairs: [number[], number[]] = [[], []]
  const added: number[] = []
  const keyAfter = keyTexts(after.columns)
  for (let row = 0; row < after.rows; row++) {
    if (row % ROWS_A_BREATH === 0) await breathe()
    const key = keyAfter(row)
    if (key === null) keyless.after++
    else if (seen.has(key)) {
      repeated.after++
      repeats.add(key)
    } else seen.add(key)
    const held = key === null ? undefined : waiting.get(key)
    const place = held?.places[held.taken]
    if (!held || place === undefined) added.push(row)
    else {
      held.taken++
      isMatched[place] = 1
      pairs[0].push(place)
      pairs[1].push(row)
    }
  }
  const removed: number[] = []
  for (let row = 0; row < before.rows; row++) if (isMatched[row] === 0) removed.push(row)
  return {
    before: Uint32Array.from(pairs[0]),
    after: Uint32Array.from(pairs[1]),
    added: Uint32Array.from(added),
    removed: Uint32Array.from(removed),
    repeated: { ...repeated, first: [...repeats].slice(0, REPEATED_NAMED).map(nameOfKey) },
    keyless,
  }
}

const ROWS_A_BREATH = 4_096
/** Between the parts of a key: a control character, so that “a, b” with “c” is not “a” with “b, c”. */
const BETWEEN = '\u001f'

/** A key for a person. */
export const nameOfKey = (key: string) => key.replaceAll(BETWEEN, ', ')

/** What names a row by its key columns; null where one of them is missing. */
export function keyTexts(columns: readonly FrameColumn[]): (row: number) => string | null {
  const texts = columns.map(textsOf)
  return (row) => {
    let key = ''
    for (const [i, text] of texts.entries()) {
      const part = text(row)
      if (part === null) return null
      key += i === 0 ? part : BETWEEN + part
    }
    return key
  }
}
