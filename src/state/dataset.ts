import type { Dataset, DatasetId, DatasetSource, Doubt, ReadOptions } from '@/core/dataset/dataset.ts'
import { doubtKey } from '@/core/dataset/doubt.ts'
import type { FileComparison, LoadEvent, LoadInput } from '@/core/dataset/jobs.ts'
import { takeReading } from '@/core/dataset/reading.ts'
import { readLike } from '@/core/dataset/readLike.ts'
import type { View } from '@/core/dataset/view.ts'
import { formatBytes, formatCount, formatUnits } from '@/core/format/format.ts'
import type { SaidRowsInput } from '@/core/prediction/jobs.ts'
import type { JobControl } from './job.ts'
import type { Slice, State } from './store.ts'

export interface DatasetSlice {
  /** Reads files of one shape, in this order, into one new dataset. Undefined when it was stopped or failed; the job tells. */
  loadFiles(
    files: readonly File[],
    sourceKind?: DatasetSource['kind'],
    options?: ReadOptions,
  ): Promise<Dataset | undefined>
  /** Reads files that are to test what is learned from a dataset, so that their cells mean what its cells do. */
  loadTestFiles(id: DatasetId, files: readonly File[]): Promise<Dataset | undefined>
  /** Whether files have the same columns, so that they can be read as one dataset; if not, what sets them apart. */
  compareFiles(files: readonly File[]): Promise<FileComparison>
  /** The files behind a dataset, while they are at hand in this tab. */
  filesOf(id: DatasetId): readonly File[] | undefined
  /** The files of the last reading that failed, by the subject of its job. */
  filesRefused(subject: string): readonly File[] | undefined
  /** Says that another version has the same files behind it. */
  passFiles(from: DatasetId, to: DatasetId): void
  /**
   * Reads the same files with other options, undoably. The first reading is removed unless something was asked of it;
   * where the content comes out the same, it only says otherwise how it was read. The files must be given where they are
   * no longer at hand.
   */
  reread(id: DatasetId, options: ReadOptions, chosen?: readonly File[]): Promise<Dataset | undefined>
  /** Leaves the cells that a doubt is about as they stand, and does not ask again. */
  settleDoubt(id: DatasetId, doubt: Doubt, label: string): Promise<void>
  renameDataset(id: DatasetId, name: string): Promise<void>
  deleteDataset(id: DatasetId): Promise<void>
  /** The rows of a view as CSV, of the columns that are shown. Undefined when it was stopped or failed. */
  exportRows(id: DatasetId, view: View, shown: readonly string[]): Promise<Blob | undefined>
  /** Rows of a run in their order with what was said and written of them, as CSV: the columns that are shown. */
  exportSaid(input: SaidRowsInput, name: string): Promise<Blob | undefined>
}

/** Datasets that are not deleted, newest first. */
export function liveDatasets({ shelves }: Pick<State, 'shelves'>): readonly Dataset[] {
  return Object.values(shelves.dataset)
    .filter((dataset) => !dataset.deletedAt)
    .sort((a, b) => b.createdAt - a.createdAt)
}

/** The newest version of each lineage that has one, the last made first. */
export function newestVersions(state: Pick<State, 'shelves'>): readonly Dataset[] {
  const newest = new Map<DatasetId, Dataset>()
  for (const dataset of liveDatasets(state)) {
    const { lineage, version } = dataset
    if (version > (newest.get(lineage)?.version ?? -1)) newest.set(lineage, dataset)
  }
  return [...newest.values()]
}

/** Versions of one lineage that are not deleted, newest first. */
export function liveVersions(state: Pick<State, 'shelves'>, lineage: DatasetId): readonly Dataset[] {
  return liveDatasets(state)
    .filter((dataset) => dataset.lineage === lineage)
    .sort((a, b) => b.version - a.version)
}

/**
 * What stands in for a deleted dataset: the version that it was made of, else the newest version of its lineage, else
 * another reading of its file.
 */
export function replacementOf(
  state: Pick<State, 'shelves'>,
  { id, lineage, parent, source }: Dataset,
): Dataset | undefined {
  const versions = liveVersions(state, lineage)
  return (
    versions.find((version) => version.id === parent) ??
    versions[0] ??
    liveDatasets(state).find(
      (other) => other.id !== id && other.source.fileName === source.fileName && other.source.bytes === source.bytes,
    )
  )
}

function progressOf(event: Exclude<LoadEvent, { phase: 'ready' }>) {
  if (event.phase === 'summarising') {
    const { columns, total } = event
    return {
      done: columns,
      total,
      text: `Counting the values of ${formatCount(columns)} of ${formatUnits(total, 'column')}`,
    }
  }
  const { phase, bytes, total, rows } = event
  const share = `${formatBytes(bytes)} of ${formatBytes(total)}`
  const text = phase === 'reading' ? `${share}, ${formatUnits(rows, 'row')}` : `Keeping it in this browser: ${share}`
  return { done: bytes, total, text }
}

