import type { RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type { ColumnType } from './column.ts'
import type { Dataset, DatasetId, DatasetSource, ReadOptions } from './dataset.ts'

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
}

/** How far a load is. `total` is the size in bytes of all files. */
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

export interface RelabelInput {
  readonly datasetId: DatasetId
  readonly column: string
  /** What texts are to be written as. */
  readonly labels: Readonly<Record<string, string>>
}

/** What a retype did: the next version, and how many cells had no value of the new type and became missing. */
export interface RetypeOutput {
  readonly dataset: Dataset
  readonly lost: number
}

/** Jobs of the load worker: whatever makes or changes stored columns. The dataset record is committed before return. */
export interface LoadJobs {
  readonly load: Job<LoadInput, LoadEvent, Dataset>
  /** Why files cannot be read as one dataset, as a sentence or two; no such reason where they can. */
  readonly compare: Job<{ readonly files: readonly InputFile[] }, never, { readonly why?: string }>
  readonly retype: Job<RetypeInput, never, RetypeOutput>
  /** Writes texts of a column otherwise: the next version. */
  readonly relabel: Job<RelabelInput, never, Dataset>
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
