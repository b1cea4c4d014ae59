import type { WrittenAxis } from '@/components/charts/ChartAxes.tsx'
import { type Axis, snappedAxis, spanAxis } from '@/core/chart/axis.ts'
import { formatDate, formatTick } from '@/core/format/format.ts'
import { timeUnit } from '@/core/format/timeUnit.ts'

/** A share or a probability, from 0 to 1. */
export const SHARE_AXIS: WrittenAxis = written(spanAxis(0, 1, false), false)

/** Numbers around all of some values, ending on ticks. */
export function numberAxis(values: readonly number[]): WrittenAxis {
  const [low, high] = rangeOf(values)
  return written(snappedAxis(low, high), true)
}

/** Rows and the like from 0 to the most, with whole ticks only. */
export function countAxis(most: number): WrittenAxis {
  const axis = snappedAxis(0, Math.max(1, most))
  return written({ ...axis, ticks: axis.ticks.filter(Number.isInteger) }, true)
}

/** Numbers that end with the first and last of some values; of whole ones the ticks are whole. */
export function wholeSpan(values: readonly number[], areWhole = false): WrittenAxis {
  const [low, high] = rangeOf(values)
  const axis = spanAxis(low, high, false)
  const isFiner = areWhole && axis.step !== undefined && axis.step < 1
  return written(isFiner ? { ...axis, ticks: axis.ticks.filter(Number.isInteger), step: 1 } : axis, true)
}

/** Times from the first to the last, in as few words as tell the ticks apart. */
export function timeAxis(values: readonly number[]): WrittenAxis {
  const { min, max } = wholeSpan(values).axis
  const unit = timeUnit((max - min) / TIME_TICKS)
  const ticks = Array.from({ length: TIME_TICKS }, (_, i) => {
    const even = min + ((i + 0.5) * (max - min)) / TIME_TICKS
    return Math.floor(even / unit) * unit
  }).filter((tick) => tick >= min)
  const write = (tick: number) => formatDate(tick).slice(0, max - min > YEARS ? 'yyyy-mm'.length : undefined)
  return { axis: { min, max, ticks, step: undefined }, write }
}

const TIME_TICKS = 4
const YEARS = 3 * 365 * 86_400_000

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
