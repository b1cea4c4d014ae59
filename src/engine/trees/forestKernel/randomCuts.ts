import {
  addDouble,
  byteAt,
  clear,
  copy,
  doubleAt,
  joinWord,
  placeAt,
  setByte,
  setDouble,
  setWord,
  trailingZeros,
  truncate,
  wordAt,
} from './memory.ts'
import type { Split } from './split.ts'
import { lastBelow } from './split.ts'
import type { Table } from './table.ts'

/** Tries one cut of a column, by chance. Returns whether the node's rows have more than one bin of it. */
export function tryRandomCut(split: Split, column: i32): boolean {
  const table: Table = split.table
  const first: usize = table.bins + (column as usize) * table.rows
  const count: i32 = wordAt(table.counts + 4 * (column as usize))
  const isCategory: boolean = byteAt(table.kinds + (column as usize)) === 1
  return isCategory ? trySet(split, column, first, count) : tryThreshold(split, column, first, count)
}

/** Tries one threshold that is drawn between a column's least and greatest number. */
function tryThreshold(split: Split, column: i32, first: usize, count: i32): boolean {
  const table: Table = split.table
  let least: i32 = 256
  let greatest: i32 = -1
  let missingRows: i32 = 0
  const end: usize = split.order + 4 * (split.rows as usize)
  let to: usize = table.nodeBins
  for (let at: usize = split.order; at < end; at += 4) {
    const bin: i32 = byteAt(first + placeAt(at))
    setByte(to, bin)
    to++
    const number: i32 = bin === count ? -1 : bin
    missingRows += bin === count ? 1 : 0
    least = bin < least ? bin : least
    greatest = number > greatest ? number : greatest
  }
  if (missingRows === split.rows || (least === greatest && missingRows === 0)) return false
  const starts: usize = placeAt(table.starts + 4 * (column as usize))
  let missing: i32 = missingRows === 0 ? -1 : 0
  let threshold: f64 = 0
  // Of numbers of one bin all go left, and missing cells right.
  let limit: i32 = greatest + 1
  if (least < greatest) {
    if (missingRows > 0 && split.random.next() < 0.5) missing = 1
    // Halves, since the span of all may be past the largest number.
    const from: f64 = doubleAt(starts + 8 * (least as usize)) / 2
    const rest: f64 = doubleAt(starts + 8 * (greatest as usize)) / 2 - from
    threshold = 2 * (from + split.random.next() * rest)
    limit = greatest
  } else threshold = doubleAt(starts + 8 * (least as usize))
  if (tryBelow(split, column, starts, threshold, limit, missing, count)) {
    split.bin = lastBelow(starts, threshold, least, limit)
    split.nextBin = split.bin
  }
  return true
}

/**
 * Adds up the rows whose bins lie before `limit` and begin at a threshold or below it. It is not looked for among the bins
 * before: most thresholds are not the best, and most nodes are small.
 */
function tryBelow(
  split: Split,
  column: i32,
  starts: usize,
  threshold: f64,
  limit: i32,
  missing: i32,
  count: i32,
): boolean {
  const table: Table = split.table
  const leftToo: i32 = missing === 1 ? count : -1
  let leftRows: i32 = 0
  let leftWeight: f64 = 0
  let pair: usize = table.pairs
  const side: usize = table.side
  const end: usize = table.nodeBins + (split.rows as usize)
  if (table.outputs === 1) {
    let sum: f64 = 0
    for (let at: usize = table.nodeBins; at < end; at++) {
      const bin: i32 = byteAt(at)
      const isBelow: i32 = doubleAt(starts + 8 * (bin as usize)) <= threshold ? 1 : 0
      const isLeft: i32 = (isBelow & (bin < limit ? 1 : 0)) | (bin === leftToo ? 1 : 0)
      leftRows += isLeft
      leftWeight += (isLeft as f64) * doubleAt(pair)
      sum += (isLeft as f64) * doubleAt(pair + 8)
      pair += 16
    }
    setDouble(side, sum)
  } else {
    clear(side, 8 * table.outputs)
    for (let at: usize = table.nodeBins; at < end; at++) {
      const bin: i32 = byteAt(at)
      const isBelow: i32 = doubleAt(starts + 8 * (bin as usize)) <= threshold ? 1 : 0
      const isLeft: i32 = (isBelow & (bin < limit ? 1 : 0)) | (bin === leftToo ? 1 : 0)
      leftRows += isLeft
      const each: f64 = (isLeft as f64) * doubleAt(pair)
      leftWeight += each
      addDouble(side + placeAt(pair + 8), each)
      pair += 16
    }
  }
  return split.isBest(column, leftRows, leftWeight, missing)
}

