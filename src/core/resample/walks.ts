import { orderNumbers } from '../profile/rankNumbers.ts'
import { type Resamples, SIDE_BY_SIDE } from './sideBySide.ts'

// The loops here take most of the time of intervals. What they count is declared one by one, and read from typed arrays: taken
// out of a plain array, numbers are of no known kind, and a loop over them takes up to four times as long.

/** Rows in an order of theirs, in which a metric walks over them in all resamples. */
export interface Ordered {
  readonly rows: Uint32Array
  /** 1 where the next row's value is another. */
  readonly isLast: Uint8Array
}

export function orderRows(values: Float64Array, direction: 'ascending' | 'descending'): Ordered {
  const rows = orderNumbers(values)
  if (direction === 'descending') rows.reverse()
  const isLast = new Uint8Array(rows.length).fill(1)
  for (let i = 0; i + 1 < rows.length; i++) if (values[rows[i]!] === values[rows[i + 1]!]) isLast[i] = 0
  return { rows, isLast }
}

/** The rows of a class beside all others, in a descending order, and where a walk over them has to look. */
export interface Ranking {
  readonly rows: Uint32Array
  /**
   * Bit 0: the row is of the class. Bit 1: the last of equal rows of which one is of the class, or of those before them.
   * Between such places nothing changes that AUC and average precision hang on but how many rows there were.
   */
  readonly marks: Uint8Array
}

const IS_OF_CLASS = 1
const IS_STOP = 2

/** Ranks rows by the scores of class `label`. */
export function rankRows(actual: Float64Array, label: number, scores: Float64Array): Ranking {
  const { rows, isLast } = orderRows(scores, 'descending')
  const marks = new Uint8Array(rows.length)
  let [start, hasAny] = [0, false]
  for (let i = 0; i < rows.length; i++) {
    if (actual[rows[i]!] === label) {
      marks[i] = IS_OF_CLASS
      hasAny = true
    }
    if (isLast[i] === 0) continue
    if (hasAny) {
      marks[i]! |= IS_STOP
      if (start > 0) marks[start - 1]! |= IS_STOP
    }
    start = i + 1
    hasAny = false
  }
  return { rows, marks }
}

/** What a ranking is worth in each of some resamples. */
export interface RankScores {
  /** NaN where a side has no rows. */
  readonly auc: Float64Array
  /** NaN where no row is of the class. */
  readonly averagePrecision: Float64Array
  /** Rows of the class. */
  readonly positives: Float64Array
}

/** Rows of which counts of a byte each add up to 16 bits. */
const BLOCK = 256

/** What is known of one resample's ranking so far: places in an array of {@link KNOWN}. */
const [ALL, FOUND, RANKS, PRECISIONS] = [0, 1, 2, 3]
/** {@link ALL} and {@link FOUND} at the last stop. */
const [STOPPED_ALL, STOPPED_FOUND, KNOWN] = [4, 5, 6]

/**
 * AUC and average precision of a ranking in each of some resamples. Block by block rows are counted, two resamples to a
 * number, up to each stop; and then each resample goes from stop to stop.
 */
export function walkRanks({ packed }: Resamples, { rows, marks }: Ranking): RankScores {
  const [even, odd, evenFound, oddFound] = [block(), block(), block(), block()]
  const known = Array.from({ length: SIDE_BY_SIDE }, () => new Float64Array(KNOWN))
  const [first, second, third, fourth] = known as [Float64Array, Float64Array, Float64Array, Float64Array]
  for (let start = 0; start < rows.length; start += BLOCK) {
    const end = Math.min(rows.length, start + BLOCK)
    let evens = 0
    let odds = 0
    let evensFound = 0
    let oddsFound = 0
    let stops = 0
    for (let i = start; i < end; i++) {
      const weights = packed[rows[i]!]!
      const mark = marks[i]!
      const found = weights & -(mark & IS_OF_CLASS)
      evens = (evens + (weights & 0xff00ff)) | 0
      odds = (odds + ((weights >>> 8) & 0xff00ff)) | 0
      evensFound = (evensFound + (found & 0xff00ff)) | 0
      oddsFound = (oddsFound + ((found >>> 8) & 0xff00ff)) | 0
      // Written at every row and kept at a stop: cheaper than a branch that chance decides.
      even[stops] = evens
      odd[stops] = odds
      evenFound[stops] = evensFound
      oddFound[stops] = oddsFound
      stops += mark >> 1
    }
    goOn(first, even, evenFound, 0, stops)
    goOn(second, odd, oddFound, 0, stops)
    goOn(third, even, evenFound, 16, stops)
    goOn(fourth, odd, oddFound, 16, stops)
    first[ALL]! += evens & 0xffff
    second[ALL]! += odds & 0xffff
    third[ALL]! += evens >>> 16
    fourth[ALL]! += odds >>> 16
    first[FOUND]! += evensFound & 0xffff
    second[FOUND]! += oddsFound & 0xffff
    third[FOUND]! += evensFound >>> 16
    fourth[FOUND]! += oddsFound >>> 16
  }
  return {
    positives: Float64Array.from(known, (of) => of[FOUND]!),
    auc: Float64Array.from(known, aucFrom),
    averagePrecision: Float64Array.from(known, (of) => of[PRECISIONS]! / of[FOUND]!),
  }
}

