import type { Dataset } from './dataset/dataset.ts'
import type { LoadJobs, ReadJobs } from './dataset/jobs.ts'
import type { Experiment } from './experiment/experiment.ts'
import type { DropColumns } from './explain/dropColumns.ts'
import type { DropJobs } from './explain/dropJobs.ts'
import type { LabelCheck } from './labels/labelCheck.ts'
import type { LearningCurveJobs } from './learningCurve/jobs.ts'
import type { LearningCurve } from './learningCurve/learningCurve.ts'
import type { ModelJobs } from './pipeline/jobs.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { TrainJobs } from './run/jobs.ts'
import type { Annotation, Evaluation, Run, RunResult } from './run/run.ts'
import type { Ageing } from './staleness/ageing.ts'
import type { AgeingJobs } from './staleness/jobs.ts'
import type { SweepJobs } from './sweep/jobs.ts'
import type { Sweep } from './sweep/sweep.ts'
import type { RowTags } from './tags/rowTags.ts'
import type { Job, Task } from './task.ts'

/** Every record by the name of its shelf. All have `id` and `schema`. */
export interface RecordMap {
  readonly dataset: Dataset
  readonly experiment: Experiment
  readonly run: Run
  readonly result: RunResult
  readonly evaluation: Evaluation
  readonly pipeline: Pipeline
  readonly annotation: Annotation
  readonly sweep: Sweep
  readonly learningCurve: LearningCurve
  readonly labelCheck: LabelCheck
  readonly ageing: Ageing
  readonly dropColumns: DropColumns
  readonly rowTags: RowTags
}
export type RecordKind = keyof RecordMap
export const RECORD_KINDS: readonly RecordKind[] = [
  'dataset',
  'experiment',
  'run',
  'result',
  'evaluation',
  'pipeline',
  'annotation',
  'sweep',
  'learningCurve',
  'labelCheck',
  'ageing',
  'dropColumns',
  'rowTags',
]

export interface RecordChange {
  readonly kind: RecordKind
  readonly id: string
}

/** A record with the shelf that it goes on. */
export type RecordEntry = {
  readonly [K in RecordKind]: { readonly kind: K; readonly record: RecordMap[K] }
}[RecordKind]

/** Small immutable values, kept in the browser; safe with several tabs and workers at once. */
export interface Records {
  all<K extends RecordKind>(kind: K): Promise<readonly RecordMap[K][]>
  get<K extends RecordKind>(kind: K, id: string): Promise<RecordMap[K] | undefined>
  put<K extends RecordKind>(kind: K, record: RecordMap[K]): Promise<void>
  /** Writes several records in one transaction: all of them, or none where anything goes wrong. */
  putAll(entries: readonly RecordEntry[]): Promise<void>
  /** Reads, changes and writes within one transaction; `undefined` from `change` leaves the record as it is. */
  update<K extends RecordKind>(
    kind: K,
    id: string,
    change: (record: RecordMap[K] | undefined) => RecordMap[K] | undefined,
  ): Promise<RecordMap[K] | undefined>
  remove(kind: RecordKind, id: string): Promise<void>
  /** Hears of changes made in other tabs and in workers (not of this instance's own). Returns how to stop hearing. */
  onChange(listener: (change: RecordChange) => void): () => void
}

type InputOf<J> = J extends Job<infer I, never, unknown> ? I : never
type EventOf<J> = J extends (input: never, task: infer T) => unknown ? (T extends Task<infer E> ? E : never) : never
type OutputOf<J> = J extends (input: never, task: never) => Promise<infer O> ? O : never

export interface CallOptions<Event> {
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: Event) => void) | undefined
  readonly transfer?: readonly Transferable[] | undefined
}

/** A worker's jobs as the page calls them: same interface as calling the job itself, so callers do not care which. */
export interface Client<J> {
  call<N extends keyof J & string>(
    name: N,
    input: InputOf<J[N]>,
    options?: CallOptions<EventOf<J[N]>>,
  ): Promise<OutputOf<J[N]>>
}

export interface JobClients {
  readonly load: Client<LoadJobs>
  readonly read: Client<ReadJobs>
  readonly train: Client<TrainJobs & SweepJobs & LearningCurveJobs & AgeingJobs & DropJobs>
  readonly model: Client<ModelJobs>
}

/** Locks across tabs, by the Web Locks API. A running job holds `job:<id>`. */
export interface Locks {
  /** Runs `work` holding the lock; returns undefined at once, without running it, when another holds it. */
  ifFree<T>(name: string, work: () => Promise<T>): Promise<T | undefined>
  /** Names held anywhere in this browser. */
  held(): Promise<ReadonlySet<string>>
}

/** What the browser says of the room it gives this site. */
export interface StorageFacts {
  readonly persisted: boolean
  readonly usedBytes: number
  readonly quotaBytes: number
}

export interface StoragePort {
  facts(): Promise<StorageFacts>
  /** Asks the browser never to clear this site by itself; tells whether it agreed. */
  askToPersist(): Promise<boolean>
}

export type ArrayParts = readonly (ArrayBuffer | ArrayBufferView<ArrayBuffer>)[]

/** A file to be written; its parts are joined. */
export interface NewFile {
  readonly path: string
  readonly parts: ArrayParts
}

/** Large arrays by path (`columns/<digest>`, `runs/<id>/weights.0`), kept in the browser's private file system. */
export interface Arrays {
  /** Writes the whole file; parts are joined. A file that is being written is never seen half done. */
  write(path: string, parts: ArrayParts): Promise<void>
  /**
   * Writes several files by one deed, which costs little more than one of their joint size: all of them are there
   * afterwards, or none. Each is taken when its turn to be written comes; what throws while they are made leaves nothing.
   */
  writeAll(files: AsyncIterable<NewFile>): Promise<void>
  /** The file's bytes, or those in [start, end). Throws `storage.missing` where there is none. */
  read(path: string, start?: number, end?: number): Promise<ArrayBuffer>
  /** Bytes, or undefined where there is no such file. */
  size(path: string): Promise<number | undefined>
  /** Files directly inside a folder, with their sizes. */
  list(folder: string): Promise<readonly { readonly path: string; readonly bytes: number }[]>
  /** Removes files or folders with all that they hold; absent is fine. */
  remove(...paths: readonly string[]): Promise<void>
}
