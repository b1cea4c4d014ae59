/** Half away from zero, as C and SQL round. */
function roundHalf(x: number): number {
  const whole = Math.trunc(x)
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole
}

/** To so many decimals, or to tens where negative, as DuckDB does: scale, round half away from zero, scale back. */
export function roundTo(x: number, digits: number): number {
  const scale = 10 ** Math.abs(digits)
  if (digits < 0) return roundHalf(x / scale) * scale
  const scaled = x * scale
  return Number.isFinite(scaled) ? roundHalf(scaled) / scale : x
}

/** A missing base or exponent stays missing, though `NaN ** 0` is 1. */
export function power(base: number, exponent: number): number {
  return Number.isNaN(base) || Number.isNaN(exponent) ? Number.NaN : base ** exponent
}

/** Functions of one number. What is not finite counts as missing. */
export const OF_NUMBER: ReadonlyMap<string, (x: number) => number> = new Map([
  ['abs', Math.abs],
  ['sign', Math.sign],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
  ['sqrt', Math.sqrt],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log10', Math.log10],
  ['log1p', Math.log1p],
  ['sin', Math.sin],
  ['cos', Math.cos],
])

const partOf =
  (take: (date: Date) => number) =>
  (ms: number): number =>
    take(new Date(ms))

/** Functions of one instant, all in UTC; of a missing one, NaN. */
export const OF_INSTANT: ReadonlyMap<string, (ms: number) => number> = new Map([
  ['year', partOf((date) => date.getUTCFullYear())],
  ['month', partOf((date) => date.getUTCMonth() + 1)],
  ['day', partOf((date) => date.getUTCDate())],
  // Sunday is 0.
  ['weekday', partOf((date) => date.getUTCDay())],
  ['hour', partOf((date) => date.getUTCHours())],
  ['minute', partOf((date) => date.getUTCMinutes())],
])

const WRITTEN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
/** The same for DuckDB's `regexp_full_match`. */
export const WRITTEN_NUMBER_SQL = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?'

/** The number that a text says, blanks around it aside; NaN where it says none, as `1,5` or `0x10`. */
export function readNumber(text: string): number {
  return WRITTEN.test(text) ? Number(text) : Number.NaN
}

/** A number in as few digits as name it, plain from 0.0001 to below 10¹⁶ and with an exponent beyond: 5, 0.1, 1e-07, 1e+16. */
export function writeNumber(x: number): string {
  if (x === 0) return '0'
  const size = Math.abs(x)
  if (size >= 1e-4 && size < 1e16) return String(x)
  const [digits, exponent] = x.toExponential().split('e') as [string, string]
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}
