import type { Random } from '@/core/random.ts'
import { SET_WORDS } from '@/core/trees/model.ts'
import { openBinGroups } from './binGroups.ts'
import type { Binning } from './binnedTable.ts'
import type { NodeSplit } from './binnedTree.ts'

interface SplitsInput {
  /** Bins, column by column. */
  readonly bins: Uint8Array
  readonly binning: Binning
  readonly rows: number
  /** 1 where targets are numbers, else how many classes they are the codes of. */
  readonly outputs: number
  readonly minRows: number
  /** Of the node's rows, in their order. */
  readonly nodeWeights: Float64Array
  readonly nodeTargets: Float64Array
}

/** Looks for the best split of one node after another. */
export interface ForestSplits {
  /** Begins with a node: its rows, the sums of its targets (or weights of its classes) and its weight. */
  open(order: Uint32Array, start: number, end: number, totals: Float64Array, weight: number): void
  /** Tries all thresholds of a column. Returns false where all rows have the same bin. */
  tryBest(column: number, random: Random): boolean
  /**
   * Tries one threshold of a column, drawn between its least and greatest number, or one random set of categories. Returns
   * false where all rows have the same bin.
   */
  tryRandom(column: number, random: Random): boolean
  hasFound(): boolean
  found(): NodeSplit | undefined
}

/**
 * Splits by what they leave of the squared error, or of Gini's impurity, which for two classes is the same: the best has
 * the greatest sum of S² / W over both sides, S being the sum of targets (or of each class's weights) and W the weight.
 * Where several are best, the first stays.
 */
