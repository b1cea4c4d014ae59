import type { PreviewStepInput, StepPreview } from '../experiment/preview.ts'
import type { LeakJobs } from '../leak/jobs.ts'
import type { PredictionJobs } from '../prediction/jobs.ts'
import type { ProfileJobs } from '../profile/jobs.ts'
import type { RowFindings } from '../rows/finding.ts'
import type { RowFindingsEvent, RowFindingsInput } from '../rows/jobs.ts'
import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { DateOrder } from './cell.ts'
import type { Column, ColumnType } from './column.ts'
import type { Dataset, DatasetId, DatasetSource, Dialect, Doubt, IssueReport, ReadOptions } from './dataset.ts'
import type { DatasetDiff, DiffEvent, DiffInput } from './diff.ts'
import type { Edit } from './edit.ts'
import type { View } from './view.ts'

/** A file as jobs are given it. */
export interface InputFile {
  readonly file: Blob
  readonly fileName: string
}

export interface LoadInput {
  /** Several of one shape become one dataset. */
  readonly files: readonly InputFile[]
  readonly sourceKind: DatasetSource['kind']
  /** Name of the new dataset; the file's name without its ending when left out. */
  readonly name?: string
  readonly options?: ReadOptions
  /** Types for those of these columns that the files have; those of `options` come first, and must be there. */
  readonly typesWherePresent?: ReadOptions['types'] & {}
  /** Doubts that were answered for an earlier reading of the files, or for the data that they are read like. */
  readonly settled?: readonly string[]
}

/** How far a load is. */
export type LoadEvent =
  /** `total` is the size in bytes of all files. */
  | { readonly phase: 'reading'; readonly bytes: number; readonly total: number; readonly rows: number }
  /** Columns whose values are counted, of all. */
  | { readonly phase: 'summarising'; readonly columns: number; readonly total: number }
  /** The table is read and may be looked at through this worker's `window`; its record is not committed yet. */
  | { readonly phase: 'ready'; readonly dataset: Dataset }
  /** `total` is the columns' size in bytes. */
  | { readonly phase: 'storing'; readonly bytes: number; readonly total: number; readonly rows: number }

/** Whether files have the same columns. */
export interface FileComparison {
  readonly areAlike: boolean
  /** What sets the first that differs apart, as a sentence. Absent where a file cannot be read: that is said when it is. */
  readonly difference?: string
}

export interface RetypeInput {
  readonly datasetId: DatasetId
  readonly column: string
  readonly type: ColumnType
  /** For dates with the year last whose column does not prove which number is the day. */
  readonly dateOrder?: DateOrder
}

interface RelabelInput {
  readonly datasetId: DatasetId
  readonly column: string
  /** What texts are to be written as. */
  readonly labels: Readonly<Record<string, string>>
}

export interface EditInput {
  readonly datasetId: DatasetId
  readonly edits: readonly Edit[]
  /** Whether the rows of the edits are places in this version (row i of it) instead of keys, as findings name them. */
  readonly byPlace?: boolean
}

/** What a retype did: the next version, and how many cells had no value of the new type and became missing. */
export interface RetypeOutput {
  readonly dataset: Dataset
  readonly lost: number
}

/** Jobs of the load worker: whatever makes or changes stored columns. The dataset record is committed before return. */
export interface LoadJobs {
  readonly load: Job<LoadInput, LoadEvent, Dataset>
  /** Rows of a table that is read but not stored yet. */
  readonly window: Job<WindowInput, never, RowWindow>
  /** Whether files can be read as one dataset, by their beginnings. */
  readonly compare: Job<{ readonly files: readonly InputFile[] }, never, FileComparison>
  readonly retype: Job<RetypeInput, never, RetypeOutput>
  /** Writes texts of a column otherwise: the next version. */
  readonly relabel: Job<RelabelInput, never, Dataset>
  /**
   * Changes cells, drops rows, weighs rows: the next version, or the same dataset where nothing changes. Rows keep their
   * keys. A stop leaves everything as it was. Tells of columns done.
   */
  readonly edit: Job<EditInput, ArrangeEvent, Dataset>
  /** Drops column files that no record (deleted ones included) refers to, and the arrays of removed runs; the bytes freed. */
  readonly sweep: Job<{ readonly runIds: readonly RunId[] }, never, number>
}

