import type { FrameColumn, Vector } from '../dataset/column.ts'
import type { Condition } from '../dataset/view.ts'
import { quantileOf } from '../profile/quantile.ts'
import type { CodedColumn } from './sliceLine.ts'

/** A column cut into levels, each with what is asked of a row that is at it. */
export interface SliceColumn extends CodedColumn {
  readonly name: string
  /** What a row must meet to be at each level, by level: at most two conditions, all of them. */
  readonly conditions: readonly (readonly Condition[])[]
}

/** A level before it is known how many rows are at it. */
interface Levels {
  readonly codes: Int32Array
  readonly conditions: readonly (readonly Condition[])[]
}

/** Parts that numbers are cut in unless others are asked for. */
const BINS = 10
/** Numbers of so few values are taken as they are. */
const FEW_VALUES = 10
/** Texts of a column that are looked at, most common first. */
const MOST_TEXTS = 50
const DAY = 86_400_000

/**
 * Levels of a column for slices: numbers between their deciles (as they are where they have at most ten values), texts by
 * value, the fifty most common; missing cells are a level of their own. Levels with fewer than `support` rows are left out.
 * @param bins Parts that numbers are cut in, of about as many rows each.
 */
export function sliceColumn({ name, type, vector }: FrameColumn, support: number, bins = BINS): SliceColumn {
  const levels =
    vector.kind === 'coded'
      ? textLevels(name, vector)
      : type === 'boolean'
        ? levelsBy(vector.values, (value) => ({ column: name, word: value === 1 ? 'true' : 'false' }), name)
        : numberLevels(name, vector.values, type === 'datetime', bins)
  return { name, ...keepCommon(levels, support, vector.kind === 'coded' ? MOST_TEXTS : undefined) }
}

function textLevels(name: string, { codes, dictionary }: Extract<Vector, { kind: 'coded' }>): Levels {
  const conditions: (readonly Condition[])[] = dictionary.map((text) => [{ column: name, word: 'is', text }])
  return {
    codes: codes.map((code) => (code < 0 ? dictionary.length : code)),
    conditions: [...conditions, [{ column: name, word: 'missing' }]],
  }
}

function numberLevels(name: string, values: Float64Array, isTime: boolean, bins: number): Levels {
  const ordered = values.filter((value) => !Number.isNaN(value)).sort()
  const distinct = ordered.filter((value, i) => i === 0 || value !== ordered[i - 1])
  // A day that is asked for means all of it, which is one value only where no cell has a time of day.
  const hasTimes = isTime && distinct.some(isWithinDay)
  if (distinct.length <= FEW_VALUES && !hasTimes)
    return levelsBy(values, (value) => ({ column: name, word: isTime ? 'on' : 'equal', value }), name)
  // Of numbers the value at or below: the same rows, and a number that somebody wrote rather than 106651.40000000001.
  const quantiles = Array.from({ length: bins - 1 }, (_, i) => {
    const share = (i + 1) / bins
    return isTime ? quantileOf(ordered, share) : ordered[Math.floor(share * (ordered.length - 1))]!
  })
  const edges = [
    ...new Set(isTime ? quantiles.map((edge) => (hasTimes ? offDay(edge) : DAY * Math.floor(edge / DAY))) : quantiles),
  ]
  // A number that is no quantile itself is on one side of it; one that is belongs below.
  const conditions: (readonly Condition[])[] = Array.from({ length: edges.length + 1 }, (_, bin) => [
    ...(bin > 0 ? [{ column: name, word: isTime ? 'after' : 'more', value: edges[bin - 1]! } as const] : []),
    ...(bin < edges.length ? [upTo(name, edges[bin]!, isTime && (hasTimes ? 1 : DAY))] : []),
  ])
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return edges.length + 1
    let bin = 0
    while (bin < edges.length && value > edges[bin]!) bin++
    return bin
  })
  return { codes, conditions: [...conditions, [{ column: name, word: 'missing' }]] }
}

function isWithinDay(instant: number): boolean {
  return instant % DAY !== 0
}

/** An instant that does not mean a whole day. */
function offDay(instant: number): number {
  const whole = Math.floor(instant)
  return isWithinDay(whole) ? whole : whole + 1
}

/** There is no word for "up to" an instant, but one for "before" the next. */
function upTo(column: string, value: number, step: number | false): Condition {
  return step ? { column, word: 'before', value: value + step } : { column, word: 'atMost', value }
}

/** A level for each value, missing ones together. */
function levelsBy(values: Float64Array, ask: (value: number) => Condition, name: string): Levels {
  const places = new Map<number, number>()
  const conditions: (readonly Condition[])[] = []
  const codes = Int32Array.from(values, (value) => {
    const known = places.get(value)
    if (known !== undefined) return known
    places.set(value, conditions.length)
    conditions.push([Number.isNaN(value) ? { column: name, word: 'missing' } : ask(value)])
    return conditions.length - 1
  })
  return { codes, conditions }
}

/** Levels with enough rows, at most so many of the most common, in their order. */
function keepCommon({ codes, conditions }: Levels, support: number, most = conditions.length) {
  const counts = new Float64Array(conditions.length)
  for (const code of codes) counts[code]!++
  const byCount = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b)
  const kept = new Set(byCount.slice(0, most).filter((level) => counts[level]! >= support))
  const places = new Int32Array(conditions.length).fill(-1)
  const its = conditions.filter((_, level) => kept.has(level))
  let place = 0
  for (let level = 0; level < conditions.length; level++) if (kept.has(level)) places[level] = place++
  return { codes: codes.map((code) => places[code]!), levels: its.length, conditions: its }
}
