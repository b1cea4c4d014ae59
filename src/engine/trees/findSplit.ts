import { SET_WORDS } from '@/core/trees/model.ts'
import type { Binning } from './binnedTable.ts'
import type { ColumnBins } from './bins.ts'
import type { NodeSums, SplitRules } from './foundSplit.ts'
import type { Kernel } from './kernel.ts'
import { carefulGain, soften } from './leafAnswer.ts'

/** Rows that a category must have in a node to be looked at, and what is added to its hessians when they are sorted. */
const CATEGORY_ROWS = 10
const CATEGORY_SMOOTHING = 10
/** Added to l2 where more than four categories are sorted: their order is itself learned (LightGBM's `cat_l2`). */
const CATEGORY_L2 = 10
const FEW_CATEGORIES = 4
/** Categories on the smaller side, at most (LightGBM's `max_cat_threshold`). */
const MOST_CATEGORIES = 32

/** What a search knows of the columns: all but how their numbers are cut. */
export interface SearchedBinning extends Pick<Binning, 'offsets'> {
  readonly columns: readonly Pick<ColumnBins, 'kind' | 'count'>[]
}

/** How a search knows the histogram and what its whole numbers stand for. */
interface Histograms {
  /** (gradient, hessian, rows, 0) of each bin of each column. */
  readonly words: Int32Array
  readonly kernel: Pick<Kernel, 'scan'>
  /** What the kernel's `scan` reads and writes. */
  readonly search: Float64Array
  readonly binning: SearchedBinning
  readonly rules: SplitRules
}

/** The best split so far of the node that is searched, one node after another. */
export class SplitSearch {
  private readonly words: Int32Array
  private readonly kernel: Pick<Kernel, 'scan'>
  private readonly search: Float64Array
  private readonly binning: SearchedBinning
  private readonly rules: SplitRules
  private readonly isBounded: boolean
  /** Whether gains are more than squares over hessians. */
  private readonly isCareful: boolean
  private readonly minHessian: number
  /** Place of the node's histogram. */
  private at = 0
  private sums: NodeSums = { gradient: 0, hessian: 0, rows: 0, low: 0, high: 0 }
  private gradientUnit = 1
  private hessianUnit = 1
  /** The sums in units of the loss. */
  private total = 0
  private weight = 0

  private gain = 0
  private column = -1
  private bin = 0
  private missing = 0
  private leftGradient = 0
  private leftHessian = 0
  private leftRows = 0
  private set: Uint32Array | undefined
  /** Bins of categories, and what they are sorted by. */
  private readonly ranked = new Int32Array(256)
  private readonly keys = new Float64Array(256)

  constructor({ words, kernel, search, binning, rules }: Histograms) {
    this.words = words
    this.kernel = kernel
    this.search = search
    this.isCareful = rules.monotone.length > 0 || rules.l1 > 0
    this.binning = binning
    this.rules = rules
    this.isBounded = rules.monotone.length > 0
    this.minHessian = Math.max(rules.minHessian, Number.MIN_VALUE)
  }

