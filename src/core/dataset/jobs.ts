import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { DateOrder } from './cell.ts'
import type { ColumnType } from './column.ts'
import type { Dataset, DatasetId, DatasetSource, ReadOptions } from './dataset.ts'

export interface LoadInput {
  readonly file: Blob
  readonly fileName: string
  readonly sourceKind: DatasetSource['kind']
  /** Name of the new dataset; the file's name without its ending when left out. */
  readonly name?: string
  readonly options?: ReadOptions
}

/** How far a load is. */
export type LoadEvent =
  /** `total` is the file's size in bytes. */
  | { readonly phase: 'reading'; readonly bytes: number; readonly total: number; readonly rows: number }
  /** The table is read and may be looked at through this worker's `window`; its record is not committed yet. */
  | { readonly phase: 'ready'; readonly dataset: Dataset }
  /** `total` is the columns' size in bytes. */
  | { readonly phase: 'storing'; readonly bytes: number; readonly total: number; readonly rows: number }

export interface RetypeInput {
  readonly datasetId: DatasetId
  readonly column: string
  readonly type: ColumnType
  /** For dates with the year last whose column does not prove which number is the day. */
  readonly dateOrder?: DateOrder
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

/** Jobs of the read worker: windows and aggregates for the screen, so that a load never freezes the grid. */
export interface ReadJobs {
  readonly window: Job<WindowInput, never, RowWindow>
}
