import { civilOf, clipInstant, DAY_MS, dayOf, firstDayOf, yearIn } from './calendar.ts'

/**
 * A column of instants, and what its parts are taken from. Each part is a loop over arrays of its own: a function called
 * for every row would take several times as long.
 */
export interface Instants {
  /** Whole milliseconds since 1970, NaN where missing. */
  readonly ms: Float64Array
  /** Days since 1970 in UTC; 0 where missing. */
  readonly days: Int32Array
  /** As {@link civilOf} packs them; 0 where missing. */
  readonly civil: Int32Array
}

export function readInstants(values: Float64Array): Instants {
  const ms = new Float64Array(values.length)
  const days = new Int32Array(values.length)
  const civil = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const instant = clipInstant(values[i]!)
    ms[i] = instant
    if (Number.isNaN(instant)) continue
    const day = dayOf(instant)
    days[i] = day
    civil[i] = civilOf(day)
  }
  return { ms, days, civil }
}

/** A whole number for each instant, from its `days` or its `civil`; NaN where missing. */
export function numbersOf({ ms }: Instants, cells: Int32Array, part: (cell: number) => number): Float64Array {
  const values = new Float64Array(ms.length)
  for (let i = 0; i < values.length; i++) values[i] = Number.isNaN(ms[i]!) ? Number.NaN : part(cells[i]!)
  return values
}

/** {@link numbersOf} as codes from 0, −1 where missing. */
export function codesOf({ ms }: Instants, cells: Int32Array, part: (cell: number) => number): Int32Array {
  const codes = new Int32Array(ms.length)
  for (let i = 0; i < codes.length; i++) codes[i] = Number.isNaN(ms[i]!) ? -1 : part(cells[i]!)
  return codes
}

/** Minutes of the hour, from 0; NaN where missing. */
export function minutesOf({ ms }: Instants): Float64Array {
  const minutes = new Float64Array(ms.length)
  for (let i = 0; i < minutes.length; i++) {
    const sinceStart = Math.floor(ms[i]! / 60_000)
    minutes[i] = sinceStart - 60 * Math.floor(sinceStart / 60)
  }
  return minutes
}

/** Angles, in place, of places in a cycle of so many. */
export function turns(places: Float64Array, count: number): Float64Array {
  for (let i = 0; i < places.length; i++) places[i] = (2 * Math.PI * places[i]!) / count
  return places
}

/** Sines in place. */
export function sines(angles: Float64Array): Float64Array {
  for (let i = 0; i < angles.length; i++) angles[i] = Math.sin(angles[i]!)
  return angles
}

/** Cosines in place. */
export function cosines(angles: Float64Array): Float64Array {
  for (let i = 0; i < angles.length; i++) angles[i] = Math.cos(angles[i]!)
  return angles
}

/** The angle of each day in its year, 0 at its start; leap years are 366 days round. NaN where missing. */
export function yearAngles({ ms, days, civil }: Instants): Float64Array {
  const angles = new Float64Array(ms.length)
  for (let i = 0; i < angles.length; i++) {
    const year = yearIn(civil[i]!)
    const start = firstDayOf(year)
    angles[i] = Number.isNaN(ms[i]!) ? Number.NaN : (2 * Math.PI * (days[i]! - start)) / (firstDayOf(year + 1) - start)
  }
  return angles
}

/** The angle of each moment in its day, 0 at midnight; NaN where missing. */
export function dayAngles({ ms, days }: Instants): Float64Array {
  const angles = new Float64Array(ms.length)
  for (let i = 0; i < angles.length; i++) angles[i] = (2 * Math.PI * (ms[i]! - days[i]! * DAY_MS)) / DAY_MS
  return angles
}

/** Days from an instant on, with their fractions; NaN where missing. */
export function elapsedDays({ ms }: Instants, origin: number): Float64Array {
  const values = new Float64Array(ms.length)
  for (let i = 0; i < values.length; i++) values[i] = (ms[i]! - origin) / DAY_MS
  return values
}
