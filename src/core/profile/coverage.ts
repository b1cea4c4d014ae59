import { inSlices, type Work } from '../work.ts'
import { type Coverage, type Gap, MOST_GAPS, type Period } from './columnProfile.ts'
import { sortNumbers } from './sortNumbers.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const LENGTHS: readonly (readonly [Period, number])[] = [
  ['minute', MINUTE],
  ['hour', HOUR],
  ['day', DAY],
  ['week', 7 * DAY],
  ['month', 30.4375 * DAY],
  ['year', 365.25 * DAY],
]
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const MONDAY = 3 * DAY

/** The number of the period of an instant, UTC, counted from one at 1970. */
function periodAt(instant: number, period: Period): number {
  switch (period) {
    case 'minute':
      return Math.floor(instant / MINUTE)
    case 'hour':
      return Math.floor(instant / HOUR)
    case 'day':
      return Math.floor(instant / DAY)
    case 'week':
      return Math.floor((instant + MONDAY) / (7 * DAY))
    case 'month': {
      const date = new Date(instant)
      return date.getUTCFullYear() * 12 + date.getUTCMonth()
    }
    case 'year':
      return new Date(instant).getUTCFullYear()
  }
}

/** A month of 31 days is one still, and a day of 25 hours. */
const LEEWAY = 0.95

/** A stretch without rows is a gap from so many times the usual distance between instants on. */
const FAR = 10

/**
 * How ascending instants cover time. The period is the shortest one that holds the usual (median) distance between
 * different instants. Null where there are fewer than two different ones.
 */
export function* coverageOf(ordered: Float64Array): Work<Coverage | null> {
  const n = ordered.length
  if (n === 0 || ordered[0] === ordered[n - 1]) return null
  const distances = distancesOf(ordered)
  yield
  yield* sortNumbers(distances)
  const usual = distances[distances.length >> 1]!
  const period = (LENGTHS.find(([, length]) => length >= usual * LEEWAY) ?? LENGTHS.at(-1)!)[0]
  const each = yield* countPeriods(ordered, period)
  const sorted = each.slice()
  yield* sortNumbers(sorted)
  const far = Math.max(FAR * usual, 2 * LENGTHS.find(([name]) => name === period)![1])
  const { gaps, count } = gapsOf(ordered, far)
  return {
    period,
    periods: periodAt(ordered[n - 1]!, period) - periodAt(ordered[0]!, period) + 1,
    withRows: each.length,
    rowsEach: { min: sorted[0]!, median: sorted[sorted.length >> 1]!, max: sorted.at(-1)! },
    gaps,
    gapCount: count,
  }
}

/** Between each different instant and the next. */
function distancesOf(ordered: Float64Array): Float64Array {
  const distances = new Float64Array(ordered.length)
  let at = 0
  for (let i = 1; i < ordered.length; i++) {
    const distance = ordered[i]! - ordered[i - 1]!
    if (distance > 0) distances[at++] = distance
  }
  return distances.subarray(0, at)
}

/** Rows of every period that has some. */
function* countPeriods(ordered: Float64Array, period: Period): Work<Float64Array> {
  const counts = new Float64Array(ordered.length)
  let at = -1
  let current = Number.NaN
  let last = Number.NaN
  yield* inSlices(ordered.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const instant = ordered[i]!
      if (instant !== last) {
        const next = periodAt(instant, period)
        if (next !== current) at++
        current = next
        last = instant
      }
      counts[at]!++
    }
  })
  return counts.subarray(0, at + 1)
}

function gapsOf(ordered: Float64Array, far: number): { gaps: readonly Gap[]; count: number } {
  const gaps: Gap[] = []
  for (let i = 1; i < ordered.length; i++)
    if (ordered[i]! - ordered[i - 1]! > far) gaps.push({ from: ordered[i - 1]!, to: ordered[i]! })
  gaps.sort((a, b) => b.to - b.from - (a.to - a.from))
  return { gaps: gaps.slice(0, MOST_GAPS), count: gaps.length }
}
