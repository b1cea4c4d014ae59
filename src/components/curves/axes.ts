import type { WrittenAxis } from '@/components/charts/ChartAxes.tsx'
import { type Axis, snappedAxis, spanAxis } from '@/core/chart/axis.ts'
import { formatDate, formatTick } from '@/core/format/format.ts'

/** A share or a probability, from 0 to 1. */
export const SHARE_AXIS: WrittenAxis = written(spanAxis(0, 1, false), false)

/** Numbers around all of some values, ending on ticks. */
export function numberAxis(values: readonly number[]): WrittenAxis {
  const [low, high] = rangeOf(values)
  return written(snappedAxis(low, high), true)
}

/** Numbers that end with the first and last of some values. */
export function wholeSpan(values: readonly number[]): WrittenAxis {
  const [low, high] = rangeOf(values)
  return written(spanAxis(low, high, false), true)
}

/** Times from the first to the last, in as few words as tell the ticks apart. */
export function timeAxis(values: readonly number[]): WrittenAxis {
  const { min, max } = wholeSpan(values).axis
  const ticks = Array.from({ length: 4 }, (_, i) => min + ((i + 0.5) * (max - min)) / 4)
  const write = (tick: number) => formatDate(Math.floor(tick / DAY) * DAY).slice(0, max - min > YEARS ? 7 : 10)
  return { axis: { min, max, ticks, step: undefined }, write }
}

const DAY = 86_400_000
const YEARS = 3 * 365 * DAY

function written(axis: Axis, leadingZero: boolean): WrittenAxis {
  return { axis, write: (value) => formatTick(value, axis.step, leadingZero) }
}

function rangeOf(values: readonly number[]): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low <= high ? [low, high] : [0, 1]
}
