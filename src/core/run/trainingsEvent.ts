/** Told while a spec is trained on one part of the rows after another; for display only, the record is what the job returns. */
export interface TrainingsEvent {
  readonly done: number
  readonly total: number
  /** Of the training under way. */
  readonly rows: number
}
