import type { ColumnMeta } from '../dataset/dataset.ts'
import { formatCell, formatCount, formatNumber, formatShare, formatUnits } from '../format/format.ts'

type Described = Pick<ColumnMeta, 'name' | 'type' | 'summary'>

/** Values of a coded column that get a bar of their own; the rest share one. */
const BARS = 12

/** One bar of a column's histogram. */
export interface Bar {
  readonly label: string
  readonly count: number
  /** Whether it gathers the values that have no bar of their own. */
  readonly isRest: boolean
}

/**
 * The bars of a column's histogram: ranges of numbers in order, or values with the most common first. None where there
 * is nothing to see: no values, or text of which every row has its own.
 */
export function barsOf({ type, summary }: Described, rows: number): Bar[] {
  if (summary.kind === 'coded') {
    if (summary.distinct > BARS && summary.top[0]?.count === 1) return []
    const shown = summary.top.slice(0, summary.distinct > BARS ? BARS - 1 : BARS)
    const bars = shown.map(({ value, count }) => ({ label: value, count, isRest: false }))
    const others = summary.distinct - shown.length
    if (others === 0) return bars
    const count = rows - summary.missing - shown.reduce((sum, value) => sum + value.count, 0)
    return [...bars, { label: formatUnits(others, 'other value'), count, isRest: true }]
  }
  const { values, bins, min, max } = summary
  if (min === null || max === null) return []
  if (values && (type === 'boolean' || values.length <= 2))
    return values.map(({ value, count }) => ({ label: sayValue(value, type), count, isRest: false }))
  // Halved, since the width of the widest columns overflows.
  const at = (edge: number) => min + edge * 2 * ((max / 2 - min / 2) / bins.length)
  return bins.map((count, i) => ({
    label: `${sayEdge(at(i), type, max - min)} to ${sayEdge(i === bins.length - 1 ? max : at(i + 1), type, max - min)}`,
    count,
    isRest: false,
  }))
}

/** What a column's values are, in a few words: "17 to 90, median 37", "Private 69.7%", "true 24.1%". */
export function describeRange({ type, summary }: Described, rows: number): string {
  if (summary.distinct === 0) return 'no values'
  if (summary.kind === 'coded') {
    const [first] = summary.top
    if (!first) return ''
    if (summary.distinct === 1) return `only ${first.value}`
    if (first.count === 1) return `each value once, ${formatUnits(Math.round(summary.meanLength), 'character')} or so`
    return `${first.value} ${formatShare(first.count / rows)}`
  }
  const { min, max, median, values } = summary
  if (min === null || max === null) return ''
  if (min === max) return `only ${sayValue(min, type)}`
  if (type === 'boolean') {
    const yes = values?.find(({ value }) => value === 1)?.count ?? 0
    return `true ${formatShare(yes / rows)}`
  }
  const range = `${sayValue(min, type)} to ${sayValue(max, type)}`
  return type === 'datetime' || median === null || values?.length === 2
    ? range
    : `${range}, median ${sayValue(median, type)}`
}

/** The histogram in a sentence, for those who do not see it. */
export function describeShape(column: Described, rows: number): string {
  const bars = barsOf(column, rows)
  const highest = bars.reduce<Bar | undefined>((best, bar) => (best && best.count >= bar.count ? best : bar), undefined)
  if (!highest) return `${column.name}: ${describeRange(column, rows)}.`
  const share = formatShare(highest.count / rows)
  if (column.summary.kind === 'numeric' && bars.length > 2)
    return `${column.name}: ${describeRange(column, rows)}; most rows, ${share}, lie from ${highest.label}.`
  if (bars.length === 1) return `${column.name}: ${highest.label} in ${share} of rows.`
  const [first, second] = [...bars].filter(({ isRest }) => !isRest).sort((a, b) => b.count - a.count)
  if (!first || !second) return `${column.name}: ${highest.label} in ${share} of rows.`
  return `${column.name}: most often ${first.label}, ${formatShare(first.count / rows)} of rows, then ${second.label}, ${formatShare(second.count / rows)}.`
}

/** Codes and years are written without a thousands mark where one would never be: below 10,000. */
function sayValue(value: number, type: ColumnMeta['type']): string {
  if (type === 'boolean' || type === 'datetime') return formatCell(value, type)
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return Math.abs(value) < 10_000 ? String(value).replace('-', '−') : formatCount(value).replace('-', '−')
  return formatNumber(value)
}

const DAY = 86_400_000

/** An edge between two bars; days suffice where the dates span more than a few. */
function sayEdge(value: number, type: ColumnMeta['type'], span: number): string {
  if (type === 'datetime' && span > 40 * DAY) return formatCell(Math.floor(value / DAY) * DAY, type)
  if (type === 'datetime') return formatCell(Math.round(value), type)
  return Number.isInteger(value) ? sayValue(value, type) : formatNumber(value)
}
