import type { StoredColumn, StoredTable } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'

const cure = ({ source }: StoredTable) =>
  `Load ${source.fileName} again: that repairs it, and runs and experiments stay.`

/** The stored bytes are not the ones that were written. */
export function damaged(dataset: StoredTable, column: StoredColumn): AssayError {
  return new AssayError(
    'storage.damaged',
    `The stored column “${column.name}” of ${dataset.name} is damaged. ${cure(dataset)}`,
    { datasetId: dataset.id, column: column.name, digest: column.digest },
  )
}

/** The stored bytes are not there any more. */
export function gone(dataset: StoredTable, column: StoredColumn): AssayError {
  return new AssayError(
    'storage.missing',
    `The stored column “${column.name}” of ${dataset.name} is gone, perhaps since the browser cleared it. ${cure(dataset)}`,
    { datasetId: dataset.id, column: column.name, digest: column.digest },
  )
}