/** Tries one random set of a column's categories, missing among them: a random order of them, cut at random. */
function trySet(split: Split, column: i32, first: usize, count: i32): boolean {
  const table: Table = split.table
  // In words of 32: as many as the column has.
  const bytes: usize = 4 * ((count >>> 5) as usize) + 4
  notePresent(table, first, split.order, split.rows, count)
  let groups: i32 = 0
  for (let at: usize = 0; at < bytes; at += 4) {
    setWord(table.tried + at, 0)
    let bits: i32 = wordAt(table.present + at)
    while (bits !== 0) {
      setWord(table.groupBin + 4 * (groups as usize), 8 * (at as i32) + trailingZeros(bits))
      bits &= bits - 1
      groups++
    }
  }
  if (groups <= 1) return false
  const isMissing: boolean = wordAt(table.groupBin + 4 * ((groups - 1) as usize)) === count
  const cut: i32 = truncate(split.random.next() * ((groups - 1) as f64))
  for (let rank: i32 = 0; rank <= cut; rank++) {
    const own: usize = table.groupBin + 4 * (rank as usize)
    const other: usize = own + 4 * (truncate(split.random.next() * ((groups - rank) as f64)) as usize)
    const bin: i32 = wordAt(other)
    setWord(other, wordAt(own))
    joinWord(table.tried + 4 * ((bin >>> 5) as usize), 1 << (bin & 31))
  }
  const isMissingLeft: i32 = (wordAt(table.tried + bytes - 4) >>> (count & 31)) & 1
  if (addSet(split, column, isMissing ? isMissingLeft : -1)) {
    split.bin = -1
    clear(table.set, 32)
    copy(table.set, table.tried, bytes)
  }
  return true
}

/** Notes the rows' bins, and which of them there are. */
function notePresent(table: Table, first: usize, order: usize, rows: i32, count: i32): void {
  const present: usize = table.present
  const end: usize = order + 4 * (rows as usize)
  let to: usize = table.nodeBins
  if (count < 32) {
    let bits: i32 = 0
    for (let at: usize = order; at < end; at += 4) {
      const bin: i32 = byteAt(first + placeAt(at))
      setByte(to, bin)
      to++
      bits |= 1 << bin
    }
    setWord(present, bits)
    return
  }
  clear(present, 32)
  for (let at: usize = order; at < end; at += 4) {
    const bin: i32 = byteAt(first + placeAt(at))
    setByte(to, bin)
    to++
    joinWord(present + 4 * ((bin >>> 5) as usize), 1 << (bin & 31))
  }
}

/** Adds up the rows whose bins are in the set that is tried. */
function addSet(split: Split, column: i32, missing: i32): boolean {
  const table: Table = split.table
  let leftRows: i32 = 0
  let leftWeight: f64 = 0
  let pair: usize = table.pairs
  const tried: usize = table.tried
  const side: usize = table.side
  const end: usize = table.nodeBins + (split.rows as usize)
  if (table.outputs === 1) {
    let sum: f64 = 0
    for (let at: usize = table.nodeBins; at < end; at++) {
      const bin: i32 = byteAt(at)
      const isLeft: i32 = (wordAt(tried + 4 * ((bin >>> 5) as usize)) >>> (bin & 31)) & 1
      leftRows += isLeft
      leftWeight += (isLeft as f64) * doubleAt(pair)
      sum += (isLeft as f64) * doubleAt(pair + 8)
      pair += 16
    }
    setDouble(side, sum)
  } else {
    clear(side, 8 * table.outputs)
    for (let at: usize = table.nodeBins; at < end; at++) {
      const bin: i32 = byteAt(at)
      const isLeft: i32 = (wordAt(tried + 4 * ((bin >>> 5) as usize)) >>> (bin & 31)) & 1
      leftRows += isLeft
      const each: f64 = (isLeft as f64) * doubleAt(pair)
      leftWeight += each
      addDouble(side + placeAt(pair + 8), each)
      pair += 16
    }
  }
  return split.isBest(column, leftRows, leftWeight, missing)
}
