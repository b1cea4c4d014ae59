import { type IsOver, type Reached, unlimited } from '../budget.ts'
import type { Work } from '../work.ts'

/** A column cut into levels: which of them each row is at, −1 for none. */
export interface CodedColumn {
  readonly codes: Int32Array
  readonly levels: number
}

/** Rows that are at these levels of these columns, and how a model does on them. */
export interface FoundSlice {
  /** By column, ascending. */
  readonly levels: readonly { readonly column: number; readonly level: number }[]
  /** Which they are, ascending. */
  readonly rows: Uint32Array
  /** Mean error. */
  readonly error: number
  readonly score: number
}

export interface SliceSearch {
  /** Share of the score that the error makes; the rest is size. */
  readonly alpha: number
  /** Predicates of one slice, at most. */
  readonly depth: number
  /** Rows of a slice, at least. */
  readonly support: number
  /** Slices wanted. */
  readonly most: number
}

export interface FoundSlices {
  /** Best first. */
  readonly slices: readonly FoundSlice[]
  /** Single levels that were looked into, where the time was up before all were that may have parts among the best. */
  readonly reached?: Reached | undefined
}

/** Whether to go on, and whom to tell how many single levels are looked into. */
export interface SliceWatch {
  readonly isOver?: IsOver | undefined
  readonly progress?: ((done: number, of: number) => void) | undefined
}

/**
 * α = .95 as in the paper's own experiments. At .6, the default of its implementations, a slice of a tenth of the rows would have
 * to err seven times as much as all to count.
 */
export const SLICE_SEARCH: SliceSearch = { alpha: 0.95, depth: 3, support: 10, most: 10 }

/** Slices that share more of their rows with a better one say the same again. */
const SAME = 0.5
/** Kept for each one wanted, since some say the same again. */
const SPARE = 8

/**
 * The slices that a model does worst on: those with the highest α(ē_S / ē − 1) − (1 − α)(n / |S| − 1) above 0, of all
 * conjunctions of at most `depth` levels, each of another column (SliceLine, Sagadeeva and Boehm 2021). Nothing is missed: a
 * slice is not looked into where no part of it can have a score that is among the best. Of slices that share more than half
 * their rows (Jaccard) only the best is given. Best first. All single levels are looked at; of those that may have parts among the
 * best, which are looked into one after the other, only so many where the time is up.
 * @param errors Of each row, 0 or more.
 */
export function* findSlices(
  errors: Float64Array,
  columns: readonly CodedColumn[],
  { alpha, depth, support, most } = SLICE_SEARCH,
  { isOver = unlimited, progress }: SliceWatch = {},
): Work<FoundSlices> {
  const n = errors.length
  const mean = errors.reduce((sum, error) => sum + error, 0) / n
  if (!(mean > 0)) return { slices: [] }
  let reached: Reached | undefined
  const scoreOf = (rows: number, sum: number) => alpha * (sum / rows / mean - 1) - (1 - alpha) * (n / rows - 1)
  /** The highest score that a part of a slice can have, of at least `support` rows. */
  const boundOf = (rows: number, sum: number, largest: number) => {
    const at = (part: number) => scoreOf(part, Math.min(sum, part * largest))
    const full = Math.min(rows, Math.max(support, sum / largest))
    return Math.max(at(support), at(full), at(rows))
  }
  const best = openBest(most * SPARE)

  function* lookInto(rows: Uint32Array, held: FoundSlice['levels'], from: number): Work<void> {
    const open: { column: number; level: number; bound: number }[] = []
    for (let column = from; column < columns.length; column++) {
      const { codes, levels } = columns[column]!
      const counts = new Float64Array(levels)
      const sums = new Float64Array(levels)
      const largest = new Float64Array(levels)
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!
        const code = codes[row]!
        if (code < 0) continue
        const error = errors[row]!
        counts[code]!++
        sums[code]! += error
        if (error > largest[code]!) largest[code] = error
      }
      yield
      for (let level = 0; level < levels; level++) {
        const count = counts[level]!
        if (count < support || sums[level] === 0) continue
        const score = scoreOf(count, sums[level]!)
        const its = [...held, { column, level }]
        if (score > best.least())
          best.add({ levels: its, rows: rowsAt(rows, codes, level, count), error: sums[level]! / count, score })
        // All rows are at it: whatever lies below is below the slice itself too.
        if (its.length < depth && column + 1 < columns.length)
          open.push({ column, level, bound: boundOf(count, sums[level]!, largest[level]!) })
      }
    }
    open.sort((a, b) => b.bound - a.bound)
    for (const [done, { column, level, bound }] of open.entries()) {
      if (bound <= best.least()) return
      const isFirst = held.length === 0
      if (isFirst) progress?.(done, open.length)
      if (isOver()) {
        if (isFirst) reached = { done, total: open.length }
        return
      }
      const { codes } = columns[column]!
      yield* lookInto(rowsAt(rows, codes, level), [...held, { column, level }], column + 1)
    }
  }

  yield* lookInto(
    Uint32Array.from({ length: n }, (_, row) => row),
    [],
    0,
  )
  return { slices: distinct(best.list(), n, most), ...(reached && { reached }) }
}

function rowsAt(rows: Uint32Array, codes: Int32Array, level: number, count = rows.length): Uint32Array {
  const found = new Uint32Array(count)
  let at = 0
  for (let i = 0; i < rows.length; i++) if (codes[rows[i]!] === level) found[at++] = rows[i]!
  return at === count ? found : found.slice(0, at)
}

/** Holds the slices with the highest scores above 0; of equals the one of fewer levels, then the first. */
function openBest(most: number) {
  const held: FoundSlice[] = []
  return {
    /** What a score has to be above to count. */
    least: () => (held.length < most ? 0 : held.at(-1)!.score),
    add(slice: FoundSlice) {
      let at = held.length
      while (at > 0 && isAbove(slice, held[at - 1]!)) at--
      held.splice(at, 0, slice)
      if (held.length > most) held.pop()
    },
    list: () => held,
  }
}

function isAbove(a: FoundSlice, b: FoundSlice): boolean {
  return a.score > b.score || (a.score === b.score && a.levels.length < b.levels.length)
}

function distinct(slices: readonly FoundSlice[], n: number, most: number): FoundSlice[] {
  const kept: FoundSlice[] = []
  const marks = new Uint8Array(n)
  for (const slice of slices) {
    if (kept.length === most) break
    marks.fill(0)
    for (const row of slice.rows) marks[row] = 1
    const isNew = kept.every(({ rows }) => {
      let both = 0
      for (const row of rows) both += marks[row]!
      return both / (rows.length + slice.rows.length - both) <= SAME
    })
    if (isNew) kept.push(slice)
  }
  return kept
}
