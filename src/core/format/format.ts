import type { ColumnType } from '../dataset/column.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** Formats by how they are made; making one takes longer than a hundred uses of it. */
const kept = new Map<string, Intl.NumberFormat>()

function formatterOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const known = kept.get(key)
  if (known) return known
  const made = new Intl.NumberFormat('en', options)
  kept.set(key, made)
  return made
}

/** Whole numbers with thousands parted: 32,561. */
export function formatCount(value: number): string {
  return counts.format(value)
}

/** "1 row", "344 rows", "86 tries". */
export function formatUnits(value: number, one: string, many = `${one.replace(/([^aeiou])y$/, '$1ie')}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/**
 * A number with some significant digits and no trailing waste: 3.14, 1,230, 0.00012, 1.2e+9.
 * The way to write every measured number that is not a metric, a share, a time or a size.
 */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return ''
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e9 || size < 1e-4) return minus(value.toExponential(Math.max(0, digits - 2)))
  const most = Math.max(digits, Math.ceil(Math.log10(size)))
  return minus(formatterOf({ maximumSignificantDigits: most }).format(value))
}

/** A score between −1 and 1 with 3 digits and no leading zero (.929, 1.00); a metric in units with 4 digits. */
export function formatMetric(metric: MetricName, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return ''
  if (METRICS[metric].inUnits) return formatNumber(value)
  return formatScore(value)
}

/** Scores, losses and probabilities: three digits after the point, no leading zero. */
export function formatScore(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return formatNumber(value)
  return minus(value.toFixed(digits)).replace(/^(−?)0\./, '$1.')
}

/** A threshold as it was chosen, no digit more: .5, .34, .0125. */
export function formatThreshold(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))).replace(/^0\./, '.') : formatNumber(value)
}

/** A tick of an axis, with the digits that its step needs and no more; a log axis, which has no step, writes each alone. */
export function formatTick(value: number, step: number | undefined, leadingZero: boolean): string {
  const size = Math.abs(value)
  if (value === 0) return '0'
  if (step === undefined || size >= 1e6 || size < 1e-4) {
    const text = size >= 1e6 ? minus(compact.format(value)) : formatNumber(value, 3)
    return leadingZero ? text : text.replace(/^(−?)0\./, '$1.')
  }
  const digits = [0, 1, 2, 3, 4, 5, 6].find(
    (places) => Math.abs(step * 10 ** places - Math.round(step * 10 ** places)) < 1e-6,
  )
  const text = minus(
    formatterOf({ minimumFractionDigits: digits ?? 6, maximumFractionDigits: digits ?? 6 }).format(value),
  )
  return leadingZero ? text : text.replace(/^(−?)0\./, '$1.')
}

/** 24.1%; small shares keep a digit: 0.03%. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent === 0) return '0%'
  if (Math.abs(percent) < 0.1) return `${minus(percent.toPrecision(1))}%`
  return `${minus(percent.toFixed(percent % 1 === 0 ? 0 : 1))}%`
}

/** A difference of two shares in points of a hundred, all with as many places: 33.4, −0.2. */
export function formatPoints(difference: number): string {
  const text = (100 * difference).toFixed(1)
  return Number(text) === 0 ? '0.0' : minus(text)
}

/** 0.4 ms, 6.1 s, 1 min 28 s, 5 min, 2 h 5 min, 2 h. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1_000) return `${Math.round(ms)} ms`
  const seconds = ms / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3_600) return inTwo(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(whole / 60)
  return inTwo(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

/** 1 min 28 s, or 5 min where nothing is over. */
function inTwo(whole: number, unit: string, rest: number, smaller: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smaller}`
}

/** A time that still counts, without tenths that would only flicker: 0 s, 41 s, 1 min 28 s. */
export function formatWait(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000)
}

/** Sizes in decimal units, as file managers show them: 1.4 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1_000
    unit++
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

/** A span of days to years, in the unit that says it best: 9 days, 7 months, 2.5 years. Short ones as {@link formatDuration}. */
export function formatSpan(ms: number): string {
  const days = ms / 86_400_000
  if (days < 2) return formatDuration(ms)
  if (days < 60) return formatUnits(Math.round(days), 'day')
  const months = days / 30.4375
  return months < 24 ? formatUnits(Math.round(months), 'month') : `${formatNumber(months / 12, 2)} years`
}

/**
 * 2012-01-31, or with as much of the time of day as there is: 2012-01-31 14:05, 14:05:30, 14:05:30.250. Always UTC; nothing
 * that an instant has is lost, so that the text reads back as the same.
 */
export function formatDate(ms: number): string {
  if (Number.isNaN(ms)) return ''
  const text = new Date(ms).toISOString()
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, -14)
  const end = text.endsWith(':00.000Z') ? -8 : text.endsWith('.000Z') ? -5 : -1
  return text.slice(0, end).replace('T', ' ')
}

/** "12 min ago", "Tuesday", "3 Nov": how long since, in the fewest words. */
export function formatAgo(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  const date = new Date(then)
  if (minutes < 6 * 24 * 60) return date.toLocaleDateString('en-GB', { weekday: 'long' })
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

/** A value of a column as a cell shows it. */
export function formatCell(value: number | string | null, type: ColumnType): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (Number.isNaN(value)) return ''
  if (type === 'boolean') return value === 1 ? 'true' : 'false'
  if (type === 'datetime') return formatDate(value)
  return String(value)
}

function minus(text: string): string {
  return text.replace('-', '−').replace('e−', 'e-')
}

/** The same with a capital first letter. */
export function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
