import { inSlices, ROWS_AT_ONCE, runAtOnce, type Work } from '../work.ts'

/**
 * Numbers that all lie on a grid: those with a few decimals (index / scale), or whole multiples of a unit, such as days in
 * milliseconds (index · unit). One of `scale` and `unit` is 1. `low` is the index of the least, `size` how many there are.
 */
export interface Grid {
  readonly scale: number
  readonly unit: number
  readonly low: number
  readonly size: number
}

/** Places of a grid up to which counting beats sorting. */
const LARGEST = 1 << 22
/** More decimals are not looked for. */
const FINEST = 1e6
/** Milliseconds of a day, an hour, a minute, a second. */
const UNITS = [86_400_000, 3_600_000, 60_000, 1_000]

/** The grid of finite numbers between `min` and `max`; undefined where there is none, or too large a one to be of use. */
export function* gridOf(values: Float64Array, min: number, max: number): Work<Grid | undefined> {
  const limit = Math.min(LARGEST, 4 * values.length)
  const scale = yield* scaleOf(values, max - min, limit)
  if (scale !== undefined && (max - min) * scale < limit) {
    const low = Math.round(min * scale)
    return { scale, unit: 1, low, size: Math.round(max * scale) - low + 1 }
  }
  if (scale !== 1) return undefined
  for (const unit of UNITS)
    if ((max - min) / unit < limit && (yield* areMultiples(values, unit)))
      return { scale: 1, unit, low: min / unit, size: (max - min) / unit + 1 }
  return undefined
}

/** The least power of ten by which all become whole, and from which each is found again to the bit. */
function* scaleOf(values: Float64Array, range: number, limit: number): Work<number | undefined> {
  let scale = 1
  for (let start = 0; start < values.length && scale > 0; start += ROWS_AT_ONCE) {
    scale = scaleFrom(scale, values, start, Math.min(values.length, start + ROWS_AT_ONCE), range, limit)
    yield
  }
  return scale > 0 ? scale : undefined
}

/** The scale once it is enough for these too; 0 where none is. */
function scaleFrom(
  enough: number,
  values: Float64Array,
  start: number,
  end: number,
  range: number,
  limit: number,
): number {
  let scale = enough
  for (let i = start; i < end; i++) {
    const value = values[i]!
    while (Math.round(value * scale) / scale !== value) {
      scale *= 10
      if (scale > FINEST || range * scale >= limit) return 0
    }
  }
  return scale
}

function* areMultiples(values: Float64Array, unit: number): Work<boolean> {
  for (let start = 0; start < values.length; start += ROWS_AT_ONCE) {
    const end = Math.min(values.length, start + ROWS_AT_ONCE)
    for (let i = start; i < end; i++) if (values[i]! % unit !== 0) return false
    yield
  }
  return true
}

/** How many of the numbers lie on each place of their grid. */
export function* countOnGrid(values: Float64Array, { scale, unit, low, size }: Grid): Work<Uint32Array> {
  const counts = new Uint32Array(size)
  yield* inSlices(values.length, (start, end) => {
    if (unit > 1) for (let i = start; i < end; i++) counts[values[i]! / unit - low]!++
    else if (scale > 1) for (let i = start; i < end; i++) counts[Math.round(values[i]! * scale) - low]!++
    else for (let i = start; i < end; i++) counts[values[i]! - low]!++
  })
  return counts
}

/** The number at a place. */
export function atPlace({ scale, unit, low }: Grid, place: number): number {
  return unit > 1 ? (place + low) * unit : (place + low) / scale
}

/** Ranks from 1, equals sharing the mean of theirs, by the counts of every place. */
export function rankOnGrid(values: Float64Array, grid: Grid): Float64Array {
  const { scale, unit, low, size } = grid
  const counts = runAtOnce(countOnGrid(values, grid))
  const rankAt = new Float64Array(size)
  let before = 0
  for (let place = 0; place < size; place++) {
    rankAt[place] = before + (counts[place]! + 1) / 2
    before += counts[place]!
  }
  const ranks = new Float64Array(values.length)
  if (unit > 1) for (let i = 0; i < values.length; i++) ranks[i] = rankAt[values[i]! / unit - low]!
  else for (let i = 0; i < values.length; i++) ranks[i] = rankAt[Math.round(values[i]! * scale) - low]!
  return ranks
}
