import type { DatasetId } from '../dataset/dataset.ts'
import type { Finding } from '../finding/finding.ts'
import type { Job } from '../task.ts'
import type { Association } from './associate.ts'
import type { ColumnProfile } from './columnProfile.ts'
import type { Contrast } from './contrast.ts'
import type { MissingPattern } from './missingPattern.ts'

/** What every column holds, which are missing together, and what is suspicious about them. */
export interface Profile {
  readonly columns: readonly ColumnProfile[]
  readonly missing: MissingPattern
  readonly findings: readonly Finding[]
}

/** A column that takes no part in associations, and why. */
export interface LeftOut {
  readonly name: string
  readonly why: string
}

/** How columns go together, pair by pair. */
export interface Associations {
  /** The columns measured, in the order of the data. */
  readonly names: readonly string[]
  /** Which of the columns that can be measured they are: so many from this one (counted from 0) on, of `total`. */
  readonly from: number
  readonly total: number
  readonly leftOut: readonly LeftOut[]
  readonly pairs: readonly Association[]
  readonly findings: readonly Finding[]
}

/** Every column against one, the strongest first. */
export interface Relations {
  readonly target: string
  readonly associations: readonly Association[]
  readonly leftOut: readonly LeftOut[]
  /** Why the target itself cannot be measured against; nothing is then. */
  readonly why?: string
}

/** Columns or pairs done, of all. */
export interface ProfileEvent {
  readonly done: number
  readonly total: number
}

/** Columns measured against each other at once, at most; of very long tables fewer, so that memory suffices. */
export const MATRIX_COLUMNS = 40

/** Jobs of the read worker that tell what stored data holds. What they find is kept until other data is asked about. */
export interface ProfileJobs {
  readonly profile: Job<{ readonly datasetId: DatasetId }, ProfileEvent, Profile>
  /** From which of the measurable columns on. */
  readonly associate: Job<{ readonly datasetId: DatasetId; readonly from: number }, ProfileEvent, Associations>
  readonly relate: Job<{ readonly datasetId: DatasetId; readonly target: string }, ProfileEvent, Relations>
  readonly contrast: Job<
    { readonly datasetId: DatasetId; readonly feature: string; readonly target: string },
    never,
    Contrast
  >
}
