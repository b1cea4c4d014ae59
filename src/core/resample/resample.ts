import { AssayError } from '../errors.ts'
import { drawCounts, seedWords } from '../random.ts'
import { finish, inSlices, type Work } from '../work.ts'

/** Resamples that intervals rest on, unless others are asked for. */
export const RESAMPLES = 2_000

/** Draws between two rests: some milliseconds. */
const DRAWS_AT_ONCE = 1_048_576

/** How rows are drawn anew. */
export interface Resampling {
  /** The same seed draws the same rows. */
  readonly seed: number
  readonly resamples?: number | undefined
  /**
   * Which group (a person, a shop, a block of time) each row is of, where rows of one depend on each other: then whole
   * groups are drawn. Any numbers; absent where rows stand alone.
   */
  readonly groups?: Int32Array | undefined
  /** Told now and then how many of all resamples are done. */
  readonly progress?: ((done: number, of: number) => void) | undefined
}

/** How often each row is in a resample, and how many rows that makes. */
export interface Resample {
  readonly weights: Uint8Array
  readonly rows: number
}

/**
 * The bootstrap: rows, or whole groups, are drawn with replacement, as many as there are (Efron 1979). `take` is given each
 * resample, in arrays that are written again for the next. Counts fit a byte: that one of 256 or more rows is drawn 256 times
 * does not happen.
 */
export function* drawResamples(
  rows: number,
  { seed, resamples = RESAMPLES, groups, progress }: Resampling,
  take: (resample: Resample, draw: number) => void | Work<void>,
): Work<void> {
  if (groups && groups.length !== rows)
    throw new AssayError('internal', `Groups of ${groups.length} rows do not fit ${rows} rows.`)
  const grouped = groups && numberGroups(groups)
  const units = grouped ? grouped.count : rows
  const counts = new Uint8Array(units)
  const state = seedWords('bootstrap', seed)
  for (let draw = 0; draw < resamples; draw++) {
    counts.fill(0)
    yield* inSlices(units, (start, end) => drawCounts(counts, end - start, state), DRAWS_AT_ONCE)
    yield* finish(take(grouped ? spreadOver(grouped.ofRow, counts) : { weights: counts, rows }, draw))
    progress?.(draw + 1, resamples)
  }
}

/** Groups by places from 0, in the order of their first rows. */
function numberGroups(groups: Int32Array) {
  const places = new Map<number, number>()
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