export interface ArrangeInput {
  readonly datasetId: DatasetId
  readonly view: View
  /** The columns that are shown, which are those that a search looks at. */
  readonly shown: readonly string[]
}

/** How many of the columns that a view looks at were looked at. */
export interface ArrangeEvent {
  readonly done: number
  readonly total: number
}

export interface WindowInput {
  readonly datasetId: DatasetId
  readonly start: number
  readonly count: number
  /** The columns wanted, by name; all where absent. */
  readonly columns?: readonly string[]
  /** Rows are those of this view, in its order; of the file where absent. */
  readonly view?: Omit<ArrangeInput, 'datasetId'>
  /** Single rows by their numbers, in this order, instead of those from `start` on. */
  readonly single?: Uint32Array
}

/** Rows [start, start + length) as column-major raw values: numbers (NaN missing) or strings (null missing). */
export interface RowWindow {
  readonly start: number
  readonly length: number
  /** In the order in which they were asked for. */
  readonly columns: readonly (Float64Array | readonly (string | null)[])[]
  /** The number of each row in the dataset, from 0; absent where that is its place. */
  readonly rows?: Uint32Array
  /** The key of each row, which it keeps in every version; absent where that is its number in the dataset. */
  readonly keys?: Uint32Array
  /** What each row counts in training; absent where all count 1. */
  readonly weights?: Float64Array
}

/** Rows written, of how many. */
export interface WriteEvent {
  readonly done: number
  readonly total: number
}

export interface PreviewInput {
  readonly files: readonly InputFile[]
  /** Types of columns that the file turns out not to have are left out. */
  readonly options: ReadOptions
}

/** What a reading of the beginning gives; of several files, the beginning of the first. */
export interface Preview {
  readonly columns: readonly Pick<Column, 'name' | 'type' | 'zone'>[]
  /** The first rows, at most `PREVIEW_ROWS`. */
  readonly window: RowWindow
  /** Rows of the beginning: all there are where it is the whole of it. */
  readonly rows: number
  readonly isWhole: boolean
  readonly dialect: Dialect
  readonly issues: Pick<IssueReport, 'counts'>
  readonly doubts: readonly Doubt[]
}

export const PREVIEW_ROWS = 20

/** Jobs of the read worker: windows and aggregates for the screen, so that a load never freezes the grid. */
export interface ReadJobs extends ProfileJobs, LeakJobs, PredictionJobs {
  /** Finds the rows of a view and their order, and how many they are; what is found is kept for windows of it. */
  readonly arrange: Job<ArrangeInput, ArrangeEvent, number>
  readonly window: Job<WindowInput, never, RowWindow>
  /** The keys of the rows of a view, in its order. */
  readonly rowKeys: Job<ArrangeInput, ArrangeEvent, Uint32Array<ArrayBuffer>>
  /** How two datasets differ: rows by their keys, cells, columns, distributions. Tells of columns compared. */
  readonly diff: Job<DiffInput, DiffEvent, DatasetDiff>
  /** The rows as CSV, with cells that a spreadsheet would run as formulas made harmless. */
  readonly write: Job<ArrangeInput, WriteEvent, Blob>
  /** Reads the beginning of a CSV file as a load would read all of it, and keeps nothing. */
  readonly preview: Job<PreviewInput, never, Preview>
  /** What is odd about the rows: copies, near copies, outliers, their order. What was found is kept. */
  readonly rowFindings: Job<RowFindingsInput, RowFindingsEvent, RowFindings>
  /** What a step of a recipe does, shown on some of the rows. */
  readonly previewStep: Job<PreviewStepInput, never, StepPreview>
}
