import type { ColumnMeta } from '../dataset/dataset.ts'
import { formatCell, formatCount, formatNumber, formatShare, formatUnits } from '../format/format.ts'

type Described = Pick<ColumnMeta, 'name' | 'type' | 'summary'>

/** Values of a coded column that get a bar of their own; the rest share one. */
const BARS = 12
/** Share from which a value is common; where none is, the rest would be the only bar to see. */
const LEAST_TOP = 0.02

/** One bar of a column's histogram. */
export interface Bar {
  readonly label: string
  readonly count: number
  /** Whether it gathers the values that have no bar of their own. */
  readonly isRest: boolean
}

/**
 * The bars of a column's histogram: ranges of numbers in order, or values with the most common first. None where there
 * is nothing to see: no values, or text that is another in nearly every row.
 */
export function barsOf({ type, summary }: Described, rows: number): Bar[] {
  if (summary.kind === 'coded') {
    const present = rows - summary.missing
    if (summary.distinct > BARS && (summary.top[0]?.count ?? 0) < LEAST_TOP * present) return []
    const shown = summary.top.slice(0, summary.distinct > BARS ? BARS - 1 : BARS)
    const bars = shown.map(({ value, count }) => ({ label: value, count, isRest: false }))
    const others = summary.distinct - shown.length
    if (others === 0) return bars
    const count = present - shown.reduce((sum, value) => sum + value.count, 0)
    return [...bars, { label: formatUnits(others, 'other value'), count, isRest: true }]
  }
  const { values, bins, min, max } = summary
  if (min === null || max === null) return []
  const say = sayerOf({ type, summary })
  if (values && (type === 'boolean' || values.length <= 2))
    return values.map(({ value, count }) => ({ label: say(value), count, isRest: false }))
  // Halved, since the width of the widest columns overflows.
  const at = (edge: number) => min + edge * 2 * ((max / 2 - min / 2) / bins.length)
  return bins.map((count, i) => ({
    label: `${sayEdge(at(i), type, max - min, say)} to ${sayEdge(i === bins.length - 1 ? max : at(i + 1), type, max - min, say)}`,
    count,
    isRest: false,
  }))
}

/** What a column's values are, in a few words: "17 to 90, median 37", "Private 69.7%", "true 24.1%". */
export function describeRange({ type, summary }: Pick<Described, 'type' | 'summary'>, rows: number): string {
  if (summary.distinct === 0) return 'no values'
  if (summary.kind === 'coded') {
    const [first] = summary.top
    if (!first) return ''
    if (summary.distinct === 1) return `only ${first.value}`
    if (first.count === 1) return `all different, about ${formatUnits(Math.round(summary.meanLength), 'character')}`
    const share = formatShare(first.count / rows)
    return first.count < LEAST_TOP * rows ? `no value above ${share}` : `${first.value} ${share}`
  }
  const { min, max, median, values } = summary
  if (min === null || max === null) return ''
  const say = sayerOf({ type, summary })
  if (min === max) return `only ${say(min)}`
  if (type === 'boolean') {
    const yes = values?.find(({ value }) => value === 1)?.count ?? 0
    return `true ${formatShare(yes / rows)}`
  }
  const range = `${say(min)} to ${say(max)}`
  return type === 'datetime' || median === null || values?.length === 2 ? range : `${range}, median ${say(median)}`
}

/** What the file says of the zone of a column's instants; undefined where every cell states it, and for other columns. */
export function describeZone({ type, zone }: Pick<ColumnMeta, 'type' | 'zone'>): string | undefined {
  if (type !== 'datetime' || !zone || zone === 'stated') return undefined
  return zone === 'none' ? 'no zone in the file, read as UTC' : 'a zone in some cells, the others read as UTC'
}

/** The histogram in a sentence, for those who do not see it. */
export function describeShape(column: Described, rows: number): string {
  const bars = barsOf(column, rows)
  const highest = bars.reduce<Bar | undefined>((best, bar) => (best && best.count >= bar.count ? best : bar), undefined)
  if (!highest) return `${column.name}: ${describeRange(column, rows)}.`
  const share = formatShare(highest.count / rows)
  if (column.summary.kind === 'numeric' && bars.length > 2)
    return `${column.name}: ${describeRange(column, rows)}; the fullest of ${bars.length} ranges, ${highest.label}, holds ${share} of rows.`
  if (bars.length === 1) return `${column.name}: ${highest.label} in ${share} of rows.`
  const [first, second] = [...bars].filter(({ isRest }) => !isRest).sort((a, b) => b.count - a.count)
  if (!first || !second) return `${column.name}: ${highest.label} in ${share} of rows.`
  return `${column.name}: most often ${first.label}, ${formatShare(first.count / rows)} of rows, then ${second.label}, ${formatShare(second.count / rows)}.`
}

/** How a column's single values are written. Whole numbers that are all years have no thousands mark. */
function sayerOf({ type, summary }: Pick<Described, 'type' | 'summary'>): (value: number) => string {
  if (type === 'boolean' || type === 'datetime') return (value) => formatCell(value, type)
  const [from, to] = YEARS
  const areYears =
    type === 'integer' && summary.kind === 'numeric' && (summary.min ?? 0) >= from && (summary.max ?? 0) <= to
  return (value) => {
    if (!Number.isInteger(value) || Math.abs(value) >= 1e15) return formatNumber(value)
    return areYears ? String(value) : formatCount(value).replace('-', '−')
  }
}

const YEARS = [1500, 2100] as const

const DAY = 86_400_000
const SECOND = 1_000

/** An edge between two bars; days suffice where the dates span more than a few, and seconds where they span a minute. */
function sayEdge(value: number, type: ColumnMeta['type'], span: number, say: (value: number) => string): string {
  if (type !== 'datetime') return say(value)
  if (span > 40 * DAY) return say(Math.floor(value / DAY) * DAY)
  return say(span > 40 * SECOND ? Math.round(value / SECOND) * SECOND : Math.round(value))
}
