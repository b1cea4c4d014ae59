import {
  addDouble,
  addPair,
  addWord,
  byteAt,
  clear,
  clearPair,
  copyPair,
  doubleAt,
  joinWord,
  placeAt,
  setDouble,
  setWord,
  trailingZeros,
  wordAt,
} from './memory.ts'
import type { Table } from './table.ts'

/** Rows above which bins are looked through for those that occur, rather than noted one by one. */
const MANY_ROWS: i32 = 256

/**
 * Adds up a node's rows by the bins that they have in a column, whose bins begin at `first`. Returns how many bins occur;
 * what lies in them is in the table's groups, by ascending bin.
 */
export function gatherGroups(table: Table, first: usize, order: usize, rows: i32): i32 {
  if (table.outputs === 1) addNumbers(table, first, order, rows)
  else addClasses(table, first, order, rows)
  if (rows > MANY_ROWS)
    for (let bin: usize = 0; bin < 256; bin++)
      if (wordAt(table.binRows + 4 * bin) !== 0) joinWord(table.present + 4 * (bin >>> 5), 1 << ((bin & 31) as i32))
  let groups: i32 = 0
  for (let word: usize = 0; word < 8; word++) {
    let bits: i32 = wordAt(table.present + 4 * word)
    setWord(table.present + 4 * word, 0)
    while (bits !== 0) {
      take(table, 32 * word + (trailingZeros(bits) as usize), groups as usize)
      bits &= bits - 1
      groups++
    }
  }
  return groups
}

/** Of one output pairs are weights and targets times weights. */
function addNumbers(table: Table, first: usize, order: usize, rows: i32): void {
  const binRows: usize = table.binRows
  const binPairs: usize = table.binPairs
  const present: usize = table.present
  const end: usize = order + 4 * (rows as usize)
  let pair: usize = table.pairs
  if (rows > MANY_ROWS)
    for (let at: usize = order; at < end; at += 4) {
      const bin: usize = byteAt(first + placeAt(at)) as usize
      addWord(binRows + 4 * bin, 1)
      addPair(binPairs + 16 * bin, pair)
      pair += 16
    }
  else
    for (let at: usize = order; at < end; at += 4) {
      const bin: usize = byteAt(first + placeAt(at)) as usize
      addWord(binRows + 4 * bin, 1)
      addPair(binPairs + 16 * bin, pair)
      joinWord(present + 4 * (bin >>> 5), 1 << ((bin & 31) as i32))
      pair += 16
    }
}

/** Of several outputs pairs are weights and 8 times the class. */
function addClasses(table: Table, first: usize, order: usize, rows: i32): void {
  const binRows: usize = table.binRows
  const binSums: usize = table.binSums
  const present: usize = table.present
  const stride: usize = 8 * table.outputs
  const end: usize = order + 4 * (rows as usize)
  let pair: usize = table.pairs
  if (rows > MANY_ROWS)
    for (let at: usize = order; at < end; at += 4) {
      const bin: usize = byteAt(first + placeAt(at)) as usize
      addWord(binRows + 4 * bin, 1)
      addDouble(binSums + stride * bin + placeAt(pair + 8), doubleAt(pair))
      pair += 16
    }
  else
    for (let at: usize = order; at < end; at += 4) {
      const bin: usize = byteAt(first + placeAt(at)) as usize
      addWord(binRows + 4 * bin, 1)
      addDouble(binSums + stride * bin + placeAt(pair + 8), doubleAt(pair))
      joinWord(present + 4 * (bin >>> 5), 1 << ((bin & 31) as i32))
      pair += 16
    }
}

/** Takes what lies in a bin as the next group, and leaves the bin empty. */
function take(table: Table, bin: usize, group: usize): void {
  setWord(table.groupBin + 4 * group, bin as i32)
  setWord(table.groupRows + 4 * group, wordAt(table.binRows + 4 * bin))
  setWord(table.binRows + 4 * bin, 0)
  const pair: usize = table.groupPairs + 16 * group
  if (table.outputs === 1) {
    copyPair(pair, table.binPairs + 16 * bin)
    clearPair(table.binPairs + 16 * bin)
    return
  }
  const from: usize = table.binSums + 8 * table.outputs * bin
  const to: usize = table.groupSums + 8 * table.outputs * group
  let weight: f64 = 0
  for (let at: usize = 0; at < 8 * table.outputs; at += 8) {
    const sum: f64 = doubleAt(from + at)
    setDouble(to + at, sum)
    weight += sum
  }
  setDouble(pair, weight)
  clear(from, 8 * table.outputs)
}
