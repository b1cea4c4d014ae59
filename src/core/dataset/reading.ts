import type { Dataset } from './dataset.ts'

/** What reading a file says of it besides its rows: how it was read, what was put right, what is left to decide. */
export type Reading = Pick<Dataset, 'source' | 'issues' | 'doubts'>

/** The record as another reading of the same content leaves it. */
export function takeReading(dataset: Dataset, { source, issues, doubts }: Reading): Dataset {
  const { doubts: _former, ...kept } = dataset
  return { ...kept, source, issues, ...(doubts && { doubts }) }
}
