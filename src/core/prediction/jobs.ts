import type { ColumnMeta } from '../dataset/dataset.ts'
import type { ArrangeEvent, RowWindow, WindowInput, WriteEvent } from '../dataset/jobs.ts'
import type { View } from '../dataset/view.ts'
import type { NoComparison, SharedRows } from '../pipeline/jobs.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { GainHistogram, Outcome, OutcomeCounts } from './outcome.ts'
import type { ColumnSpread } from './spread.ts'

/** Which rows of a part are listed, and in which order. */
export interface SaidRowsInput {
  readonly runId: RunId
  readonly part: Evaluation['part']
  /** The run that it is held against, on the same rows. */
  readonly base?: RunId | undefined
  /** What the base (a) and the run (b) are called where columns are named by them; else their own letters, told apart. */
  readonly letters?: { readonly a: string; readonly b: string } | undefined
  /** Of two runs on numbers: errors that differ by no more count as alike. 0 where absent. */
  readonly tolerance?: number | undefined
  /** Only rows of one of these outcomes; all where absent. */
  readonly outcomes?: readonly Outcome[] | undefined
  /** Only rows of this class, and rows called this class (by `runId`). */
  readonly was?: string | undefined
  readonly called?: string | undefined
  /** Conditions on columns of the data and of predictions, and the order: the worst first, or what differs most, where it has none. */
  readonly view: View
  /** The columns that a search looks at. */
  readonly shown: readonly string[]
}

/** Columns of what is listed, as they are written. */
interface WriteSaidInput extends SaidRowsInput {
  readonly columns: readonly string[]
}

/** How many rows there are, and what beside the columns of the data can be shown of them. */
interface SaidRowsFound {
  /** Rows that meet all conditions. */
  readonly rows: number
  /** Rows of the part. */
  readonly of: number
}

/** What became of the rows from a base to another run; or why the two cannot be held against each other. */
export type RowDiff =
  | (OutcomeCounts & {
      readonly runId: RunId
      readonly rows: number
      /** Where the two are of versions of one table, not all of whose rows judge both. */
      readonly shared?: SharedRows
      /** How much nearer the other run is; of numbers only. */
      readonly gains?: GainHistogram | undefined
    })
  | { readonly runId: RunId; readonly reason: NoComparison; readonly cause: RunId }

/** Jobs of the read worker on what finished runs said of single rows. */
export interface PredictionJobs {
  /** The columns that predictions have beside those of the data, in their order; what is in them, in all rows of the part. */
  readonly saidColumns: Job<Omit<SaidRowsInput, 'view' | 'shown'>, never, readonly ColumnMeta[]>
  /** Finds the rows and their order; what is found is kept for windows of it. @throws `storage.missing`, `spec.invalid` */
  readonly findSaidRows: Job<SaidRowsInput, ArrangeEvent, SaidRowsFound>
  /** Some of the rows found, with their numbers in the data. */
  readonly saidWindow: Job<SaidRowsInput & Pick<WindowInput, 'start' | 'count' | 'columns'>, never, RowWindow>
  /** The rows found as CSV, in their order. */
  readonly writeSaid: Job<WriteSaidInput, WriteEvent, Blob>
  /** What became of the rows from a base to each of the others, in their order. */
  readonly diffRows: Job<
    {
      readonly base: RunId
      readonly others: readonly RunId[]
      readonly part: Evaluation['part']
      readonly tolerance: number
    },
    ArrangeEvent,
    readonly RowDiff[]
  >
  /** Where the rows of two runs that differ are, column by column; the column that tells most first. */
  readonly spreadRows: Job<SaidRowsInput & { readonly base: RunId }, ArrangeEvent, readonly ColumnSpread[]>
}
