export const DAY_MS = 86_400_000

/** The largest instant that ECMAScript's `Date` knows, and less 0 the smallest. */
const LAST_MS = 8.64e15

/** The instant in whole milliseconds as `Date` would hold it (ECMA-262, TimeClip); NaN where it could not. */
export function clipInstant(ms: number): number {
  return ms >= -LAST_MS && ms <= LAST_MS ? Math.trunc(ms) + 0 : Number.NaN
}

/** Days from 1970-01-01 to the day of an instant, in UTC. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS) | 0
}

/** The weekday of a day since 1970, 0 for Sunday. */
export function weekdayOf(day: number): number {
  const weekday = ((day | 0) + 4) % 7
  return weekday < 0 ? weekday + 7 : weekday
}

/**
 * Year, month from 0 and day of the month of a day since 1970, in one whole number that {@link yearIn}, {@link monthIn} and
 * {@link dayIn} take apart: far faster than a `Date`. Proleptic Gregorian calendar; Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms", civil_from_days.
 */
export function civilOf(day: number): number {
  const sinceMarch = (day + 719_468) | 0
  const era = ((sinceMarch < 0 ? sinceMarch - 146_096 : sinceMarch) / 146_097) | 0
  const dayOfEra = (sinceMarch - Math.imul(era, 146_097)) | 0
  const lost = ((dayOfEra / 1_460) | 0) - ((dayOfEra / 36_524) | 0) + ((dayOfEra / 146_096) | 0)
  const yearOfEra = ((dayOfEra - lost) / 365) | 0
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0))
  const fromMarch = ((5 * dayOfYear + 2) / 153) | 0
  const date = dayOfYear - (((153 * fromMarch + 2) / 5) | 0) + 1
  const isNextYear = fromMarch >= 10
  const year = yearOfEra + era * 400 + Number(isNextYear)
  return (year << 9) | ((isNextYear ? fromMarch - 10 : fromMarch + 2) << 5) | date
}

export function yearIn(civil: number): number {
  return civil >> 9
}

export function monthIn(civil: number): number {
  return (civil >> 5) & 15
}

export function dayIn(civil: number): number {
  return civil & 31
}

/** The first day of a year, in days since 1970. */
export function firstDayOf(year: number): number {
  const before = year - 1
  return 365 * before + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162
}

/** The week of a day from 1 (ISO 8601): the days before its week's Thursday since that one's year began, by 7. */
export function isoWeekOf(day: number): number {
  const thursday = day + 3 - ((weekdayOf(day) + 6) % 7)
  return 1 + Math.floor((thursday - firstDayOf(yearIn(civilOf(thursday)))) / 7)
}
