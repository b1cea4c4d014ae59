import { logAxis, snappedAxis } from './axis.ts'

/** Where values stand along an axis, from 0 (its low end) to 1, and how places are read. */
export interface Scale<Value> {
  /** Undefined where a value has no place: none, or not above 0 on a log scale. */
  readonly placeOf: (value: Value | undefined) => number | undefined
  readonly read: (place: number) => string
  readonly ticks: readonly { readonly place: number; readonly text: string }[]
}

/** Digits that a place on an axis is told by: what is computed of it has noise in its last ones. */
const READ_DIGITS = 7

/** Numbers along an axis that ends on ticks. */
export function numberScale(
  values: readonly (number | undefined)[],
  { isLog, write }: { readonly isLog: boolean; readonly write: (value: number) => string },
): Scale<number> {
  const isPlaced = (value: number | undefined): value is number =>
    value !== undefined && Number.isFinite(value) && (!isLog || value > 0)
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!isPlaced(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return { placeOf: () => undefined, read: () => '', ticks: [] }
  const { min, max, ticks } = isLog ? logAxis(low, high) : snappedAxis(low, high)
  const scale = isLog ? Math.log : (value: number) => value
  const [from, length] = [scale(min), scale(max) - scale(min)]
  // The ends of an axis are rounded.
  const placeOf = (value: number) => Math.min(1, Math.max(0, (scale(value) - from) / length))
  return {
    placeOf: (value) => (isPlaced(value) ? placeOf(value) : undefined),
    read: (place) => {
      const at = from + place * length
      return write(Number((isLog ? Math.exp(at) : at).toPrecision(READ_DIGITS)))
    },
    ticks: ticks.map((tick) => ({ place: placeOf(tick), text: write(tick) })),
  }
}

/** Words along an axis, evenly, each in the middle of its piece; in the order of {@link Intl.Collator} with numbers as such. */
export function wordScale(values: readonly (string | undefined)[]): Scale<string> {
  const words = [...new Set(values.filter((value) => value !== undefined))].sort(byWord)
  const places = new Map(words.map((word, i) => [word, (i + 0.5) / words.length]))
  return {
    placeOf: (value) => (value === undefined ? undefined : places.get(value)),
    read: (place) => words[Math.min(words.length - 1, Math.floor(place * words.length))] ?? '',
    ticks: [...places].map(([text, place]) => ({ place, text })),
  }
}

const byWord = new Intl.Collator('en', { numeric: true }).compare
