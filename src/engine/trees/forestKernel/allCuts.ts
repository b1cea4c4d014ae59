import { gatherGroups } from './groups.ts'
import { byteAt, clear, doubleAt, joinWord, placeAt, setDouble, setWord, wordAt } from './memory.ts'
import type { Split } from './split.ts'
import type { Table } from './table.ts'

/** Tries all cuts of a column. Returns whether the node's rows have more than one bin of it. */
export function tryAllCuts(split: Split, column: i32): boolean {
  const table: Table = split.table
  const first: usize = table.bins + (column as usize) * table.rows
  const count: i32 = wordAt(table.counts + 4 * (column as usize))
  const groups: i32 = gatherGroups(table, first, split.order, split.rows)
  if (groups <= 1) return false
  const isMissing: boolean = wordAt(table.groupBin + 4 * ((groups - 1) as usize)) === count
  if (byteAt(table.kinds + (column as usize)) === 1) {
    rankGroups(split, groups)
    cutRanked(split, column, count, groups, isMissing)
  } else if (isMissing) {
    cutNumbers(split, column, 0, groups - 1)
    cutNumbers(split, column, 1, groups - 1)
  } else cutNumbers(split, column, -1, groups)
  return true
}

/** Cuts behind each of the first groups; missing cells, the group behind them, go right (0) or left (1), or are none (−1). */
function cutNumbers(split: Split, column: i32, missing: i32, numbers: i32): void {
  const table: Table = split.table
  const total: i32 = split.rows
  let leftRows: i32 = 0
  let leftWeight: f64 = 0
  clear(table.side, 8 * table.outputs)
  if (missing === 1) {
    leftRows = wordAt(table.groupRows + 4 * (numbers as usize))
    leftWeight = doubleAt(table.groupPairs + 16 * (numbers as usize))
    scoreWith(split, numbers as usize, leftWeight)
  }
  const last: i32 = missing === 0 ? numbers : numbers - 1
  for (let each: i32 = 0; each < last; each++) {
    const group: usize = each as usize
    leftRows += wordAt(table.groupRows + 4 * group)
    leftWeight += doubleAt(table.groupPairs + 16 * group)
    const score: f64 = scoreWith(split, group, leftWeight)
    if (leftRows < table.minRows) continue
    if (total - leftRows < table.minRows) return
    if (score > split.best) {
      split.take(score, column, missing, leftRows)
      split.bin = wordAt(table.groupBin + 4 * group)
      split.nextBin = each + 1 < numbers ? wordAt(table.groupBin + 4 * (group + 1)) : split.bin
    }
  }
}

/** Adds a group to the left side, and gives what the split then scores. */
function scoreWith(split: Split, group: usize, leftWeight: f64): f64 {
  const table: Table = split.table
  const rightWeight: f64 = split.weight - leftWeight
  if (table.outputs === 1) {
    const sum: f64 = doubleAt(table.side) + doubleAt(table.groupPairs + 16 * group + 8)
    setDouble(table.side, sum)
    const rest: f64 = doubleAt(table.totals) - sum
    return (sum * sum) / leftWeight + (rest * rest) / rightWeight
  }
  const its: usize = table.groupSums + 8 * table.outputs * group
  let left: f64 = 0
  let right: f64 = 0
  for (let at: usize = 0; at < 8 * table.outputs; at += 8) {
    const sum: f64 = doubleAt(table.side + at) + doubleAt(its + at)
    setDouble(table.side + at, sum)
    left += sum * sum
    const rest: f64 = doubleAt(table.totals + at) - sum
    right += rest * rest
  }
  return left / leftWeight + right / rightWeight
}

/** Ranks categories by their mean target, or by the share of a class that a row drawn by chance has. */
function rankGroups(split: Split, groups: i32): void {
  const table: Table = split.table
  let output: usize = 0
  if (table.outputs > 1)
    for (let rest: f64 = split.random.next() * split.weight; output < table.outputs - 1; output++) {
      rest -= doubleAt(table.totals + 8 * output)
      if (rest < 0) break
    }
  for (let each: i32 = 0; each < groups; each++) {
    const group: usize = each as usize
    const pair: usize = table.groupPairs + 16 * group
    const sum: f64 =
      table.outputs === 1 ? doubleAt(pair + 8) : doubleAt(table.groupSums + 8 * (table.outputs * group + output))
    const key: f64 = sum / doubleAt(pair)
    let place: usize = group
    while (place > 0 && doubleAt(table.keys + 8 * (place - 1)) > key) {
      setDouble(table.keys + 8 * place, doubleAt(table.keys + 8 * (place - 1)))
      setWord(table.ranks + 4 * place, wordAt(table.ranks + 4 * (place - 1)))
      place--
    }
    setDouble(table.keys + 8 * place, key)
    setWord(table.ranks + 4 * place, each)
  }
}

/** Cuts the ranked categories, missing among them, behind each but the last. */
function cutRanked(split: Split, column: i32, count: i32, groups: i32, isMissing: boolean): void {
  const table: Table = split.table
  let bestCut: i32 = -1
  let leftRows: i32 = 0
  let leftWeight: f64 = 0
  clear(table.side, 8 * table.outputs)
  for (let cut: i32 = 0; cut < groups - 1; cut++) {
    const group: usize = placeAt(table.ranks + 4 * (cut as usize))
    leftRows += wordAt(table.groupRows + 4 * group)
    leftWeight += doubleAt(table.groupPairs + 16 * group)
    const score: f64 = scoreWith(split, group, leftWeight)
    if (leftRows < table.minRows) continue
    if (split.rows - leftRows < table.minRows) break
    if (score > split.best) {
      split.take(score, column, isMissing ? 0 : -1, leftRows)
      bestCut = cut
    }
  }
  if (bestCut >= 0) takeSet(split, count, bestCut, groups)
}

/**
 * The groups of the first ranks go left. Categories that no row of the node has go with the more rows, as missing cells do: were
 * they always on the side of the greater means, rows that nobody has seen would be drawn there (Au 2018, "absent levels").
 */
function takeSet(split: Split, count: i32, lastRank: i32, groups: i32): void {
  const table: Table = split.table
  clear(table.set, 32)
  split.bin = -1
  const isMoreLeft: boolean = split.hasMoreLeft()
  for (let rank: i32 = 0; rank < groups; rank++) {
    const isLeft: boolean = rank <= lastRank
    const bin: i32 = wordAt(table.groupBin + 4 * placeAt(table.ranks + 4 * (rank as usize)))
    if (bin === count) split.missing = isLeft ? 1 : 0
    if (isLeft !== isMoreLeft) joinWord(table.set + 4 * ((bin >>> 5) as usize), 1 << (bin & 31))
  }
  if (!isMoreLeft) return
  // The set has what goes right: all other bins before that of missing cells go left.
  const last: usize = table.set + 4 * ((count >>> 5) as usize)
  for (let at: usize = table.set; at <= last; at += 4) setWord(at, ~wordAt(at))
  setWord(last, wordAt(last) & ((1 << (count & 31)) - 1))
}
