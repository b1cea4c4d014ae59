import type { Adjustment } from '../compare/adjust.ts'
import type { Look } from '../compare/replicate.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { JudgedRun } from '../pipeline/noComparison.ts'
import type { RowDiff } from '../prediction/jobs.ts'
import type { MetricIntervals } from '../resample/intervals.ts'
import type { SettingRow } from '../run/compare.ts'
import type { Ranked } from '../run/leaderboard.ts'
import type { SeedPair } from '../run/replicates.ts'
import type { Evaluation, Run, RunResult } from '../run/run.ts'
import type { ResampledBeside, SeedLine } from '../run/sayReplicates.ts'
import type { LineDrawing } from './lineSvg.ts'

/** What a run came to on a part, with what chance may have done to it as far as that is known. */
export interface ReportedEvaluation extends Evaluation {
  readonly intervals?: MetricIntervals | undefined
}

/** Whether further seeds of the base and of one other run tell them apart. */
export interface ReportedSeeds {
  readonly other: Run
  /** Why seeds of these two cannot tell. */
  readonly reason: string | undefined
  /** In the order in which they came. */
  readonly pairs: readonly SeedPair[]
  readonly looks: readonly Look[]
}

/** A run of a saved comparison. */
export interface ReportedRun extends Ranked {
  /** What tells it from the others, shortly. */
  readonly difference: string
  /** A CSS colour of the tokens. */
  readonly colour: string
  readonly result?: RunResult | undefined
  /** What it came to on each part that was opened. */
  readonly evaluations: readonly ReportedEvaluation[]
}

export interface ComparisonReport {
  readonly question: string
  /** The first is the base. */
  readonly runs: readonly ReportedRun[]
  /** By which the runs are ranked. */
  readonly metric: MetricName
  /** How they were judged, in the order of the runs but the base. */
  readonly judged: {
    readonly metric: MetricName
    readonly part: Evaluation['part']
    readonly adjustment?: Adjustment | undefined
    readonly found: readonly JudgedRun[]
    /** Which rows judge each of them, where that is not all of the part. */
    readonly notes: readonly (string | undefined)[]
  }
  /** What each run does to the rows of the base, in the same order; empty where the rows were not counted. */
  readonly rowDiffs: readonly RowDiff[]
  readonly resampled: readonly ResampledBeside[]
  readonly seedLines: readonly SeedLine[]
  readonly seeds: ReportedSeeds
  readonly panels: readonly { readonly heading: string | undefined; readonly charts: readonly LineDrawing[] }[]
  readonly settings: readonly SettingRow[]
  readonly isDiffOnly: boolean
  /** The tokens of the page as its stylesheet has them. */
  readonly tokens: string
  /** Where the comparison was looked at, after `#`. */
  readonly address: string
  readonly madeAt: number
}