export function openForestSplits({
  bins,
  binning,
  rows,
  outputs,
  minRows,
  nodeWeights,
  nodeTargets,
}: SplitsInput): ForestSplits {
  const isSingle = outputs === 1
  const groupsOf = openBinGroups({ bins, outputs, nodeWeights, nodeTargets })
  const { gather, bin: groupBin, rows: groupRows, weight: groupWeight, sums: groupSums } = groupsOf
  let groups = 0
  const ranks = new Int32Array(257)
  const side = new Float64Array(outputs)
  const nodeBins = new Uint8Array(rows)
  const sides = new Uint8Array(256)
  let [leastBin, greatestBin, missingRows] = [0, 0, 0]

  let order: Uint32Array = new Uint32Array(0)
  let [start, end, weight, parent] = [0, 0, 0, 0]
  let totals: Float64Array = new Float64Array(outputs)
  let best = Number.NEGATIVE_INFINITY
  let bestColumn = -1
  let bestBin = 0
  let bestMissing = 0
  let bestLeftRows = 0
  let bestSet: Uint32Array | undefined

  return { open, tryBest, tryRandom, hasFound: () => bestColumn >= 0, found }

  function open(its: Uint32Array, from: number, to: number, sums: Float64Array, total: number): void {
    order = its
    start = from
    end = to
    totals = sums
    weight = total
    best = Number.NEGATIVE_INFINITY
    bestColumn = -1
    parent = 0
    for (let k = 0; k < outputs; k++) parent += sums[k]! * sums[k]!
    parent /= weight
  }

  function found(): NodeSplit | undefined {
    if (bestColumn < 0) return undefined
    const { count } = binning.columns[bestColumn]!
    // Where none was missing, missing cells follow the more rows.
    const isMissingLeft = bestMissing < 0 ? 2 * bestLeftRows > end - start : bestMissing === 1
    if (bestSet && isMissingLeft) bestSet[count >> 5]! |= 1 << (count & 31)
    const gain = Math.max(0, best - parent)
    return { column: bestColumn, bin: bestBin, set: bestSet, isMissingLeft, gain }
  }

  /** Whether the node's rows have more than one bin of the column. */
  function group(column: number): boolean {
    groups = gather(order, start, end, column * rows, binning.columns[column]!.count)
    return groups > 1
  }

  function tryBest(column: number, random: Random): boolean {
    if (!group(column)) return false
    const { count, kind } = binning.columns[column]!
    if (kind === 'category') {
      rankCategories(random)
      scanRanked(column, count, groups - 1)
      return true
    }
    const hasMissing = groupBin[groups - 1] === count
    scanNumbers(column, hasMissing ? 0 : -1, hasMissing ? groups - 1 : groups)
    if (hasMissing) scanNumbers(column, 1, groups - 1)
    return true
  }

  /** Cuts the first `numbers` groups everywhere; missing −1: none are, 0: they go right, 1: they go left. */
  function scanNumbers(column: number, missing: number, numbers: number): void {
    const total = end - start
    let leftRows = 0
    let leftWeight = 0
    side.fill(0)
    if (missing === 1) {
      leftRows = groupRows[numbers]!
      leftWeight = groupWeight[numbers]!
      for (let k = 0; k < outputs; k++) side[k] = groupSums[numbers * outputs + k]!
    }
    const last = missing === 0 ? numbers : numbers - 1
    for (let at = 0; at < last; at++) {
      leftRows += groupRows[at]!
      leftWeight += groupWeight[at]!
      const score = scoreWith(at, leftWeight)
      if (leftRows < minRows) continue
      if (total - leftRows < minRows) return
      if (!(score > best)) continue
      best = score
      bestColumn = column
      bestBin = groupBin[at]!
      bestMissing = missing
      bestLeftRows = leftRows
      bestSet = undefined
    }
  }

  /** Adds a group to the left side, and gives what the split then scores. */
  function scoreWith(at: number, leftWeight: number): number {
    const rightWeight = weight - leftWeight
    if (isSingle) {
      const left = side[0]! + groupSums[at]!
      side[0] = left
      const right = totals[0]! - left
      return (left * left) / leftWeight + (right * right) / rightWeight
    }
    let [left, right] = [0, 0]
    const first = at * outputs
    for (let k = 0; k < outputs; k++) {
      const sum = side[k]! + groupSums[first + k]!
      side[k] = sum
      left += sum * sum
      const rest = totals[k]! - sum
      right += rest * rest
    }
    return left / leftWeight + right / rightWeight
  }

  /** Ranks categories by their mean target, or by the share of a class that a row drawn by chance has. */
  function rankCategories(random: Random): void {
    let output = 0
    if (!isSingle)
      for (let rest = random() * weight; output < outputs - 1; output++) {
        rest -= totals[output]!
        if (rest < 0) break
      }
    for (let at = 0; at < groups; at++) ranks[at] = at
    const meanAt = (at: number) => groupSums[at * outputs + output]! / groupWeight[at]!
    ranks.subarray(0, groups).sort((a, b) => meanAt(a) - meanAt(b) || a - b)
  }

  /** Cuts the ranked categories, missing among them, behind each of the first so many. */
  function scanRanked(column: number, count: number, cuts: number): void {
    const total = end - start
    const hasMissing = groupBin[groups - 1] === count
    let bestCut = -1
    let leftRows = 0
    let leftWeight = 0
    side.fill(0)
    for (let cut = 0; cut < cuts; cut++) {
      const at = ranks[cut]!
      leftRows += groupRows[at]!
      leftWeight += groupWeight[at]!
      const score = scoreWith(at, leftWeight)
      if (leftRows < minRows) continue
      if (total - leftRows < minRows) break
      if (!(score > best)) continue
      best = score
      bestCut = cut
      bestLeftRows = leftRows
    }
    if (bestCut >= 0) takeSet(column, count, bestCut, hasMissing)
  }

  function takeSet(column: number, count: number, lastRank: number, hasMissing: boolean): void {
    bestColumn = column
    bestBin = 0
    bestMissing = hasMissing ? 0 : -1
    bestSet = new Uint32Array(SET_WORDS)
    for (let rank = 0; rank <= lastRank; rank++) {
      const bin = groupBin[ranks[rank]!]!
      bestSet[bin >> 5]! |= 1 << (bin & 31)
      if (bin === count) bestMissing = 1
    }
  }

  function tryRandom(column: number, random: Random): boolean {
    const its = binning.columns[column]!
    lookAt(column, its.count)
    if (missingRows === end - start || (leastBin === greatestBin && missingRows === 0)) return false
    if (its.kind === 'category') tryRandomSet(column, its.count, random)
    else tryRandomCut(column, its.count, its.starts, random)
    return true
  }

  /** Lays the bins of the node's rows side by side, and finds the least and the greatest and how many are missing. */
  function lookAt(column: number, count: number): void {
    const first = column * rows
    let [least, greatest, missing] = [256, -1, 0]
    for (let i = start, at = 0; i < end; i++, at++) {
      const bin = bins[first + order[i]!]!
      nodeBins[at] = bin
      if (bin === count) missing++
      else {
        if (bin < least) least = bin
        if (bin > greatest) greatest = bin
      }
    }
    leastBin = least
    greatestBin = greatest
    missingRows = missing
  }

  function tryRandomCut(column: number, count: number, starts: Float64Array, random: Random): void {
    const total = end - start
    let missing = missingRows === 0 ? -1 : 0
    let cut = leastBin
    if (leastBin < greatestBin) {
      if (missingRows > 0 && random() < 0.5) missing = 1
      // Halves, since the span of all may be past the largest number.
      const least = starts[leastBin]! / 2
      const drawn = 2 * (least + random() * (starts[greatestBin]! / 2 - least))
      while (cut < greatestBin - 1 && starts[cut + 1]! <= drawn) cut++
    }
    // Of numbers of one bin all go left, and missing cells right.
    const missingSide = missing === 1 ? 1 : 0
    let leftRows = 0
    let leftWeight = 0
    let sum = 0
    if (!isSingle) side.fill(0)
    for (let at = 0; at < total; at++) {
      const bin = nodeBins[at]!
      if (bin === count ? missingSide === 0 : bin > cut) continue
      const each = nodeWeights[at]!
      leftRows++
      leftWeight += each
      if (isSingle) sum += each * nodeTargets[at]!
      else side[nodeTargets[at]!]! += each
    }
    if (isSingle) side[0] = sum
    if (!isBetter(leftRows, leftWeight)) return
    bestColumn = column
    bestBin = cut
    bestMissing = missing
    bestSet = undefined
  }

  /** A random order of the categories that there are, missing among them, cut at random. */
  function tryRandomSet(column: number, count: number, random: Random): void {
    sides.fill(2, 0, count + 1)
    let present = 0
    for (let at = 0; at < end - start; at++) {
      const bin = nodeBins[at]!
      if (sides[bin] !== 2) continue
      sides[bin] = 0
      groupBin[present++] = bin
    }
    const cut = Math.floor(random() * (present - 1))
    for (let rank = 0; rank <= cut; rank++) {
      const other = rank + Math.floor(random() * (present - rank))
      const held = groupBin[rank]!
      groupBin[rank] = groupBin[other]!
      groupBin[other] = held
      ranks[rank] = rank
      sides[groupBin[rank]!] = 1
    }
    side.fill(0)
    let leftRows = 0
    let leftWeight = 0
    for (let at = 0; at < end - start; at++) {
      if (sides[nodeBins[at]!] !== 1) continue
      const each = nodeWeights[at]!
      leftRows++
      leftWeight += each
      if (isSingle) side[0]! += each * nodeTargets[at]!
      else side[nodeTargets[at]!]! += each
    }
    if (isBetter(leftRows, leftWeight)) takeSet(column, count, cut, missingRows > 0)
  }

  /** Whether a left side of these sums, and those in `side`, makes the best split so far; it is noted if it does. */
  function isBetter(leftRows: number, leftWeight: number): boolean {
    if (leftRows < minRows || end - start - leftRows < minRows) return false
    const rightWeight = weight - leftWeight
    let score = 0
    for (let k = 0; k < outputs; k++) {
      const rest = totals[k]! - side[k]!
      score += (side[k]! * side[k]!) / leftWeight + (rest * rest) / rightWeight
    }
    if (!(score > best)) return false
    best = score
    bestLeftRows = leftRows
    return true
  }
}
