import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { RunId } from '@/core/run/run.ts'
import { runName } from './run.ts'
import type { Slice, State } from './store.ts'

type RemovedKind = 'table' | 'question' | 'run'

/** Something removed that can still be brought back. */
export interface Removed {
  readonly kind: RemovedKind
  readonly id: string
  readonly name: string
  readonly removedAt: number
}

export interface RemovedSlice {
  readonly purgeError?: ErrorData | undefined
  restore(kind: RemovedKind, id: string): Promise<void>
  /** Removes for good what was removed, and frees its room. A table that a question which stays refers to is kept. */
  purge(): Promise<void>
  /** Removes what is stored and named by nothing. */
  sweepResidue(): Promise<void>
}

/** What was removed, last first. */
export function removedThings({ shelves }: Pick<State, 'shelves'>): readonly Removed[] {
  const things: Removed[] = []
  for (const { id, name, deletedAt } of Object.values(shelves.dataset))
    if (deletedAt) things.push({ kind: 'table', id, name, removedAt: deletedAt })
  for (const { id, name, deletedAt } of Object.values(shelves.experiment))
    if (deletedAt) things.push({ kind: 'question', id, name, removedAt: deletedAt })
  for (const { id, deletedAt } of Object.values(shelves.annotation)) {
    const run = shelves.run[id]
    if (deletedAt && run)
      things.push({
        kind: 'run',
        id,
        name: `Run ${run.mark.letter}, ${runName({ shelves }, run)}`,
        removedAt: deletedAt,
      })
  }
  return things.sort((a, b) => b.removedAt - a.removedAt)
}

export const createRemovedSlice: Slice<RemovedSlice> = (set, get, { jobs }) => {
  const removeRun = async (id: string) => {
    for (const part of ['validation', 'test']) await get().removeRecord('evaluation', `${id}/${part}`)
    for (const kind of [
      'result',
      'pipeline',
      'learningCurve',
      'labelCheck',
      'ageing',
      'dropColumns',
      'run',
      'annotation',
    ] as const)
      await get().removeRecord(kind, id)
  }
  return {
    async restore(kind, id) {
      if (kind === 'run') await get().changeRecord('annotation', id, (old) => old && { ...old, deletedAt: undefined })
      else {
        const shelf = kind === 'table' ? 'dataset' : 'experiment'
        await get().changeRecord(shelf, id, (old) => old && { ...old, deletedAt: undefined })
      }
    },
    async sweepResidue() {
      // What a tab that was closed while it read a file has left; nobody waits for it.
      await jobs.load.call('sweep', { runIds: [] }).catch(() => {})
    },
    async purge() {
      const { run, experiment, dataset, annotation, sweep } = get().shelves
      const runIds: RunId[] = []
      for (const { id, experimentId } of Object.values(run))
        if (annotation[id]?.deletedAt || experiment[experimentId]?.deletedAt) {
          await removeRun(id)
          runIds.push(id)
        }
      for (const { id, experimentId } of Object.values(sweep))
        if (experiment[experimentId]?.deletedAt) await get().removeRecord('sweep', id)
      for (const { id, deletedAt } of Object.values(experiment))
        if (deletedAt) await get().removeRecord('experiment', id)
      const needed = new Set(
        Object.values(get().shelves.experiment).flatMap(({ question: { datasetId, split } }) =>
          split.kind === 'file' ? [datasetId, split.testDatasetId] : [datasetId],
        ),
      )
      for (const { id, deletedAt } of Object.values(dataset))
        if (deletedAt && !needed.has(id)) await get().removeRecord('dataset', id)
      const lineages = new Set(Object.values(get().shelves.dataset).map(({ lineage }) => lineage))
      for (const { id } of Object.values(get().shelves.rowTags))
        if (!lineages.has(id)) await get().removeRecord('rowTags', id)
      // What was done to them can no longer be undone.
      set({ past: [], future: [], lastDeed: undefined })
      try {
        await jobs.load.call('sweep', { runIds })
        set({ purgeError: undefined })
      } catch (cause) {
        set({ purgeError: toErrorData(cause) })
      }
      await get().refreshStorage()
    },
  }
}
