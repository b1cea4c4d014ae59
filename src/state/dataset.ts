import type { ColumnType } from '@/core/dataset/column.ts'
import type { Dataset, DatasetId, DatasetSource, Doubt, ReadOptions } from '@/core/dataset/dataset.ts'
import { doubtKey } from '@/core/dataset/doubt.ts'
import type { LoadEvent } from '@/core/dataset/jobs.ts'
import { takeReading } from '@/core/dataset/reading.ts'
import { formatBytes, formatUnits } from '@/core/format/format.ts'
import type { Slice, State } from './store.ts'

export interface DatasetSlice {
  /** Reads a file into a new dataset. Undefined when it was stopped or failed; the job tells which. */
  loadFile(file: File, sourceKind?: DatasetSource['kind'], options?: ReadOptions): Promise<Dataset | undefined>
  /** The file behind a dataset, while it is at hand in this tab. */
  fileOf(id: DatasetId): File | undefined
  /**
   * Reads the same file with other options, undoably. The first reading is removed unless something was asked of it;
   * where the content comes out the same, it only says otherwise how it was read. The file must be given where it is no
   * longer at hand.
   */
  reread(id: DatasetId, options: ReadOptions, file?: File): Promise<Dataset | undefined>
  /** Leaves the cells that a doubt is about as they stand, and does not ask again. */
  settleDoubt(id: DatasetId, doubt: Doubt, label: string): Promise<void>
  renameDataset(id: DatasetId, name: string): Promise<void>
  deleteDataset(id: DatasetId): Promise<void>
  /** Gives a column another type: the next version of the dataset. Also tells how many cells became missing. */
  retypeColumn(
    id: DatasetId,
    column: string,
    type: ColumnType,
  ): Promise<{ readonly dataset: Dataset; readonly lost: number } | undefined>
}

/** Datasets that are not deleted, newest first. */
export function liveDatasets({ shelves }: Pick<State, 'shelves'>): readonly Dataset[] {
  return Object.values(shelves.dataset)
    .filter((dataset) => !dataset.deletedAt)
    .sort((a, b) => b.createdAt - a.createdAt)
}

/** Versions of one lineage that are not deleted, newest first. */
export function liveVersions(state: Pick<State, 'shelves'>, lineage: DatasetId): readonly Dataset[] {
  return liveDatasets(state)
    .filter((dataset) => dataset.lineage === lineage)
    .sort((a, b) => b.version - a.version)
}

/** What stands in for a deleted dataset: the newest version of its lineage, else another reading of its file. */
export function replacementOf(state: Pick<State, 'shelves'>, { id, lineage, source }: Dataset): Dataset | undefined {
  const [version] = liveVersions(state, lineage)
  return (
    version ??
    liveDatasets(state).find(
      (other) => other.id !== id && other.source.fileName === source.fileName && other.source.bytes === source.bytes,
    )
  )
}

function progressOf({ phase, bytes, total, rows }: LoadEvent) {
  const text =
    phase === 'reading'
      ? `${formatBytes(bytes)} of ${formatBytes(total)}, ${formatUnits(rows, 'row')}`
      : `Storing ${formatUnits(rows, 'row')}`
  return { done: bytes, total, text }
}

