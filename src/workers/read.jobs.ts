import type { ReadJobs } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import { readWindow } from '@/storage/tables.ts'
import type { Stores } from './runFiles.ts'

/** Jobs that only read stored columns, for the screen. */
export function makeReadJobs({ records, arrays }: Stores): ReadJobs {
  return {
    async window({ datasetId, start, count }) {
      const dataset = await records.get('dataset', datasetId)
      if (!dataset)
        throw new AssayError('storage.missing', 'This data is no longer in this browser. Open its file again.', {
          datasetId,
        })
      return readWindow(arrays, dataset, start, count)
    },
  }
}
