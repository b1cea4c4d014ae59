import { SET_WORDS } from '@/core/trees/model.ts'
import type { Binning } from './binnedTable.ts'
import type { NodeSplit } from './binnedTree.ts'

/** What a split must keep to. */
export interface SplitRules {
  readonly minRows: number
  readonly minHessian: number
  readonly l1: number
  readonly l2: number
  /** Of each column whether the answer may only rise (1) or fall (−1) with it; empty where all are free. */
  readonly monotone: ArrayLike<number>
}

/** Sums over the rows of a node in whole numbers, and between what its answer (before the learning rate) must lie. */
export interface NodeSums {
  readonly gradient: number
  readonly hessian: number
  readonly rows: number
  readonly low: number
  readonly high: number
}

export interface Split extends NodeSplit {
  readonly left: NodeSums
  readonly right: NodeSums
}

/** Rows that a category must have in a node to be looked at, and what is added to its hessians when they are sorted. */
const CATEGORY_ROWS = 10
const CATEGORY_SMOOTHING = 10
/** Added to l2 where more than four categories are sorted: their order is itself learned (LightGBM's `cat_l2`). */
const CATEGORY_L2 = 10
const FEW_CATEGORIES = 4
/** Categories on the smaller side, at most (LightGBM's `max_cat_threshold`). */
const MOST_CATEGORIES = 32

/** Shrinks a sum of gradients towards 0 by l1. */
function soften(gradient: number, l1: number): number {
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0
}

/**
 * The answer of a leaf before the learning rate: −T(G) / (H + l2), T shrinking by l1 (Chen and Guestrin 2016, "XGBoost",
 * eq. 5), within bounds.
 */
