import type { Contributions } from '../explain/explain.ts'
import type { Explained } from '../explain/jobs.ts'
import type { PredictedRow, Progress } from '../pipeline/jobs.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { Goal, Limit } from './goal.ts'

/** Cells of one row as text, by column; absent, null and empty mean missing. */
export type Cells = Readonly<Record<string, string | null>>

interface OfRow {
  readonly runId: RunId
  readonly cells: Cells
}

/** A row of a part, as the form takes it. */
export interface PartRow {
  /** Its number in the dataset, from 0. */
  readonly row: number
  readonly cells: Cells
  /** What it truly was, as text. */
  readonly actual: string
  /** Rows of the part. */
  readonly of: number
}

/** What each column adds to the answers for some rows; see {@link Explained}. */
export interface ExplainedCells
  extends Contributions,
    Pick<Explained, 'method' | 'scale' | 'background' | 'cells' | 'answers'> {}

/** The answer for one row over the values of one of its columns: its line of individual conditional expectation. */
export interface Sensitivity {
  readonly column: string
  readonly isNumeric: boolean
  /** Ascending for numbers, most common first for texts. */
  readonly points: readonly { readonly value: number; readonly text: string; readonly answer: number }[]
}

export interface Counterfactual {
  /** The cells that differ, and no others. */
  readonly changes: readonly { readonly column: string; readonly from: string | null; readonly to: string }[]
  /** Gower distance from the row, from 0 to 1. */
  readonly distance: number
  readonly said: PredictedRow
}

export interface Counterfactuals {
  /** At most three, fewest changes first, no two by the same columns. */
  readonly found: readonly Counterfactual[]
  /** Whether the row is called that already. */
  readonly isReached: boolean
  /** Rows that the model was asked about. */
  readonly asked: number
  /** Whether the time was up before the search was over. */
  readonly isCut: boolean
}

interface NearRow {
  /** Its number in the dataset, from 0. */
  readonly row: number
  /** Gower distance. */
  readonly distance: number
  readonly actual: string
  readonly cells: Cells
}

/** The training rows that are most like a row. */
export interface NearRows {
  readonly rows: readonly NearRow[]
  /** Training rows. */
  readonly of: number
  /** Rows that `labels` or `answers` are of. */
  readonly around: number
  /** Of classes: how many of those rows had which, most first. */
  readonly labels?: readonly { readonly name: string; readonly rows: number }[] | undefined
  /** Of numbers: their mean, least and most. */
  readonly answers?: { readonly mean: number; readonly min: number; readonly max: number } | undefined
  /** The distance that 99 of 100 training rows have to the nearest other one at most, and of how many rows that is known. */
  readonly usual: { readonly distance: number; readonly rows: number }
}

/** Rows that the model was asked about, of those that it may be asked at most; and what is found, whenever that is more. */
interface SearchEvent extends Progress {
  readonly found?: readonly Counterfactual[]
}

interface CounterfactualInput extends OfRow {
  readonly goal: Goal
  readonly limits: readonly Limit[]
  readonly budgetMs: number
}

/** Jobs of the model worker on one row and what it might be instead. */
export interface WhatIfJobs {
  /**
   * A row of a scored part by its number, or that at a share (0 to 1) of the part.
   * @throws AssayError `spec.invalid` naming the next row of the part where it has none of that number
   */
  readonly partRow: Job<
    {
      readonly runId: RunId
      readonly part: Evaluation['part']
      readonly at: { readonly row: number } | { readonly share: number }
    },
    never,
    PartRow
  >
  /** As `explain`, of rows that somebody typed; against validation rows. */
  readonly explainCells: Job<
    { readonly runId: RunId; readonly rows: readonly Cells[]; readonly output?: number | undefined },
    never,
    ExplainedCells
  >
  readonly sensitivity: Job<
    OfRow & { readonly column: string; readonly output?: number | undefined },
    never,
    Sensitivity
  >
  readonly counterfactuals: Job<CounterfactualInput, SearchEvent, Counterfactuals>
  readonly nearRows: Job<OfRow & { readonly k: number }, Progress, NearRows>
}