const block = () => new Int32Array(BLOCK)

/** `all` and `found` are counts since the block began, of two resamples in each number. */
function goOn(known: Float64Array, all: Int32Array, found: Int32Array, shift: number, stops: number): void {
  const allBefore = known[ALL]!
  const foundBefore = known[FOUND]!
  let lastAll = known[STOPPED_ALL]!
  let lastFound = known[STOPPED_FOUND]!
  let ranks = known[RANKS]!
  let precisions = known[PRECISIONS]!
  for (let stop = 0; stop < stops; stop++) {
    const allHere = allBefore + ((all[stop]! >>> shift) & 0xffff)
    const foundHere = foundBefore + ((found[stop]! >>> shift) & 0xffff)
    const equal = foundHere - lastFound
    ranks += equal * (lastAll + allHere)
    precisions += equal * (foundHere / Math.max(allHere, 1))
    lastAll = allHere
    lastFound = foundHere
  }
  known[STOPPED_ALL] = lastAll
  known[STOPPED_FOUND] = lastFound
  known[RANKS] = ranks
  known[PRECISIONS] = precisions
}

/** By midranks, counted from the top: twice their sum is twice the pairs lost, and the pairs among rows of the class. */
function aucFrom(known: Float64Array): number {
  const positives = known[FOUND]!
  const pairs = positives * (known[ALL]! - positives)
  return (pairs - (known[RANKS]! - positives * positives) / 2) / pairs
}

/** The median of values in each of some resamples. The values lie in `sorted` in the ascending order of `ordered`. */
export function walkMedian({ packed, rows: drawn }: Resamples, { rows }: Ordered, sorted: Float64Array): Float64Array {
  const [half0, half1, half2, half3] = [drawn[0]! / 2, drawn[1]! / 2, drawn[2]! / 2, drawn[3]! / 2]
  // Together until one of them has half of its rows behind it.
  let seen0 = 0
  let seen1 = 0
  let seen2 = 0
  let seen3 = 0
  let i = 0
  for (; i < rows.length; i++) {
    const weights = packed[rows[i]!]!
    const next0 = (seen0 + (weights & 255)) | 0
    const next1 = (seen1 + ((weights >>> 8) & 255)) | 0
    const next2 = (seen2 + ((weights >>> 16) & 255)) | 0
    const next3 = (seen3 + (weights >>> 24)) | 0
    if (next0 >= half0 || next1 >= half1 || next2 >= half2 || next3 >= half3) break
    seen0 = next0
    seen1 = next1
    seen2 = next2
    seen3 = next3
  }
  return Float64Array.of(seen0, seen1, seen2, seen3).map((seen, place) =>
    medianFrom(i, seen, (row) => (packed[rows[row]!]! >>> (8 * place)) & 255, drawn[place]!, sorted),
  )
}

function medianFrom(
  start: number,
  before: number,
  weightOf: (place: number) => number,
  drawn: number,
  sorted: Float64Array,
): number {
  let seen = before
  let lower = Number.NaN
  for (let i = start; i < sorted.length; i++) {
    const weight = weightOf(i)
    seen += weight
    if (weight === 0 || 2 * seen < drawn) continue
    // Where half is reached exactly, the middle lies between this value and the next that was drawn.
    if (2 * seen === drawn) lower = sorted[i]!
    else return Number.isNaN(lower) ? sorted[i]! : (lower + sorted[i]!) / 2
  }
  return Number.NaN
}

/** The sums, in each of some resamples, of a value that each row has. */
export function walkSum({ packed }: Resamples, values: Float64Array): Float64Array {
  let sum0 = 0
  let sum1 = 0
  let sum2 = 0
  let sum3 = 0
  for (let row = 0; row < values.length; row++) {
    const weights = packed[row]!
    const value = values[row]!
    sum0 += (weights & 255) * value
    sum1 += ((weights >>> 8) & 255) * value
    sum2 += ((weights >>> 16) & 255) * value
    sum3 += (weights >>> 24) * value
  }
  return Float64Array.of(sum0, sum1, sum2, sum3)
}

/** {@link walkSum} of a stretch of the rows in an order of theirs, in which `values` are. */
export function walkStretch(
  { packed }: Resamples,
  values: Float64Array,
  rows: Uint32Array,
  start: number,
  end: number,
): Float64Array {
  let sum0 = 0
  let sum1 = 0
  let sum2 = 0
  let sum3 = 0
  for (let i = start; i < end; i++) {
    const weights = packed[rows[i]!]!
    const value = values[i]!
    sum0 += (weights & 255) * value
    sum1 += ((weights >>> 8) & 255) * value
    sum2 += ((weights >>> 16) & 255) * value
    sum3 += (weights >>> 24) * value
  }
  return Float64Array.of(sum0, sum1, sum2, sum3)
}
