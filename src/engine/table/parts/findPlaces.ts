import { GrowingBatch } from '../batch.ts'
import type { Sniffed } from '../sniff.ts'
import { readBytes } from '../source.ts'
import { Tokenizer } from '../tokenizer.ts'

/** Bytes in which a place to begin at is looked for. */
const LOOKED_AT = 1 << 18
/** Line starts that are tried, and records by which one is judged. */
const MOST_TRIED = 100
const JUDGED_BY = 10

const LINE_FEED = 10

/**
 * Guesses where a file may be cut into so many parts of about one size, each beginning with a record: at line starts from
 * which on records mostly have the table's width. A line start within quotes may look like one, so each place is to be
 * proven by whoever reads the part before it. Fewer where none is found, as in files without line feeds.
 */
export async function findPlaces(file: Blob, { dialect, width }: Sniffed, parts: number): Promise<readonly number[]> {
  const places: number[] = []
  for (let part = 1; part < parts; part++) {
    const target = Math.floor((file.size * part) / parts)
    const bytes = await readBytes(file, target, target + LOOKED_AT)
    const found = findRecord(bytes, { ...dialect, preamble: 0 }, width)
    if (found === undefined) continue
    const place = target + found
    if (place < file.size && place > (places.at(-1) ?? 0)) places.push(place)
  }
  return places
}

function findRecord(bytes: Uint8Array, rules: Sniffed['dialect'], width: number): number | undefined {
  const padded = new Uint8Array(bytes.length + 1)
  padded.set(bytes)
  const batch = new GrowingBatch(JUDGED_BY * width)
  let at = 0
  for (let tried = 0; tried < MOST_TRIED; tried++) {
    const feed = bytes.indexOf(LINE_FEED, at)
    if (feed < 0) return undefined
    at = feed + 1
    new Tokenizer(rules).fill(padded, at, bytes.length, false, batch)
    if (fits(batch, width)) return at
  }
  return undefined
}

/** Whether the first record has the table's width, and half of all do. */
function fits({ records, firstCell, hasStray }: GrowingBatch, width: number): boolean {
  const isSquare = (r: number) => firstCell[r + 1]! - firstCell[r]! === width
  if (records === 0 || hasStray || !isSquare(0)) return false
  let square = 0
  for (let r = 0; r < records; r++) if (isSquare(r)) square++
  return square * 2 >= records
}
