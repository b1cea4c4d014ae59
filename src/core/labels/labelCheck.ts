import type { Reached } from '../budget.ts'
import type { DatasetId } from '../dataset/dataset.ts'
import type { ErrorData } from '../errors.ts'
import type { ExperimentId } from '../experiment/experiment.ts'
import type { SingleLearner } from '../learner/learner.ts'
import type { RUN_STATUSES, RunId } from '../run/run.ts'

/** Folds on which a check trains. */
export const CHECK_FOLDS = 5

/** Suspects that a record lists, likeliest first; all are counted. */
export const SUSPECTS_KEPT = 10_000

interface OfRow {
  /** Its place in the version of the data that the run asks about. */
  readonly row: number
  /** The part that it is in. */
  readonly part: 'train' | 'validation'
}

/** A row whose label is likely wrong; classes by their index in the question. */
export interface LabelSuspect extends OfRow {
  readonly label: number
  readonly suggested: number
  /** Out of fold, of the label and of what is suggested. */
  readonly probability: number
  readonly suggestedProbability: number
}

/** A row whose number is far from what models that never saw it say. */
export interface NumberSuspect extends OfRow {
  readonly actual: number
  readonly predicted: number
  /** Robust deviations of its residual. */
  readonly score: number
}

interface Found {
  /** Rows that were checked. */
  readonly rows: number
  /** Rows of training and validation that no fold held out: the first of a split by time, and those of folds that there was no time for. */
  readonly unchecked: number
  /** Suspects in all. */
  readonly total: number
}

export type LabelFindings =
  | (Found & {
      readonly kind: 'classes'
      /** Rows counted by label (rows) and the class that they are confidently of (columns). */
      readonly joint: readonly (readonly number[])[]
      /** Suspects counted by label and suggestion. */
      readonly counts: readonly (readonly number[])[]
      readonly suspects: readonly LabelSuspect[]
    })
  | (Found & {
      readonly kind: 'numbers'
      /** Of the residuals, in units of the target. */
      readonly centre: number
      readonly scale: number
      readonly suspects: readonly NumberSuspect[]
    })

/** A row to be repaired, wherever it was listed. */
export interface RepairRow {
  /** Its place in the version of the data that the run asks about. */
  readonly row: number
  /** The class that it seems to be of, by its index in the question; absent where nothing says so. */
  readonly suggested?: number | undefined
}

/** What is done to rows that seem wrong. */
export type RepairWay =
  /** Each as it is suggested, or all with one value of the target. */
  | { readonly kind: 'relabel'; readonly value?: string | undefined }
  | { readonly kind: 'drop' }
  | { readonly kind: 'weigh'; readonly weight: number }

/** Rows changed in a new version of the data, and the run's spec trained again on it. */
export interface Repair {
  readonly id: string
  readonly way: RepairWay
  readonly rows: number
  readonly datasetId: DatasetId
  readonly experimentId: ExperimentId
  /** The same spec on the new version. */
  readonly runId: RunId
  /** Whether version and question were made for it, and go with it when it is taken back. */
  readonly isNewVersion: boolean
  readonly isNewQuestion: boolean
  readonly createdAt: number
  /** Whether a person said that it stays. */
  readonly isKept?: boolean | undefined
}

/** Which labels of a run's training and validation rows look wrong, and what was done about these and other rows. */
export interface LabelCheck {
  readonly schema: 1
  /** The run's id. */
  readonly id: RunId
  readonly status: (typeof RUN_STATUSES)[number]
  readonly folds: number
  /** Folds, where the time was up before all were trained. */
  readonly reached?: Reached | undefined
  /** What was trained on each fold, where that is not what the run trained: of auto's mix the learner with most of the vote. */
  readonly learner?: SingleLearner['kind'] | undefined
  /** Absent where no check came to its end: rows of other lists can be repaired all the same. */
  readonly found?: LabelFindings | undefined
  /** Oldest first. */
  readonly repairs: readonly Repair[]
  readonly error?: ErrorData | undefined
  readonly createdAt: number
  readonly finishedAt?: number | undefined
}
