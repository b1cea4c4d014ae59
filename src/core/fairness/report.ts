import type { Reached } from '../budget.ts'
import { adjustPresent } from '../compare/adjust.ts'
import type { Condition } from '../dataset/view.ts'
import type { EvaluateInput } from '../metrics/evaluate.ts'
import { type Interval, wilsonInterval } from '../metrics/interval.ts'
import { percentileInterval, percentileP } from '../resample/percentile.ts'
import type { LimitedResampling } from '../resample/resample.ts'
import type { Work } from '../work.ts'
import { type Disparity, disparitiesOf } from './between.ts'
import { type DrawnMeasures, drawMeasures, type GroupSums, measureFrom, sumsOf } from './draws.ts'
import type { RowGroups } from './groups.ts'
import { type FairMeasure, type MeasureRows, measureRows } from './measures.ts'
import { fisherP, katzInterval, newcombeInterval, type Proportion } from './proportions.ts'
import { type GroupCurve, thresholdCurves } from './thresholdCurves.ts'

/** A measure has too few rows below this many in either group to be held against another. */
export const LEAST_ROWS = 10

/** What a measure comes to in a group. */
export interface GroupMeasure {
  readonly name: FairMeasure
  /** Rows that it is taken over: for a true positive rate those that are positive. */
  readonly rows: number
  /** Absent where there are none. */
  readonly value?: number | undefined
  readonly interval?: Interval | undefined
  /** How far it is from that of the reference group; absent for that group, and where either has too few rows to say. */
  readonly gap?: Gap | undefined
}

/** A group's value less the reference group's, and over it. */
interface Gap {
  readonly difference: number
  readonly interval?: Interval | undefined
  /** Of rates, where the reference's is above 0. */
  readonly ratio?: number | undefined
  readonly ratioInterval?: Interval | undefined
  /** Two-sided, adjusted for all groups and measures of the report (Holm); absent where chance cannot be told. */
  readonly p?: number | undefined
  /** p is below .05 and the interval leaves 0 out. */
  readonly isShown: boolean
}

interface FairGroup {
  readonly name: string
  readonly conditions: readonly Condition[]
  readonly rows: number
  readonly measures: readonly GroupMeasure[]
  /** Of two classes, where the group has enough rows. */
  readonly curve?: GroupCurve | undefined
}

export interface FairnessReport {
  readonly groups: readonly FairGroup[]
  /** The group that the others are held against, by its place. */
  readonly reference: number
  /** Of classes only. */
  readonly disparities: readonly Disparity[]
  /** Rows of values that are left out. */
  readonly leftOut: number
  /** Whether groups of the split, or blocks of neighbouring times, were drawn whole, so that no interval is a formula. */
  readonly isClustered: boolean
  /** Resamples that the intervals rest on, where the time was up before all were drawn. */
  readonly reached?: Reached | undefined
}

interface FairnessInput {
  readonly said: EvaluateInput
  readonly grouped: RowGroups
  /** The class that is asked about; of two the second. Whatever for numbers. */
  readonly positive: number
  /** The name of the reference group; the largest where absent, or no group has it. */
  readonly reference?: string | undefined
}

/**
 * How a run does by group, with 95% intervals: Wilson's of rates, percentile bootstraps of other measures; differences from a
 * reference group with Newcombe's interval and Fisher's exact test of rates, bootstraps of others. Where rows depend on each
 * other (`groups` of the resampling) all are bootstraps of whole groups, in time of blocks. Undefined where a probability is not a number.
 */
