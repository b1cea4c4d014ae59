import type { ColumnType } from '@/core/dataset/column.ts'
import type { Dataset, DatasetId, DatasetSource, ReadOptions } from '@/core/dataset/dataset.ts'
import type { LoadEvent } from '@/core/dataset/jobs.ts'
import { formatBytes, formatUnits } from '@/core/format/format.ts'
import type { Slice, State } from './store.ts'

export interface DatasetSlice {
  /** Reads files of one shape, in this order, into one new dataset. Undefined when it was stopped or failed; the job tells. */
  loadFiles(
    files: readonly File[],
    sourceKind?: DatasetSource['kind'],
    options?: ReadOptions,
  ): Promise<Dataset | undefined>
  /** Whether files have the same columns, so that they can be read as one dataset. */
  areOfOneShape(files: readonly File[]): Promise<boolean>
  /** Whether the file behind a dataset is still at hand in this tab, so that it can be read again. */
  canReread(id: DatasetId): boolean
  /** The first bytes of the file behind a dataset, where it is still at hand: to show what another dialect makes of it. */
  fileBeginning(id: DatasetId): Promise<{ readonly bytes: ArrayBuffer; readonly isWhole: boolean } | undefined>
  /** Reads the same file with other options; the first reading is removed (undoable) unless something was asked of it. */
  reread(id: DatasetId, options: ReadOptions): Promise<Dataset | undefined>
  renameDataset(id: DatasetId, name: string): Promise<void>
  deleteDataset(id: DatasetId): Promise<void>
  /** Gives a column another type: the next version of the dataset. Also tells how many cells became missing. */
  retypeColumn(
    id: DatasetId,
    column: string,
    type: ColumnType,
  ): Promise<{ readonly dataset: Dataset; readonly lost: number } | undefined>
  /** Writes texts of a column otherwise: the next version of the dataset. */
  relabelColumn(id: DatasetId, column: string, labels: Readonly<Record<string, string>>): Promise<Dataset | undefined>
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

/** Bytes of a file that are shown of it. */
const BEGINNING = 16_384

function progressOf({ phase, bytes, total, rows }: LoadEvent) {
  const text =
    phase === 'reading'
      ? `${formatBytes(bytes)} of ${formatBytes(total)}, ${formatUnits(rows, 'row')}`
      : `Storing ${formatUnits(rows, 'row')}`
  return { done: bytes, total, text }
}

export const createDatasetSlice: Slice<DatasetSlice> = (_set, get, { jobs }) => {
  /** Files of this session. A file is only a reference until it is read, so holding it costs nothing. */
  const files = new Map<DatasetId, readonly File[]>()

  const mark = (id: DatasetId, deletedAt: number | undefined) =>
    get().changeRecord('dataset', id, (dataset) => dataset && { ...dataset, deletedAt })

  const load = async (
    chosen: readonly File[],
    sourceKind: DatasetSource['kind'],
    options?: ReadOptions,
    name?: string,
  ) => {
    const [first, ...others] = chosen
    if (!first) return undefined
    const what = others.length > 0 ? `${first.name} and ${formatUnits(others.length, 'more file')}` : first.name
    const dataset = await get().runJob(
      { kind: 'load', subject: first.name, label: `Reading ${what}` },
      ({ signal, progress }) =>
        jobs.load.call(
          'load',
          {
            files: chosen.map((file) => ({ file, fileName: file.name })),
            sourceKind,
            ...(options && { options }),
            ...(name && { name }),
          },
          { signal, onEvent: (event) => progress(progressOf(event)) },
        ),
    )
    if (!dataset) return undefined
    files.set(dataset.id, chosen)
    await get().refreshRecord('dataset', dataset.id)
    void get().askToPersist()
    return get().shelves.dataset[dataset.id] ?? dataset
  }

  /** Takes in a version that a job made of a dataset, undoably unless it was in sight before. */
  const showVersion = async (
    before: State['shelves']['dataset'],
    id: DatasetId,
    nextId: DatasetId,
    label: string,
  ): Promise<void> => {
    const chosen = files.get(id)
    if (chosen) files.set(nextId, chosen)
    // Back to what an earlier version is must not be taken away by an undo.
    const old = before[nextId]
    if (old && !old.deletedAt) return get().refreshRecord('dataset', nextId)
    await get().perform({
      label,
      redo: async () => {
        await get().refreshRecord('dataset', nextId)
        await mark(nextId, undefined)
      },
      undo: async () => void (await mark(nextId, Date.now())),
    })
  }

  return {
    loadFiles: (chosen, sourceKind = 'file', options) => load(chosen, sourceKind, options),
    async areOfOneShape(chosen) {
      try {
        const input = { files: chosen.map((file) => ({ file, fileName: file.name })) }
        return (await jobs.load.call('compare', input)).why === undefined
      } catch {
        // What is wrong with a file is said when it is read.
        return false
      }
    },
    canReread: (id) => files.has(id),
    async fileBeginning(id) {
      // Packed bytes show nothing.
      const file = get().shelves.dataset[id]?.source.packed ? undefined : files.get(id)?.[0]
      return file && { bytes: await file.slice(0, BEGINNING).arrayBuffer(), isWhole: file.size <= BEGINNING }
    },
    async reread(id, options) {
      const old = get().shelves.dataset[id]
      const chosen = files.get(id)
      if (!old || !chosen) return undefined
      const isAsked = Object.values(get().shelves.experiment).some(
        ({ question, deletedAt }) => !deletedAt && question.datasetId === id,
      )
      const dataset = await load(chosen, old.source.kind, options, isAsked ? undefined : old.name)
      if (!dataset || dataset.id === id || isAsked) return dataset
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
      const lost = output.lost > 0 ? `; ${formatUnits(output.lost, 'cell')} had no such value and became missing` : ''
      await showVersion(before, id, output.dataset.id, `${column} is now ${type}${lost}`)
      return output
    },
    async relabelColumn(id, column, labels) {
      const before = get().shelves.dataset
      const dataset = await get().runJob(
        { kind: 'retype', subject: id, label: `Changing labels of ${column}` },
        ({ signal }) => jobs.load.call('relabel', { datasetId: id, column, labels }, { signal }),
      )
      if (dataset) await showVersion(before, id, dataset.id, `Labels of ${column} changed`)
      return dataset
    },
  }
}
