import { MEASURES, type Measure } from '../kinds/groups.ts'
import { type ColumnHead, listNames } from './info.ts'

/** What is measured of numbers, in a few words. */
const MEASURE_LABELS: Readonly<Record<Measure, string>> = {
  mean: 'mean',
  sum: 'sum',
  min: 'smallest',
  max: 'largest',
  std: 'standard deviation',
  count: 'count',
}

/** The setting by which a step is told what to measure. */
export const measuresField = {
  key: 'measures',
  field: 'choices',
  label: 'Measure',
  options: MEASURES.map((value) => ({ value, label: MEASURE_LABELS[value] })),
} as const

export function measuresProblems(measures: readonly Measure[]): string[] {
  return measures.length > 0 ? [] : ['choose what to measure']
}

/** "mean and count of price". */
export function sayMeasures(measures: readonly Measure[], columns: readonly string[]): string {
  return `${listNames(measures.map((each) => MEASURE_LABELS[each]))} of ${listNames(columns)}`
}

/** A column for each measure of each column, those of the first column first; their names end in `of`. */
export function measureHeads(columns: readonly string[], measures: readonly Measure[], of: string): ColumnHead[] {
  return columns.flatMap((column) =>
    measures.map((each) => ({
      name: `${column} ${MEASURE_LABELS[each]} ${of}`,
      type: each === 'count' ? ('integer' as const) : ('number' as const),
    })),
  )
}

/** {@link measure} over rows of a group in SQL; null where there is none. */
export const SQL_MEASURES: Readonly<Record<Measure, (value: string) => string>> = {
  mean: (value) => `avg(${value})`,
  sum: (value) => `sum(${value})`,
  min: (value) => `min(${value})`,
  max: (value) => `max(${value})`,
  std: (value) => `stddev_samp(${value})`,
  count: (value) => `CAST(count(${value}) AS DOUBLE)`,
}

/** Measures of finite numbers in one go; null where there is none: no values, or one for `std`. */
export function measure(values: readonly number[], measures: readonly Measure[]): (number | null)[] {
  const n = values.length
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const x of values) {
    sum += x
    if (x < min) min = x
    if (x > max) max = x
  }
  const mean = sum / n
  const spread = () => {
    let squares = 0
    for (const x of values) squares += (x - mean) ** 2
    return Math.sqrt(squares / (n - 1))
  }
  const of: Readonly<Record<Measure, () => number>> = {
    mean: () => mean,
    sum: () => sum,
    min: () => min,
    max: () => max,
    std: spread,
    count: () => n,
  }
  return measures.map((name) => {
    if (name === 'count') return n
    const value = n === 0 || (name === 'std' && n === 1) ? Number.NaN : of[name]()
    // A sum beyond what a double holds is no number to learn from; −0 would not survive JSON.
    return Number.isFinite(value) ? value + 0 : null
  })
}