export const createDatasetSlice: Slice<DatasetSlice> = (_set, get, { jobs }) => {
  /** Files of this session. A file is only a reference until it is read, so holding it costs nothing. */
  const files = new Map<DatasetId, readonly File[]>()
  const refused = new Map<string, readonly File[]>()

  const mark = (id: DatasetId, deletedAt: number | undefined) =>
    get().changeRecord('dataset', id, (dataset) => dataset && { ...dataset, deletedAt })

  const load = async (
    chosen: readonly File[],
    sourceKind: DatasetSource['kind'],
    options?: ReadOptions,
    also: Pick<LoadInput, 'name' | 'settled' | 'typesWherePresent'> = {},
  ) => {
    const [first, ...others] = chosen
    if (!first) return undefined
    const what = others.length > 0 ? `${first.name} and ${formatUnits(others.length, 'more file')}` : first.name
    let settle: (dataset: Dataset | undefined) => void = () => {}
    const stored = new Promise<Dataset | undefined>((resolve) => {
      settle = resolve
    })
    // Whoever opened the file goes on as soon as there is something to look at.
    return new Promise<Dataset | undefined>((resolve) => {
      const onEvent = (event: LoadEvent, progress: JobControl['progress']) => {
        if (event.phase !== 'ready') return progress(progressOf(event))
        files.set(event.dataset.id, chosen)
        get().showUnstored(event.dataset, stored)
        resolve(event.dataset)
      }
      const loading = get().runJob(
        { kind: 'load', subject: first.name, label: `Reading ${what}` },
        ({ signal, progress }) =>
          jobs.load.call(
            'load',
            {
              files: chosen.map((file) => ({ file, fileName: file.name })),
              sourceKind,
              ...(options && { options }),
              ...also,
            },
            { signal, onEvent: (event) => onEvent(event, progress) },
          ),
      )
      void loading.then(async (dataset) => {
        settle(dataset)
        if (!dataset) {
          refused.set(first.name, chosen)
          return resolve(undefined)
        }
        files.set(dataset.id, chosen)
        await get().refreshRecord('dataset', dataset.id)
        void get().askToPersist()
        resolve(get().shelves.dataset[dataset.id] ?? dataset)
      })
    })
  }

  return {
    loadFiles: (chosen, sourceKind = 'file', options) => load(chosen, sourceKind, options),
    async loadTestFiles(id, chosen) {
      const { dataset: datasets } = get().shelves
      const dataset = datasets[id]
      if (!dataset) return undefined
      const { options, typesWherePresent } = readLike(dataset, datasets[dataset.lineage])
      return load(chosen, 'file', options, {
        typesWherePresent,
        ...(dataset.settled && { settled: dataset.settled }),
      })
    },
    compareFiles: (chosen) =>
      jobs.load
        .call('compare', { files: chosen.map((file) => ({ file, fileName: file.name })) })
        // What is wrong with a file is said when it is read.
        .catch(() => ({ areAlike: false })),
    filesOf: (id) => files.get(id),
    filesRefused: (subject) => refused.get(subject),
    passFiles(from, to) {
      const chosen = files.get(from)
      if (chosen) files.set(to, chosen)
    },
    async reread(id, options, chosen = files.get(id)) {
      const old = get().shelves.dataset[id]
      if (!old || !chosen) return undefined
      const isAsked = Object.values(get().shelves.experiment).some(
        ({ question, deletedAt }) => !deletedAt && question.datasetId === id,
      )
      const dataset = await load(chosen, old.source.kind, options, {
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
      await get().untilStored(dataset.id)
      if (!get().shelves.dataset[dataset.id]) return undefined
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
    exportSaid: (input, name) =>
      get().runJob(
        { kind: 'export', subject: input.runId, label: `Writing rows of ${name} as CSV` },
        ({ signal, progress }) =>
          jobs.read.call(
            'writeSaid',
            { ...input, columns: input.shown },
            {
              signal,
              onEvent: ({ done, total }) =>
                progress({ done, total, text: `${formatCount(done)} of ${formatUnits(total, 'row')}` }),
            },
          ),
      ),
    exportRows: (id, view, shown) =>
      get().runJob(
        { kind: 'export', subject: id, label: `Writing ${get().shelves.dataset[id]?.name ?? 'the rows'} as CSV` },
        async ({ signal, progress }) => {
          await get().untilStored(id)
          return jobs.read.call(
            'write',
            { datasetId: id, view, shown },
            {
              signal,
              onEvent: ({ done, total }) =>
                progress({ done, total, text: `${formatCount(done)} of ${formatUnits(total, 'row')}` }),
            },
          )
        },
      ),
  }
}
