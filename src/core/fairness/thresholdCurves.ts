import { thinCurve } from '../curves/thin.ts'
import { plainThreshold } from '../curves/thresholds.ts'
import type { EvaluateInput } from '../metrics/evaluate.ts'
import { type Ranked, rankScores } from '../metrics/ranked.ts'
import type { RowGroups } from './groups.ts'

/** Rates of a group by the threshold from which rows are called positive. */
export interface GroupCurve {
  /** From the highest threshold down. */
  readonly points: readonly RatePoint[]
  /** What the group would need for the rates that the reference group has at the pipeline's threshold. */
  readonly forSelectionRate: MatchedThreshold
  /** Absent where no row of either group is positive. */
  readonly forTruePositiveRate?: MatchedThreshold | undefined
}

interface RatePoint {
  readonly threshold: number
  readonly selectionRate: number
  readonly truePositiveRate: number | undefined
}

/** The threshold whose rate is nearest to the one that is wanted, and that rate. */
export interface MatchedThreshold {
  readonly threshold: number
  readonly rate: number
}

/** Points that a curve is drawn from, fewer than of one curve alone, since there are several. */
const MOST_POINTS = 200
/** A curve of fewer rows is steps. */
const LEAST_ROWS = 10

/** Curves by group, of two classes; undefined for groups of few rows, and for all where the reference is one. */
export function thresholdCurves(
  { actual, predictions: { scores }, threshold }: EvaluateInput,
  { ofRow, groups }: RowGroups,
  reference: number,
): readonly (GroupCurve | undefined)[] {
  const ranked = groups.map(({ rows }, group) => {
    if (rows < LEAST_ROWS) return undefined
    const its = [...ofRow.keys()].filter((row) => ofRow[row] === group)
    return rankScores(
      its.map((row) => actual[row]!),
      its.map((row) => scores[2 * row + 1]!),
    )
  })
  const base = ranked[reference]
  if (!base) return groups.map(() => undefined)
  const at = base.thresholds.findIndex((each) => each < threshold)
  const place = at < 0 ? base.thresholds.length : at
  return ranked.map((its) => {
    if (!its) return undefined
    const canFind = its.positives > 0 && base.positives > 0
    return {
      points: pointsOf(its),
      forSelectionRate: match(its, selectionRate, selectionRate(base, place)),
      ...(canFind && { forTruePositiveRate: match(its, truePositiveRate, truePositiveRate(base, place)) }),
    }
  })
}

/** Rates where the first `place` scores are called positive. */
function selectionRate({ truePositives, falsePositives, positives, negatives }: Ranked, place: number): number {
  return place === 0 ? 0 : (truePositives[place - 1]! + falsePositives[place - 1]!) / (positives + negatives)
}

function truePositiveRate({ truePositives, positives }: Ranked, place: number): number {
  return place === 0 ? 0 : truePositives[place - 1]! / positives
}

function match(ranked: Ranked, rateAt: (ranked: Ranked, place: number) => number, wanted: number): MatchedThreshold {
  let best = 0
  for (let place = 1; place <= ranked.thresholds.length; place++)
    if (Math.abs(rateAt(ranked, place) - wanted) < Math.abs(rateAt(ranked, best) - wanted)) best = place
  const own = best === 0 ? Number.POSITIVE_INFINITY : ranked.thresholds[best - 1]!
  return { threshold: best === 0 ? own : plainThreshold(ranked, own), rate: rateAt(ranked, best) }
}

function pointsOf(ranked: Ranked): readonly RatePoint[] {
  const rates = ranked.thresholds.map((_, i) => selectionRate(ranked, i + 1))
  return Array.from(thinCurve(ranked.thresholds, rates, MOST_POINTS), (i) => ({
    threshold: ranked.thresholds[i]!,
    selectionRate: rates[i]!,
    truePositiveRate: ranked.positives > 0 ? truePositiveRate(ranked, i + 1) : undefined,
  }))
}
