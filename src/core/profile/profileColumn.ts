import type { NumberFormat } from '../dataset/cell.ts'
import type { FrameColumn } from '../dataset/column.ts'
import type { Work } from '../work.ts'
import { type ColumnProfile, QUANTILES, type TimesProfile } from './columnProfile.ts'
import { coverageOf } from './coverage.ts'
import { countRuns, histogramOf, orderColumn, profileNumbers } from './profileNumbers.ts'
import { profileValues } from './profileValues.ts'
import { countUpTo, quantileOf } from './quantile.ts'

/**
 * Everything that can be told of one column by itself. Definitions as ydata-profiling's, all of them exact. Instants after
 * `now` (milliseconds since 1970) are in the future; `format` is how the file writes numbers.
 */
export function profileColumn(
  { name, type, vector }: FrameColumn,
  now: number,
  format: NumberFormat = {},
): Work<ColumnProfile> {
  if (vector.kind === 'coded' || type === 'boolean') return profileValues({ name, type }, vector, format)
  return type === 'datetime' ? profileTimes(name, vector.values, now) : profileNumbers({ name, type }, vector.values)
}

function* profileTimes(name: string, values: Float64Array, now: number): Work<TimesProfile> {
  const { ordered, missing, infinite, order } = yield* orderColumn(values)
  const n = ordered.length
  const { distinct, top } = yield* countRuns(ordered)
  return {
    kind: 'times',
    name,
    type: 'datetime',
    rows: values.length,
    // An infinite instant is none.
    missing: missing + infinite,
    distinct,
    distinctShare: n === 0 ? null : distinct / n,
    min: n > 0 ? ordered[0]! : null,
    max: n > 0 ? ordered[n - 1]! : null,
    quantiles: n === 0 ? [] : QUANTILES.map((p) => ({ p, value: quantileOf(ordered, p) })),
    order,
    histogram: histogramOf(ordered),
    coverage: yield* coverageOf(ordered),
    now,
    future: n - countUpTo(ordered, now),
    top,
  }
}