export const createDatasetSlice: Slice<DatasetSlice> = (_set, get, { jobs }) => {
  /** Files of this session. A file is only a reference until it is read, so holding it costs nothing. */
  const files = new Map<DatasetId, File>()

  const mark = (id: DatasetId, deletedAt: number | undefined) =>
    get().changeRecord('dataset', id, (dataset) => dataset && { ...dataset, deletedAt })

  const load = async (
    file: File,
    sourceKind: DatasetSource['kind'],
    options?: ReadOptions,
    { name, settled }: Partial<Pick<Dataset, 'name' | 'settled'>> = {},
  ) => {
    const dataset = await get().runJob(
      { kind: 'load', subject: file.name, label: `Reading ${file.name}` },
      ({ signal, progress }) =>
        jobs.load.call(
          'load',
          {
            file,
            fileName: file.name,
            sourceKind,
            ...(options && { options }),
            ...(name && { name }),
            ...(settled && { settled }),
          },
          { signal, onEvent: (event) => progress(progressOf(event)) },
        ),
    )
    if (!dataset) return undefined
    files.set(dataset.id, file)
    await get().refreshRecord('dataset', dataset.id)
    void get().askToPersist()
    return get().shelves.dataset[dataset.id] ?? dataset
  }

  return {
    loadFile: (file, sourceKind = 'file', options) => load(file, sourceKind, options),
    fileOf: (id) => files.get(id),
    async reread(id, options, file = files.get(id)) {
      const old = get().shelves.dataset[id]
      if (!old || !file) return undefined
      const isAsked = Object.values(get().shelves.experiment).some(
        ({ question, deletedAt }) => !deletedAt && question.datasetId === id,
      )
      const dataset = await load(file, old.source.kind, options, {
        ...(!isAsked && { name: old.name }),
        ...(old.settled && { settled: old.settled }),
      })
      if (!dataset) return undefined
      if (dataset.id === id) {
        const say = (reading: Dataset) => async () =>
          void (await get().changeRecord('dataset', id, (dataset) => dataset && takeReading(dataset, reading)))
        await get().perform({
          label: `Read ${old.source.fileName} again: the same content`,
          redo: say(dataset),
          undo: say(old),
        })
        return dataset
      }
      if (isAsked) return dataset
      await get().perform({
        label: `Read ${old.source.fileName} again`,
        redo: async () => {
          await mark(dataset.id, undefined)
          await mark(id, Date.now())
        },
        undo: async () => {
          await mark(id, undefined)
          await mark(dataset.id, Date.now())
        },
      })
      return dataset
    },
    async settleDoubt(id, doubt, label) {
      const key = doubtKey(doubt)
      const settle = (isSettled: boolean) => async () =>
        void (await get().changeRecord('dataset', id, (dataset) => {
          if (!dataset) return undefined
          const others = (dataset.settled ?? []).filter((other) => other !== key)
          return { ...dataset, settled: isSettled ? [...others, key] : others }
        }))
      await get().perform({ label, redo: settle(true), undo: settle(false) })
    },
    async renameDataset(id, name) {
      const before = get().shelves.dataset[id]?.name
      if (before === undefined || before === name) return
      const rename = async (to: string) => {
        await get().changeRecord('dataset', id, (dataset) => dataset && { ...dataset, name: to })
      }
      await get().perform({
        label: `Renamed ${before} to ${name}`,
        redo: () => rename(name),
        undo: () => rename(before),
      })
    },
    async deleteDataset(id) {
      const dataset = get().shelves.dataset[id]
      if (!dataset) return
      await get().perform({
        label: `Removed ${dataset.name}`,
        redo: async () => void (await mark(id, Date.now())),
        undo: async () => void (await mark(id, undefined)),
      })
    },
    async retypeColumn(id, column, type) {
      const before = get().shelves.dataset
      const output = await get().runJob(
        { kind: 'retype', subject: id, label: `Reading ${column} as ${type}` },
        ({ signal }) => jobs.load.call('retype', { datasetId: id, column, type }, { signal }),
      )
      if (!output) return undefined
      const file = files.get(id)
      if (file) files.set(output.dataset.id, file)
      const lost = output.lost > 0 ? `; ${formatUnits(output.lost, 'cell')} had no such value and became missing` : ''
      // Back to an earlier type is back to an earlier version, which an undo must not take away.
      const old = before[output.dataset.id]
      if (old && !old.deletedAt) {
        await get().refreshRecord('dataset', output.dataset.id)
        return output
      }
      await get().perform({
        label: `${column} is now ${type}${lost}`,
        redo: async () => {
          await get().refreshRecord('dataset', output.dataset.id)
          await mark(output.dataset.id, undefined)
        },
        undo: async () => void (await mark(output.dataset.id, Date.now())),
      })
      return output
    },
  }
}
