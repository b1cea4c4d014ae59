import type { ColumnType } from '../dataset/column.ts'
import type { DatasetId } from '../dataset/dataset.ts'
import type { ColumnSummary } from '../profile/profile.ts'
import type { Question } from './experiment.ts'

export interface PreviewStepInput {
  readonly datasetId: DatasetId
  readonly question: Pick<Question, 'target' | 'task' | 'classes' | 'recipe' | 'roles'>
  /** Which step of the recipe is looked at; it counts as on. */
  readonly step: string
}

/** One column before or after a step, over the rows of the preview. */
export interface PreviewColumn {
  readonly name: string
  readonly type: ColumnType
  readonly summary: ColumnSummary
  /** Of the first rows, as the page writes them; null where missing. */
  readonly cells: readonly (string | null)[]
}

/** What one step does to rows drawn by chance, when it and the steps before it are fitted on them. */
export interface StepPreview {
  /** Rows looked at, of how many that have an answer. */
  readonly rows: number
  readonly total: number
  /** Rows that a step for training rows leaves; absent for the others. */
  readonly rowsAfter?: number
  /** Columns that the step changes or takes out, as it finds them. */
  readonly before: readonly PreviewColumn[]
  /** The same columns changed, and those that it adds. */
  readonly after: readonly PreviewColumn[]
  /** Columns that are not listed, before and after. */
  readonly more: { readonly before: number; readonly after: number }
}
