import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { Column, ColumnType } from './column.ts'
import type { Dataset, DatasetId, DatasetSource, Dialect, Doubt, IssueReport, ReadOptions } from './dataset.ts'

export interface LoadInput {
  readonly file: Blob
  readonly fileName: string
  readonly sourceKind: DatasetSource['kind']
  /** Name of the new dataset; the file's name without its ending when left out. */
  readonly name?: string
  readonly options?: ReadOptions
  /** Doubts that were answered for an earlier reading of the file. */
  readonly settled?: readonly string[]
}

/** How far a load is. `total` is the file's size in bytes. */
export interface LoadEvent {
  readonly phase: 'reading' | 'storing'
  readonly bytes: number
  readonly total: number
  readonly rows: number
}

export interface RetypeInput {
  readonly datasetId: DatasetId
  readonly column: string
  readonly type: ColumnType
}

/** What a retype did: the next version, and how many cells had no value of the new type and became missing. */
export interface RetypeOutput {
  readonly dataset: Dataset
  readonly lost: number
}

/** Jobs of the load worker: whatever makes or changes stored columns. The dataset record is committed before return. */
export interface LoadJobs {
  readonly load: Job<LoadInput, LoadEvent, Dataset>
  readonly retype: Job<RetypeInput, never, RetypeOutput>
  /** Drops column files that no record (deleted ones included) refers to, and the arrays of removed runs; the bytes freed. */
  readonly sweep: Job<{ readonly runIds: readonly RunId[] }, never, number>
}

export interface WindowInput {
  readonly datasetId: DatasetId
  readonly start: number
  readonly count: number
}

/** Rows [start, start + length) as column-major raw values: numbers (NaN missing) or strings (null missing). */
export interface RowWindow {
  readonly start: number
  readonly length: number
  readonly columns: readonly (Float64Array | readonly (string | null)[])[]
}

export interface PreviewInput {
  readonly file: Blob
  /** Types of columns that the file turns out not to have are left out. */
  readonly options: ReadOptions
}

/** What a reading of the file's beginning gives. */
export interface Preview {
  readonly columns: readonly Pick<Column, 'name' | 'type' | 'zone'>[]
  /** The first rows, at most `PREVIEW_ROWS`. */
  readonly window: RowWindow
  /** Rows of the beginning: all of the file's where it is the whole file. */
  readonly rows: number
  readonly isWhole: boolean
  readonly dialect: Dialect
  readonly issues: Pick<IssueReport, 'counts'>
  readonly doubts: readonly Doubt[]
}

export const PREVIEW_ROWS = 20

/** Jobs of the read worker: windows and aggregates for the screen, so that a load never freezes the grid. */
export interface ReadJobs {
  readonly window: Job<WindowInput, never, RowWindow>
  /** Reads the beginning of a file as a load would read all of it, and keeps nothing. */
  readonly preview: Job<PreviewInput, never, Preview>
}
