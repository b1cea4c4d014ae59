import type { DatasetId } from '../dataset/dataset.ts'

export interface RowFindingsInput {
  readonly datasetId: DatasetId
  /** What rows are labelled by. */
  readonly target?: string
  /** Columns by which rows are compared; those that say something of a row where absent. */
  readonly columns?: readonly string[]
}

/** Columns opened, then rows compared with all others, of how many. */
export interface RowFindingsEvent {
  readonly phase: 'reading' | 'comparing'
  readonly done: number
  readonly total: number
}
