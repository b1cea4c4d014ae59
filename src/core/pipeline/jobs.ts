import type { Comparison } from '../compare/comparison.ts'
import type { ConformalJobs } from '../conformal/jobs.ts'
import type { CurveJobs } from '../curves/jobs.ts'
import type { CellIssue, ReadOptions } from '../dataset/dataset.ts'
import type { ExperimentId } from '../experiment/experiment.ts'
import type { ExplainJobs } from '../explain/jobs.ts'
import type { FairnessJobs } from '../fairness/jobs.ts'
import type { RepairJobs } from '../labels/jobs.ts'
import type { MetricName } from '../metrics/metric.ts'
import type { ReportIntervals } from '../resample/classIntervals.ts'
import type { MetricIntervals } from '../resample/intervals.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { SliceJobs } from '../slices/jobs.ts'
import type { Job } from '../task.ts'
import type { WhatIfJobs } from '../whatIf/jobs.ts'

export interface Progress {
  readonly done: number
  readonly total: number
}

/** One predicted row, in words: the label or value, and for classes every probability in the contract's order. */
export interface PredictedRow {
  readonly prediction: string | number
  readonly probabilities?: readonly number[] | undefined
  /** How far the members of an ensemble are apart: the deviation of the predicted class's probability, or of the value. */
  readonly spread?: number | undefined
  /** Between which values the truth lies, at the pipeline's level; infinite where no bound holds. */
  readonly interval?: { readonly low: number; readonly high: number } | undefined
  /** The classes among which the truth is, at the pipeline's level. */
  readonly set?: readonly string[] | undefined
}

interface PredictRowsInput {
  readonly runId: RunId
  /** Cells as text, by column name; absent, null and empty mean missing. */
  readonly rows: readonly Readonly<Record<string, string | null>>[]
}

export interface PredictRowsOutput {
  readonly rows: readonly PredictedRow[]
  /** Cells that could not be used as given (unseen category, not a number), with what was done instead. */
  readonly issues: readonly CellIssue[]
}

export interface ScoreFileInput {
  readonly runId: RunId
  readonly file: Blob
  readonly fileName: string
  readonly options?: ReadOptions
}

export interface ScoreFileOutput {
  /**
   * The file's own columns followed by `prediction`, for classes `probability <class>`, for an ensemble `spread`, with
   * intervals `low` and `high`, with sets `set`.
   */
  readonly csv: Blob
  readonly fileName: string
  readonly rows: number
  /** The first rows of the file as a table for the screen, at most `PREVIEW_ROWS`. */
  readonly preview: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  readonly issues: readonly CellIssue[]
  readonly issueCount: number
}

/** Scored rows shown on the screen; all of them are in the file. */
export const PREVIEW_ROWS = 50

/** Points for a predicted-against-actual chart; at most `max`, evenly taken. */
interface ActualPredicted {
  readonly actual: Float64Array
  readonly predicted: Float64Array
  readonly rows: number
}

export interface ImportOutput {
  readonly experimentId: ExperimentId
  readonly runId: RunId
  /** False when this very run was here already. */
  readonly added: boolean
}

/** What a model goes by, as far as it can be read off. */
export type ModelInsight =
  | {
      readonly kind: 'coefficients'
      /** What each coefficient of a feature speaks for: the classes of several, else one. */
      readonly outputs: readonly string[]
      /** In the order of the encoding; the intercepts last. */
      readonly features: readonly {
        readonly name: string
        /** For each output: for one standard deviation of a number, or for being of a category. */
        readonly values: readonly number[]
        /** Standard errors; null where the data do not tell one, absent where there are none. */
        readonly errors?: readonly (number | null)[]
      }[]
    }
  | {
      readonly kind: 'gains'
      /** Share of all that the trees' splits gained, and how many splits there were; most first. */
      readonly columns: readonly { readonly name: string; readonly share: number; readonly splits: number }[]
    }
  | { readonly kind: 'none' }

interface CompareRunsInput {
  /** The run that the others are held against. */
  readonly base: RunId
  readonly others: readonly RunId[]
  readonly part: Evaluation['part']
  readonly metric: MetricName
}

/**
 * Why two runs cannot be compared: one is not scored on this part, or its predictions are not here (imported); they have
 * other questions, or were scored on other rows; the column of groups is not here; or chance cannot be told, as the metric
 * has no value or nothing varies.
 */
export type NoComparison =
  | 'notScored'
  | 'notStored'
  | 'otherQuestion'
  | 'otherRows'
  | 'groupsMissing'
  | 'otherQuantile'
  | 'noChance'

/** The rows that judge two runs of two versions of one table, and what became of the others of the part. */
export interface SharedRows {
  /** That both were scored on, with one answer. */
  readonly rows: number
  /** That the base was scored on, and the other run. */
  readonly ofBase: number
  readonly ofOther: number
  /** In both, with another answer in each: they judge neither. */
  readonly relabelled: number
}

/** How far a run is from the base, not adjusted yet for the others of the same call; or why nothing can be said. */
export type ComparedRun =
  | {
      readonly runId: RunId
      readonly comparison: Comparison
      /** Where the two are of versions of one table. */
      readonly shared?: SharedRows
    }
  | {
      readonly runId: RunId
      readonly reason: NoComparison
      /** The run whose doing it is: itself, or the base. */
      readonly cause: RunId
    }

/** Intervals, and which predictions, called how, they are of: a threshold may have moved while they were asked for. */
export interface IntervalsOf<Found> extends Pick<Evaluation, 'digest' | 'confusion'> {
  readonly intervals: Found
}

/** Jobs of the model worker: everything that needs a finished run. */
export interface ModelJobs
  extends ConformalJobs,
    CurveJobs,
    ExplainJobs,
    FairnessJobs,
    RepairJobs,
    SliceJobs,
    WhatIfJobs {
  /** Predicts a part, scores it, commits and returns the Evaluation; an existing one is returned as it is. */
  readonly evaluate: Job<{ readonly runId: RunId; readonly part: Evaluation['part'] }, Progress, Evaluation>
  readonly actualPredicted: Job<
    { readonly runId: RunId; readonly part: Evaluation['part']; readonly max: number },
    never,
    ActualPredicted
  >
  /** In the order of `others`. Progress counts resamples. */
  readonly compareRuns: Job<CompareRunsInput, Progress, readonly ComparedRun[]>
  /**
   * 95% intervals of the metrics of a scored part; only of those that its confusion matrix gives where its predictions are
   * not here (imported), and `storage.missing` where there is none either.
   */
  readonly intervals: Job<Pick<Evaluation, 'runId' | 'part'>, Progress, IntervalsOf<MetricIntervals>>
  /** As `intervals`, of what is said of each class against all others; undefined of numbers. */
  readonly classIntervals: Job<Pick<Evaluation, 'runId' | 'part'>, Progress, IntervalsOf<ReportIntervals | undefined>>
  readonly insight: Job<{ readonly runId: RunId }, never, ModelInsight>
  readonly predictRows: Job<PredictRowsInput, never, PredictRowsOutput>
  readonly scoreFile: Job<ScoreFileInput, Progress, ScoreFileOutput>
  readonly exportBundle: Job<{ readonly runId: RunId }, Progress, { readonly bundle: Blob; readonly fileName: string }>
  readonly importBundle: Job<{ readonly file: Blob }, Progress, ImportOutput>
}