export function leafAnswer(
  gradient: number,
  hessian: number,
  { l1, l2 }: Pick<SplitRules, 'l1' | 'l2'>,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number {
  const weight = hessian + l2
  const answer = weight > 0 ? -soften(gradient, l1) / weight : 0
  return Math.min(high, Math.max(low, answer))
}

/** How a search knows the histogram and what its whole numbers stand for. */
export interface Histograms {
  /** (gradient, hessian, rows, 0) of each bin of each column. */
  readonly words: Int32Array
  readonly binning: Binning
  readonly rules: SplitRules
}

/**
 * The best split of a node among some columns, the first of equals; undefined where none gains. The gain of a split is
 * half of what the loss falls by, doubled: G²/(H + l2) of both sides less that of the node (Chen and Guestrin 2016, eq. 7).
 * Categories are sorted by their mean gradient (Fisher 1958), and cut from either end.
 * @param at The place of the node's histogram in `words`.
 * @param scales What a unit of the whole numbers of gradients and of hessians stands for.
 */
export function findSplit(
  { words, binning, rules }: Histograms,
  at: number,
  columns: ArrayLike<number>,
  sums: NodeSums,
  scales: readonly [number, number],
): Split | undefined {
  const { minRows, l1, l2, monotone } = rules
  const minHessian = Math.max(rules.minHessian, Number.MIN_VALUE)
  const [gradientUnit, hessianUnit] = scales
  const { gradient, hessian, rows, low, high } = sums
  const isBounded = monotone.length > 0
  const total = gradient * gradientUnit
  const weight = hessian * hessianUnit

  let best = 0
  let bestColumn = -1
  let bestBin = 0
  let bestMissing = 0
  let bestGradient = 0
  let bestHessian = 0
  let bestRows = 0
  let bestSet: Uint32Array | undefined

  /** What a side takes off the loss, by its own answer within the bounds. */
  const boundedScore = (side: number, sideWeight: number, answer: number) =>
    -(2 * side * answer + sideWeight * answer * answer + 2 * l1 * Math.abs(answer))

  /** The gain of a split that must keep to bounds and to a direction, or −1. */
  function boundedGain(side: number, sideWeight: number, extra: number, direction: number): number {
    const shrink = { l1, l2: l2 + extra }
    const [other, otherWeight] = [total - side, weight - sideWeight]
    const left = leafAnswer(side, sideWeight, shrink, low, high)
    const right = leafAnswer(other, otherWeight, shrink, low, high)
    if (direction * (right - left) < 0) return -1
    const whole = leafAnswer(total, weight, shrink, low, high)
    return (
      boundedScore(side, sideWeight + shrink.l2, left) +
      boundedScore(other, otherWeight + shrink.l2, right) -
      boundedScore(total, weight + shrink.l2, whole)
    )
  }

  function gainOf(side: number, sideWeight: number, extra: number, parent: number, direction: number): number {
    if (isBounded) return boundedGain(side, sideWeight, extra, direction)
    let [a, b] = [side, total - side]
    if (l1 > 0) {
      a = soften(a, l1)
      b = soften(b, l1)
    }
    return (a * a) / (sideWeight + l2 + extra) + (b * b) / (weight - sideWeight + l2 + extra) - parent
  }

  const parentScore = (extra: number) => {
    const softened = soften(total, l1)
    const divisor = weight + l2 + extra
    return divisor > 0 ? (softened * softened) / divisor : 0
  }
  // Less than this is what rounding gains.
  const least = 1e-12 * parentScore(0)
  best = least

  function scanNumbers(column: number, missing: number): void {
    const first = at + 4 * binning.offsets[column]!
    const { count } = binning.columns[column]!
    const missingAt = first + 4 * count
    const missingRows = words[missingAt + 2]!
    const direction = isBounded ? monotone[column]! : 0
    const parent = parentScore(0)
    let g = missing ? words[missingAt]! : 0
    let h = missing ? words[missingAt + 1]! : 0
    let n = missing ? missingRows : 0
    // With missing cells on the right, all numbers may go left.
    const end = first + 4 * (missingRows > 0 && !missing ? count : count - 1)
    for (let p = first; p < end; p += 4) {
      const here = words[p + 2]!
      if (here === 0) continue
      g += words[p]!
      h += words[p + 1]!
      n += here
      if (n < minRows) continue
      if (rows - n < minRows) return
      const sideWeight = h * hessianUnit
      if (sideWeight < minHessian) continue
      if (weight - sideWeight < minHessian) return
      const gain = gainOf(g * gradientUnit, sideWeight, 0, parent, direction)
      if (gain > best) {
        best = gain
        bestColumn = column
        bestBin = (p - first) >> 2
        bestMissing = missing
        bestGradient = g
        bestHessian = h
        bestRows = n
        bestSet = undefined
      }
    }
  }

  function scanCategories(column: number): void {
    const first = at + 4 * binning.offsets[column]!
    const { count } = binning.columns[column]!
    const common: { readonly bin: number; readonly key: number }[] = []
    // Missing is one more category.
    for (let bin = 0; bin <= count; bin++) {
      const p = first + 4 * bin
      if (words[p + 2]! < CATEGORY_ROWS) continue
      common.push({
        bin,
        key: (words[p]! * gradientUnit) / (words[p + 1]! * hessianUnit + CATEGORY_SMOOTHING),
      })
    }
    common.sort((a, b) => a.key - b.key || a.bin - b.bin)
    const extra = common.length > FEW_CATEGORIES ? CATEGORY_L2 : 0
    const parent = parentScore(extra)
    const most = Math.min(MOST_CATEGORIES, (common.length + 1) >> 1)
    for (const isBackwards of [false, true]) {
      let [g, h, n] = [0, 0, 0]
      for (let i = 0; i < most; i++) {
        const p = first + 4 * common[isBackwards ? common.length - 1 - i : i]!.bin
        g += words[p]!
        h += words[p + 1]!
        n += words[p + 2]!
        if (n < minRows) continue
        if (rows - n < minRows) break
        const sideWeight = h * hessianUnit
        if (sideWeight < minHessian) continue
        if (weight - sideWeight < minHessian) break
        const gain = gainOf(g * gradientUnit, sideWeight, extra, parent, 0)
        if (gain > best) {
          best = gain
          bestColumn = column
          bestBin = -1
          bestGradient = g
          bestHessian = h
          bestRows = n
          const set = new Uint32Array(SET_WORDS)
          for (let j = 0; j <= i; j++) {
            const { bin } = common[isBackwards ? common.length - 1 - j : j]!
            set[bin >> 5]! |= 1 << (bin & 31)
          }
          bestSet = set
          bestMissing = (set[count >> 5]! >>> (count & 31)) & 1
        }
      }
    }
  }

  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!
    const bins = binning.columns[column]!
    if (bins.kind === 'category') {
      scanCategories(column)
      continue
    }
    scanNumbers(column, 0)
    if (words[at + 4 * (binning.offsets[column]! + bins.count) + 2]! > 0) scanNumbers(column, 1)
  }
  if (bestColumn < 0) return undefined

  // Where none was missing, missing cells follow the more rows.
  const { count } = binning.columns[bestColumn]!
  const isMissing = words[at + 4 * (binning.offsets[bestColumn]! + count) + 2]! > 0
  const isMissingLeft = isMissing ? bestMissing === 1 : 2 * bestRows > rows
  if (bestSet && isMissingLeft) bestSet[count >> 5]! |= 1 << (count & 31)
  const right = { gradient: gradient - bestGradient, hessian: hessian - bestHessian, rows: rows - bestRows }
  const left = { gradient: bestGradient, hessian: bestHessian, rows: bestRows }
  const bounds = boundsOf()
  return {
    gain: best,
    column: bestColumn,
    bin: bestBin,
    isMissingLeft,
    set: bestSet,
    left: { ...left, ...bounds.left },
    right: { ...right, ...bounds.right },
  }

  /** Both sides' bounds: where the answer may only rise, the left one's end where the right one's begin. */
  function boundsOf() {
    const direction = isBounded ? monotone[bestColumn]! : 0
    const whole = { low, high }
    if (direction === 0) return { left: whole, right: whole }
    const answer = ({ gradient: g, hessian: h }: { gradient: number; hessian: number }) =>
      leafAnswer(g * gradientUnit, h * hessianUnit, rules, low, high)
    const middle = answer(left) / 2 + answer(right) / 2
    return direction > 0
      ? { left: { low, high: middle }, right: { low: middle, high } }
      : { left: { low: middle, high }, right: { low, high: middle } }
  }
}
