import type { FrameColumn } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'
import { WideMap } from '@/core/wideMap.ts'
import { ROWS_AT_ONCE, type Work } from '@/core/work.ts'

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

/** Whether every row is at its place in both. */
export function isIdentity({ before, after, added, removed }: MatchedRows): boolean {
  return added.length === 0 && removed.length === 0 && before.every((place, i) => place === after[i])
}

/** Keys named of those that are repeated. */
const REPEATED_NAMED = 10

/** A row's cell as text; null where it is missing. */
export function textsOf({ vector, type }: FrameColumn): (row: number) => string | null {
  if (vector.kind === 'coded') return (row) => vector.dictionary[vector.codes[row]!] ?? null
  return (row) => (Number.isNaN(vector.values[row]!) ? null : formatCell(vector.values[row]!, type))
}

/** Matches rows by keys of numbers, each ascending and without repetition. */
export function* matchNumbers(before: Uint32Array, after: Uint32Array): Work<MatchedRows> {
  const pairs = makePairs(Math.min(before.length, after.length))
  const added = new Uint32Array(after.length)
  const removed = new Uint32Array(before.length)
  let [i, j, more, less] = [0, 0, 0, 0]
  let rest = ROWS_AT_ONCE
  while (i < before.length || j < after.length) {
    if (i + j > rest) {
      rest = i + j + ROWS_AT_ONCE
      yield
    }
    if (j === after.length || (i < before.length && before[i]! < after[j]!)) removed[less++] = i++
    else if (i === before.length || before[i]! > after[j]!) added[more++] = j++
    else pairs.add(i++, j++)
  }
  return {
    ...pairs.all(),
    added: added.slice(0, more),
    removed: removed.slice(0, less),
    repeated: { before: 0, after: 0, first: [] },
    keyless: { before: 0, after: 0 },
  }
}

/** Places of rows that are the same thing, at most `most` of them. */
function makePairs(most: number) {
  const [before, after] = [new Uint32Array(most), new Uint32Array(most)]
  let count = 0
  return {
    add(first: number, second: number) {
      before[count] = first
      after[count++] = second
    },
    all: () => ({ before: before.slice(0, count), after: after.slice(0, count) }),
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
  /** The first place of each key in `before` that is not matched yet; `next` has the one after it, or −1. */
  const waiting = new WideMap<string, number>()
  const last = new WideMap<string, number>()
  const next = new Int32Array(before.rows).fill(-1)
  const repeats = new Set<string>()
  const repeated = { before: 0, after: 0 }
  const keyless = { before: 0, after: 0 }
  const keyBefore = keyTexts(before.columns)
  for (let row = 0; row < before.rows; row++) {
    if (row % ROWS_A_BREATH === 0) await breathe()
    const key = keyBefore(row)
    if (key === null) {
      keyless.before++
      continue
    }
    const first = waiting.get(key)
    if (first === undefined) {
      waiting.set(key, row)
      continue
    }
    next[last.get(key) ?? first] = row
    last.set(key, row)
    repeated.before++
    repeats.add(key)
  }
  const isMatched = new Uint8Array(before.rows)
  const seen = new WideMap<string, true>()
  const pairs = makePairs(Math.min(before.rows, after.rows))
  const added = new Uint32Array(after.rows)
  let more = 0
  const keyAfter = keyTexts(after.columns)
  for (let row = 0; row < after.rows; row++) {
    if (row % ROWS_A_BREATH === 0) await breathe()
    const key = keyAfter(row)
    if (key === null) keyless.after++
    else if (seen.has(key)) {
      repeated.after++
      repeats.add(key)
    } else seen.set(key, true)
    const place = key === null ? undefined : waiting.get(key)
    if (key === null || place === undefined || place < 0) {
      added[more++] = row
      continue
    }
    waiting.set(key, next[place]!)
    isMatched[place] = 1
    pairs.add(place, row)
  }
  const all = pairs.all()
  const removed = new Uint32Array(before.rows - all.before.length)
  let less = 0
  for (let row = 0; row < before.rows; row++) if (isMatched[row] === 0) removed[less++] = row
  return {
    ...all,
    added: added.slice(0, more),
    removed,
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