  /**
   * Finds the best split of a node among some columns, the first of equals. The gain is G²/(H + l2) of both sides less that
   * of the node (Chen and Guestrin 2016, eq. 7, doubled). Categories are sorted by their mean gradient (Fisher 1958), and cut
   * from either end.
   * @param at The place of the node's histogram in `words`.
   * @param scales What a unit of the whole numbers of gradients and of hessians stands for.
   * @param out Is written for {@link readSplit}.
   */
  find(at: number, columns: Uint32Array, sums: NodeSums, scales: readonly [number, number], out: Float64Array): void {
    this.at = at
    this.sums = sums
    this.gradientUnit = scales[0]
    this.hessianUnit = scales[1]
    this.total = sums.gradient * scales[0]
    this.weight = sums.hessian * scales[1]
    this.column = -1
    this.set = undefined
    // Less than this is what rounding gains.
    this.gain = 1e-12 * this.parentScore(0)
    this.search.set([
      scales[0],
      scales[1],
      this.total,
      this.weight,
      this.minHessian,
      this.rules.l2,
      this.parentScore(0),
    ])
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      const { kind, count } = this.binning.columns[column]!
      if (kind === 'category') this.scanCategories(column)
      else {
        this.cutNumbers(column, count, 0)
        if (this.missingRows(column, count) > 0) this.cutNumbers(column, count, 1)
      }
    }
    this.write(out)
  }

  private missingRows(column: number, count: number): number {
    return this.words[this.at + 4 * (this.binning.offsets[column]! + count) + 2]!
  }

  private parentScore(extra: number): number {
    const softened = soften(this.total, this.rules.l1)
    const divisor = this.weight + this.rules.l2 + extra
    return divisor > 0 ? (softened * softened) / divisor : 0
  }

  /** As {@link carefulGain} has it, of a left side; `extra` is added to l2. */
  private carefulGain(side: number, sideWeight: number, extra: number, direction: number): number {
    const { total, weight, rules, sums } = this
    return carefulGain({ total, weight, side, sideWeight }, { l1: rules.l1, l2: rules.l2 + extra }, sums, direction)
  }

  /** Cuts a column behind each of its bins, missing cells going right (0) or left (1). */
  private cutNumbers(column: number, count: number, missing: 0 | 1): void {
    if (this.isCareful) {
      this.cutCarefully(column, count, missing)
      return
    }
    const { search } = this
    search[7] = this.gain
    const first = 4 * (this.at + 4 * this.binning.offsets[column]!)
    const bin = this.kernel.scan(first, count, missing, this.sums.rows, this.rules.minRows, search.byteOffset)
    if (bin >= 0) this.takeCut(search[7]!, column, bin, missing, search[8]!, search[9]!, search[10]!)
  }

  private takeCut(gain: number, column: number, bin: number, missing: 0 | 1, g: number, h: number, n: number): void {
    this.take(gain, column, g, h, n)
    this.bin = bin
    this.missing = missing
    this.set = undefined
  }

  /** As the kernel does, with gains by `carefulGain`. */
  private cutCarefully(column: number, count: number, missing: 0 | 1): void {
    const { words, gradientUnit, hessianUnit, weight, minHessian } = this
    const { rows } = this.sums
    const { minRows, monotone } = this.rules
    const direction = this.isBounded ? monotone[column]! : 0
    const first = this.at + 4 * this.binning.offsets[column]!
    const missingAt = first + 4 * count
    const missingRows = words[missingAt + 2]!
    let g = missing === 1 ? words[missingAt]! : 0
    let h = missing === 1 ? words[missingAt + 1]! : 0
    let n = missing === 1 ? missingRows : 0
    // With missing cells on the right, all numbers may go left.
    const end = first + 4 * (missingRows > 0 && missing === 0 ? count : count - 1)
    for (let p = first; p < end; p += 4) {
      if (words[p + 2] === 0) continue
      g += words[p]!
      h += words[p + 1]!
      n += words[p + 2]!
      if (n < minRows) continue
      if (rows - n < minRows) break
      const sideWeight = h * hessianUnit
      if (sideWeight < minHessian) continue
      if (weight - sideWeight < minHessian) break
      const gain = this.carefulGain(g * gradientUnit, sideWeight, 0, direction)
      if (gain > this.gain) this.takeCut(gain, column, (p - first) >> 2, missing, g, h, n)
    }
  }

  private take(gain: number, column: number, gradient: number, hessian: number, rows: number): void {
    this.gain = gain
    this.column = column
    this.leftGradient = gradient
    this.leftHessian = hessian
    this.leftRows = rows
  }

  /** Sorts the categories that have enough rows, missing as one more of them; returns how many they are. */
  private rank(first: number, count: number): number {
    const { words, ranked, keys, gradientUnit, hessianUnit } = this
    let common = 0
    for (let bin = 0; bin <= count; bin++) {
      const p = first + 4 * bin
      if (words[p + 2]! < CATEGORY_ROWS) continue
      const key = (words[p]! * gradientUnit) / (words[p + 1]! * hessianUnit + CATEGORY_SMOOTHING)
      let place = common++
      for (; place > 0 && keys[place - 1]! > key; place--) {
        keys[place] = keys[place - 1]!
        ranked[place] = ranked[place - 1]!
      }
      keys[place] = key
      ranked[place] = bin
    }
    return common
  }

  private scanCategories(column: number): void {
    const { words, ranked, gradientUnit, hessianUnit, total, weight, minHessian } = this
    const { rows } = this.sums
    const { minRows, l2 } = this.rules
    const { count } = this.binning.columns[column]!
    const first = this.at + 4 * this.binning.offsets[column]!
    const common = this.rank(first, count)
    const extra = common > FEW_CATEGORIES ? CATEGORY_L2 : 0
    const parent = this.parentScore(extra)
    const most = Math.min(MOST_CATEGORIES, (common + 1) >> 1)
    for (let isBackwards = 0; isBackwards < 2; isBackwards++) {
      let [g, h, n] = [0, 0, 0]
      for (let i = 0; i < most; i++) {
        const p = first + 4 * ranked[isBackwards ? common - 1 - i : i]!
        g += words[p]!
        h += words[p + 1]!
        n += words[p + 2]!
        if (n < minRows) continue
        if (rows - n < minRows) break
        const sideWeight = h * hessianUnit
        if (sideWeight < minHessian) continue
        const otherWeight = weight - sideWeight
        if (otherWeight < minHessian) break
        const side = g * gradientUnit
        const other = total - side
        const gain = this.isCareful
          ? this.carefulGain(side, sideWeight, extra, 0)
          : (side * side) / (sideWeight + l2 + extra) + (other * other) / (otherWeight + l2 + extra) - parent
        if (!(gain > this.gain)) continue
        this.take(gain, column, g, h, n)
        this.takeSet(count, isBackwards ? common - 1 - i : 0, isBackwards ? common - 1 : i)
      }
    }
  }

  /** The categories of these ranks go left. */
  private takeSet(count: number, from: number, to: number): void {
    this.bin = 0
    this.missing = 0
    this.set = new Uint32Array(SET_WORDS)
    for (let rank = from; rank <= to; rank++) {
      const bin = this.ranked[rank]!
      this.set[bin >> 5]! |= 1 << (bin & 31)
      if (bin === count) this.missing = 1
    }
  }

  private write(out: Float64Array): void {
    const { column, gain, bin, set, leftRows } = this
    out[0] = column
    if (column < 0) return
    const { count } = this.binning.columns[column]!
    // Where none was missing, missing cells follow the more rows.
    const isMissingLeft = this.missingRows(column, count) > 0 ? this.missing === 1 : 2 * leftRows > this.sums.rows
    if (set && isMissingLeft) set[count >> 5]! |= 1 << (count & 31)
    out[1] = gain
    out[2] = bin
    out[3] = Number(isMissingLeft)
    out[4] = this.leftGradient
    out[5] = this.leftHessian
    out[6] = leftRows
    out[7] = Number(set !== undefined)
    if (set) out.set(set, 8)
  }
}
