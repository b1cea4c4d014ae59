import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import type { ReadJobs } from '@/core/dataset/jobs.ts'
import { isAborted } from '@/core/errors.ts'
import type { Client, JobClients } from '@/core/ports.ts'
import type { Slice, State } from './store.ts'

/** Data that can be looked at while it is still being stored. */
export interface UnstoredSlice {
  readonly unstored: Readonly<Record<DatasetId, true>>
  /** Shows data that the load worker has read; its record comes when `stored` settles. */
  showUnstored(dataset: Dataset, stored: Promise<Dataset | undefined>): void
  /** Resolves once the data is stored, or its storing failed; at once where it is not being stored. */
  untilStored(id: DatasetId): Promise<void>
}

export const createUnstoredSlice: Slice<UnstoredSlice> = (set, get) => {
  const storing = new Map<DatasetId, Promise<void>>()
  return {
    unstored: {},
    showUnstored(dataset, stored) {
      const { id } = dataset
      set(({ unstored, shelves }) => ({
        unstored: { ...unstored, [id]: true },
        shelves: { ...shelves, dataset: { ...shelves.dataset, [id]: dataset } },
      }))
      const over = async () => {
        await stored
        // The same file may be read once more meanwhile: then that reading ends it.
        if (storing.get(id) !== ending) return
        storing.delete(id)
        // What was not stored is gone from the screen too.
        await get()
          .refreshRecord('dataset', id)
          .finally(() =>
            set(({ unstored }) => {
              const { [id]: _stored, ...rest } = unstored
              return { unstored: rest }
            }),
          )
      }
      const ending = over().catch(() => {})
      storing.set(id, ending)
    },
    untilStored: async (id) => storing.get(id),
  }
}

/** Where a job of the read worker says which data it is about. */
interface Asked {
  readonly datasetId?: DatasetId
  readonly question?: { readonly datasetId: DatasetId }
}

/** The workers as the page asks them: rows that are not stored yet come from the worker that read them. */
export function withUnstored(jobs: JobClients, getState: () => State): JobClients {
  const read: Client<ReadJobs> = {
    async call(name, input, options) {
      const { question, datasetId = question?.datasetId } = input as Asked
      if (datasetId !== undefined && getState().unstored[datasetId]) {
        if (name === 'window' && !('view' in input) && !('single' in input)) {
          const rows = await jobs.load.call('window', input as never, options as never).catch((cause: unknown) => {
            if (isAborted(cause)) throw cause
            return undefined
          })
          if (rows) return rows as never
        }
        await getState().untilStored(datasetId)
      }
      return jobs.read.call(name, input, options)
    },
  }
  return { ...jobs, read }
}
