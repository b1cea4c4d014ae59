import type { Reached } from '../budget.ts'
import { drawResamples, type LimitedResampling, RESAMPLES } from '../resample/resample.ts'
import type { Work } from '../work.ts'
import type { FairMeasure, MeasureRows } from './measures.ts'

/** Rows of a group that a measure is taken over, and the sum of what they are. */
export interface GroupSums {
  readonly rows: number
  readonly sum: number
}

export function sumsOf({ values, among }: MeasureRows, ofRow: Int32Array, groups: number): readonly GroupSums[] {
  const [rows, sums] = [new Float64Array(groups), new Float64Array(groups)]
  for (let row = 0; row < values.length; row++) {
    const group = ofRow[row]!
    if (group < 0 || among?.[row] === 0) continue
    rows[group]!++
    sums[group]! += values[row]!
  }
  return Array.from(rows, (count, group) => ({ rows: count, sum: sums[group]! }))
}

export function measureFrom({ rows, sum }: GroupSums, kind: MeasureRows['kind']): number | undefined {
  if (rows === 0) return undefined
  return kind === 'root' ? Math.sqrt(sum / rows) : sum / rows
}

/** The values of a measure in each resample, by group; NaN where it has none. */
export type DrawnMeasures = readonly Float64Array[]

interface DrawnBy {
  readonly of: ReadonlyMap<FairMeasure, DrawnMeasures>
  /** Resamples, where the time was up before all were drawn. */
  readonly reached?: Reached | undefined
}

/** Values of measures by group in bootstrap resamples, all on the same draws of rows. */
export function* drawMeasures(
  measures: readonly MeasureRows[],
  ofRow: Int32Array,
  groups: number,
  resampling: LimitedResampling,
): Work<DrawnBy> {
  const resamples = resampling.resamples ?? RESAMPLES
  const drawn = measures.map(() => Array.from({ length: groups }, () => new Float64Array(resamples)))
  const [rows, sums] = [new Float64Array(groups + 1), new Float64Array(groups + 1)]
  // Rows of no group are summed beyond the last, which is cheaper than a question.
  const places = ofRow.map((group) => (group < 0 ? groups : group))
  let done = resamples
  if (measures.length > 0)
    done = yield* drawResamples(ofRow.length, resampling, ({ weights }, draw) => {
      for (const [i, { kind, values, among }] of measures.entries()) {
        rows.fill(0)
        sums.fill(0)
        for (let row = 0; row < values.length; row++) {
          const weight = among ? weights[row]! * among[row]! : weights[row]!
          rows[places[row]!]! += weight
          sums[places[row]!]! += weight * values[row]!
        }
        for (let group = 0; group < groups; group++) {
          const mean = sums[group]! / rows[group]!
          drawn[i]![group]![draw] = kind === 'root' ? Math.sqrt(mean) : mean
        }
      }
    })
  const told = drawn.map((byGroup) => byGroup.map((draws) => draws.subarray(0, done)))
  return {
    of: new Map(measures.map(({ name }, i) => [name, told[i]!])),
    ...(done < resamples && { reached: { done, total: resamples } }),
  }
}
