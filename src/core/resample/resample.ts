import { type IsOver, unlimited } from '../budget.ts'
import { AssayError } from '../errors.ts'
import { drawCounts, seedWords } from '../random.ts'
import { finish, inSlices, type Work } from '../work.ts'

/** Resamples that intervals rest on, unless others are asked for. */
export const RESAMPLES = 2_000
/** And at least, where the time is up: the ends of 95% intervals are then the fifth draws from either end. */
const LEAST_RESAMPLES = 200

/** Draws between two rests: some milliseconds. */
const DRAWS_AT_ONCE = 1_048_576

/** How rows depend on each other; they stand alone where there are no groups. */
export interface Dependence {
  /**
   * Which group (a person, a shop, a time) each row is of, where rows of one depend on each other: then whole groups are
   * drawn. Any numbers.
   */
  readonly groups?: Int32Array | undefined
  /**
   * Groups are times, in the order of their numbers: those near each other depend on each other too, and blocks of
   * neighbouring times are drawn ({@link blockLength}).
   */
  readonly inTime?: boolean | undefined
}

/** How rows are drawn anew. */
export interface Resampling extends Dependence {
  /** The same seed draws the same rows. */
  readonly seed: number
  readonly resamples?: number | undefined
  /** Told now and then how many of all resamples are done. */
  readonly progress?: ((done: number, of: number) => void) | undefined
}

/** Of draws that may be fewer than were asked for. */
export interface LimitedResampling extends Resampling {
  /** Asked between resamples, once there are as many as an interval can rest on. */
  readonly isOver?: IsOver | undefined
}

/** How often each row is in a resample, and how many rows that makes. */
export interface Resample {
  readonly weights: Uint8Array
  readonly rows: number
}

/**
 * Times in a block: ∛n, rounded up, the order at which a block bootstrap tells a variance best (Künsch 1989; Hall, Horowitz
 * and Jing 1995).
 */
export function blockLength(times: number): number {
  return Math.ceil(Math.cbrt(times) - 1e-9)
}

/**
 * The bootstrap: rows, or whole groups, are drawn with replacement, as many as there are (Efron 1979). In time blocks of
 * neighbouring times are drawn, as many as come nearest to all times, and the first follows the last (the circular block
 * bootstrap, Politis and Romano 1992), so that each is drawn as often. `take` is given each resample, in arrays that are written again for the next. Counts fit a byte: that one of 256 or more rows is drawn 256 times
 * does not happen.
 * Returns how many were drawn.
 */
export function* drawResamples(
  rows: number,
  { seed, resamples = RESAMPLES, groups, inTime = false, progress, isOver = unlimited }: LimitedResampling,
  take: (resample: Resample, draw: number) => void | Work<void>,
): Work<number> {
  if (groups && groups.length !== rows)
    throw new AssayError('internal', `Groups of ${groups.length} rows do not fit ${rows} rows.`)
  const grouped = groups && numberGroups(groups, inTime)
  const units = grouped ? grouped.count : rows
  const length = inTime ? blockLength(units) : 1
  const draws = Math.round(units / length)
  const counts = new Uint8Array(units)
  const state = seedWords('bootstrap', seed)
  for (let draw = 0; draw < resamples; draw++) {
    if (draw >= LEAST_RESAMPLES && isOver()) return draw
    counts.fill(0)
    yield* inSlices(draws, (start, end) => drawCounts(counts, end - start, state), DRAWS_AT_ONCE)
    if (length > 1) lengthen(counts, length)
    yield* finish(take(grouped ? spreadOver(grouped.ofRow, counts) : { weights: counts, rows }, draw))
    progress?.(draw + 1, resamples)
  }
  return resamples
}

/** How often each time is drawn, in place of how often a block begins at it. */
function lengthen(counts: Uint8Array, length: number): void {
  const begun = counts.slice()
  let sum = 0
  for (let place = counts.length - length + 1; place < counts.length; place++) sum += begun[place]!
  for (let place = 0; place < counts.length; place++) {
    sum += begun[place]!
    counts[place] = sum
    const first = place - length + 1
    sum -= begun[first < 0 ? first + counts.length : first]!
  }
}

/**
 * Rows by units that stand alone, or nearly so, where rows are dealt and weighed and not drawn anew: groups, and of groups in
 * time blocks of neighbouring ones ({@link blockLength}), numbered from the first. Undefined where rows stand alone.
 */
export function unitsOf({ groups, inTime }: Dependence): Int32Array | undefined {
  if (!groups || !inTime) return groups
  const { count, ofRow } = numberGroups(groups, inTime)
  const length = blockLength(count)
  return Int32Array.from(ofRow, (place) => Math.floor(place / length))
}

/** Groups by places from 0, in the order of their numbers in time, else of their first rows. */
function numberGroups(groups: Int32Array, inTime: boolean) {
  const places = new Map<number, number>()
  if (inTime) for (const group of groups.slice().sort()) if (!places.has(group)) places.set(group, places.size)
  const ofRow = new Uint32Array(groups.length)
  for (let row = 0; row < groups.length; row++) {
    const place = places.get(groups[row]!) ?? places.size
    places.set(groups[row]!, place)
    ofRow[row] = place
  }
  return { count: places.size, ofRow }
}

function spreadOver(ofRow: Uint32Array, counts: Uint8Array): Resample {
  const weights = new Uint8Array(ofRow.length)
  let rows = 0
  for (let row = 0; row < ofRow.length; row++) rows += weights[row] = counts[ofRow[row]!]!
  return { weights, rows }
}