export function* reportFairness(
  { said, grouped, positive, reference }: FairnessInput,
  resampling: LimitedResampling,
): Work<FairnessReport | undefined> {
  const measures = measureRows(said, positive)
  if (!measures) return undefined
  yield
  const isClustered = resampling.groups !== undefined
  const count = grouped.groups.length
  const sums = measures.map((measure) => sumsOf(measure, grouped.ofRow, count))
  yield
  const { of: drawn, reached } = yield* drawMeasures(
    measures.filter(({ kind }) => isClustered || kind !== 'rate'),
    grouped.ofRow,
    count,
    resampling,
  )
  const named = grouped.groups.findIndex(({ name }) => name === reference)
  const largest = grouped.groups.reduce((best, { rows }, i, all) => (rows > all[best]!.rows ? i : best), 0)
  const against = named < 0 ? largest : named
  const found = grouped.groups.map((_, group) =>
    measures.map((measure, i) => measureOf(measure, sums[i]!, group, against, drawn.get(measure.name))),
  )
  const adjusted = adjustGaps(found)
  const curves = said.task === 'binary' ? thresholdCurves(said, grouped, against) : []
  return {
    groups: grouped.groups.map((group, i) => ({
      ...group,
      measures: adjusted[i]!,
      ...(curves[i] && { curve: curves[i] }),
    })),
    reference: against,
    disparities: said.task === 'regression' ? [] : disparitiesBetween(measures, sums, isClustered),
    leftOut: grouped.leftOut,
    isClustered,
    ...(reached && { reached }),
  }
}

function measureOf(
  { name, kind }: MeasureRows,
  sums: readonly GroupSums[],
  group: number,
  against: number,
  draws: DrawnMeasures | undefined,
): GroupMeasure {
  const [own, other] = [sums[group]!, sums[against]!]
  const value = measureFrom(own, kind)
  if (value === undefined) return { name, rows: own.rows }
  const interval = draws ? within(draws[group]!, value) : wilsonInterval(own.sum, own.rows)
  const isKnown = group !== against && own.rows >= LEAST_ROWS && other.rows >= LEAST_ROWS
  const gap = isKnown
    ? draws
      ? drawnGap(value, measureFrom(other, kind)!, kind, draws[group]!, draws[against]!)
      : rateGap(proportionOf(own), proportionOf(other))
    : undefined
  return { name, rows: own.rows, value, interval, gap }
}

function proportionOf({ sum, rows }: GroupSums): Proportion {
  return { successes: sum, trials: rows }
}

function rateGap(own: Proportion, other: Proportion): Gap {
  const [rate, base] = [own.successes / own.trials, other.successes / other.trials]
  return {
    difference: rate - base,
    interval: newcombeInterval(own, other),
    ...(base > 0 && { ratio: rate / base, ratioInterval: katzInterval(own, other) }),
    p: fisherP(own, other),
    isShown: false,
  }
}

function drawnGap(value: number, base: number, kind: MeasureRows['kind'], own: Float64Array, other: Float64Array): Gap {
  const differences = own.map((drawn, i) => drawn - other[i]!)
  const interval = within(differences, value - base)
  return {
    difference: value - base,
    interval,
    ...(kind === 'rate' &&
      base > 0 && {
        ratio: value / base,
        ratioInterval: within(
          own.map((drawn, i) => drawn / other[i]!),
          value / base,
        ),
      }),
    p: interval && percentileP(differences),
    isShown: false,
  }
}

/** Undefined where all draws are alike. */
function within(draws: Float64Array, value: number): Interval | undefined {
  const interval = percentileInterval(draws, value)
  return interval && interval.low < interval.high ? interval : undefined
}

/** p of all gaps adjusted together. What the data hold of each group, its base rate, is no doing of the model's, but is seen too. */
function adjustGaps(found: readonly (readonly GroupMeasure[])[]): readonly (readonly GroupMeasure[])[] {
  const ps = adjustPresent(found.flat().map(({ gap }) => gap?.p))
  let place = 0
  return found.map((measures) =>
    measures.map((measure) => {
      const { gap } = measure
      const p = ps[place++]
      if (!gap || p === undefined) return measure
      const isApart = gap.interval !== undefined && (gap.interval.low > 0 || gap.interval.high < 0)
      return { ...measure, gap: { ...gap, p, isShown: p < 0.05 && isApart } }
    }),
  )
}

function disparitiesBetween(
  measures: readonly MeasureRows[],
  sums: readonly (readonly GroupSums[])[],
  isClustered: boolean,
): readonly Disparity[] {
  const of = (name: FairMeasure) =>
    sums[measures.findIndex((measure) => measure.name === name)]!.filter(({ rows }) => rows >= LEAST_ROWS).map(
      proportionOf,
    )
  return disparitiesOf(
    {
      selected: of('selectionRate'),
      truePositive: of('truePositiveRate'),
      falsePositive: of('falsePositiveRate'),
    },
    !isClustered,
  )
}
