import type { FrameColumn, Vector } from '../dataset/column.ts'
import { formatCell, formatCount, formatNumber } from '../format/format.ts'
import { runAtOnce } from '../work.ts'
import { quantileOf } from './quantile.ts'
import { sortNumbers } from './sortNumbers.ts'

/** One value of the feature, or one range of its numbers, and what the target is on its rows. */
export interface ContrastGroup {
  readonly label: string
  /** Rows of the group that have a target. */
  readonly rows: number
  /** For a target of classes: rows of each of `Contrast.classes`. */
  readonly counts?: readonly number[]
  /** For a target of numbers; null where the group has none. */
  readonly amounts?: {
    readonly mean: number
    readonly low: number
    readonly median: number
    readonly high: number
  } | null
}

/** How the target lies within each value or range of a feature. */
export interface Contrast {
  readonly feature: string
  readonly target: string
  /** The classes of the target, the most common first, the others put together at the end; absent for numbers. */
  readonly classes?: readonly string[]
  /** In the order of the numbers, or the most common value first; others and missing last. */
  readonly groups: readonly ContrastGroup[]
  /** Rows whose target is missing; they are in no group. */
  readonly unlabelled: number
}

/** Ranges of as many rows each, and values that have a group of their own. */
const RANGES = 10
const MOST_GROUPS = 12
const MOST_CLASSES = 6
export const OTHERS = 'all others'
export const MISSING = 'missing'

/** Rows put into groups: the group of each row, and what each is called. */
interface Grouping {
  readonly codes: Int32Array
  readonly labels: readonly string[]
}

/** What the target is, group by group: shares of its classes, or mean and quartiles. */
export function contrast(feature: FrameColumn, target: FrameColumn): Contrast {
  const grouping = groupRows(feature)
  const base = { feature: feature.name, target: target.name }
  const isAmount = target.vector.kind === 'numeric' && target.type !== 'boolean'
  return isAmount && target.vector.kind === 'numeric'
    ? { ...base, ...contrastAmounts(grouping, target.vector.values) }
    : { ...base, ...contrastClasses(grouping, commonFirst(target, MOST_CLASSES, false)) }
}

function contrastClasses({ codes, labels }: Grouping, target: Grouping): Omit<Contrast, 'feature' | 'target'> {
  const size = target.labels.length
  const table = labels.map(() => new Float64Array(size))
  let unlabelled = 0
  for (let row = 0; row < codes.length; row++) {
    const label = target.codes[row]!
    if (label < 0) unlabelled++
    else table[codes[row]!]![label]!++
  }
  return {
    classes: target.labels,
    groups: labels.map((label, i) => {
      const counts = Array.from(table[i]!)
      return { label, rows: counts.reduce((sum, count) => sum + count, 0), counts }
    }),
    unlabelled,
  }
}

function contrastAmounts({ codes, labels }: Grouping, values: Float64Array): Omit<Contrast, 'feature' | 'target'> {
  const sizes = new Uint32Array(labels.length)
  let unlabelled = 0
  for (let row = 0; row < codes.length; row++)
    if (Number.isFinite(values[row]!)) sizes[codes[row]!]!++
    else unlabelled++
  const groups = Array.from(sizes, (size) => ({ values: new Float64Array(size), at: 0 }))
  for (let row = 0; row < codes.length; row++) {
    const value = values[row]!
    if (!Number.isFinite(value)) continue
    const group = groups[codes[row]!]!
    group.values[group.at++] = value
  }
  return {
    groups: labels.map((label, i) => {
      const own = groups[i]!.values
      if (own.length === 0) return { label, rows: 0, amounts: null }
      runAtOnce(sortNumbers(own))
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length
      const [low, median, high] = [quantileOf(own, 0.25), quantileOf(own, 0.5), quantileOf(own, 0.75)]
      return { label, rows: own.length, amounts: { mean, low, median, high } }
    }),
    unlabelled,
  }
}

/** Every row in a group: numbers of many values by ranges of as many rows, others by value; what is missing last. */
function groupRows(column: FrameColumn): Grouping {
  const { vector, type } = column
  if (vector.kind === 'coded' || type === 'boolean') return commonFirst(column, MOST_GROUPS, true)
  const ordered = vector.values.filter(Number.isFinite)
  runAtOnce(sortNumbers(ordered))
  const few = firstValues(ordered, RANGES)
  const say = (value: number) =>
    type === 'datetime'
      ? formatCell(value, type)
      : Number.isInteger(value) && Math.abs(value) < 1e15
        ? formatCount(value).replace('-', '−')
        : formatNumber(value)
  const edges = few ?? unique(Array.from({ length: RANGES }, (_, i) => quantileOf(ordered, (i + 1) / RANGES)))
  const labels = edges.map((edge, i) => {
    if (few) return say(edge)
    return i === 0 ? `${say(ordered[0]!)} to ${say(edge)}` : `over ${say(edges[i - 1]!)} to ${say(edge)}`
  })
  const codes = Int32Array.from(vector.values, (value) => {
    if (!Number.isFinite(value)) return edges.length
    let at = 0
    while (at < edges.length - 1 && value > edges[at]!) at++
    return at
  })
  return ordered.length === vector.values.length ? { codes, labels } : { codes, labels: [...labels, MISSING] }
}

/** The different values of ascending numbers, where there are at most so many. */
function firstValues(ordered: Float64Array, most: number): number[] | undefined {
  const values: number[] = []
  for (let i = 0; i < ordered.length; i++) {
    if (ordered[i] === values.at(-1)) continue
    if (values.length === most) return undefined
    values.push(ordered[i]!)
  }
  return values
}

function unique(ascending: readonly number[]): number[] {
  return ascending.filter((value, i) => value !== ascending[i - 1])
}

/** Values as groups, the most common first, those beyond `most` in one; missing cells in one too, or −1. */
function commonFirst({ vector, type }: FrameColumn, most: number, hasMissing: boolean): Grouping {
  const textAt = textsOf(vector, type)
  const rows = vector.kind === 'coded' ? vector.codes.length : vector.values.length
  const counts = new Map<string, number>()
  let missing = 0
  for (let row = 0; row < rows; row++) {
    const text = textAt(row)
    if (text === undefined) missing++
    else counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([text]) => text)
  const own = sorted.length > most ? sorted.slice(0, most - 1) : sorted
  const labels = sorted.length > most ? [...own, OTHERS] : [...own]
  const codeOf = new Map(own.map((text, code) => [text, code]))
  const rest = hasMissing ? labels.length : -1
  if (hasMissing && missing > 0) labels.push(MISSING)
  const codes = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    const text = textAt(row)
    codes[row] = text === undefined ? rest : (codeOf.get(text) ?? own.length)
  }
  return { codes, labels }
}

function textsOf(vector: Vector, type: FrameColumn['type']): (row: number) => string | undefined {
  if (vector.kind === 'coded') return (row) => vector.dictionary[vector.codes[row]!]
  return (row) => (Number.isNaN(vector.values[row]!) ? undefined : formatCell(vector.values[row]!, type))
}
