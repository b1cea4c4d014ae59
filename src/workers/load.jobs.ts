import type { Column, Table } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { settleOrder } from '@/core/dataset/doubt.ts'
import type {
  InputFile,
  LoadEvent,
  LoadInput,
  LoadJobs,
  RetypeInput,
  RetypeOutput,
  RowWindow,
  WindowInput,
} from '@/core/dataset/jobs.ts'
import { type Reading, takeReading } from '@/core/dataset/reading.ts'
import { relabelColumn } from '@/core/dataset/relabel.ts'
import { retypeColumn } from '@/core/dataset/retype.ts'
import { windowOf } from '@/core/dataset/window.ts'
import { AssayError } from '@/core/errors.ts'
import { contentHash } from '@/core/hash.ts'
import type { RunId } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { nameOfTable } from '@/engine/table/format.ts'
import { readTable, whyNotOneTable } from '@/engine/table/readTable.ts'
import { type DescribedColumn, openTable, storeDescribed, sweepColumns } from '@/storage/tables.ts'
import { describe, storeColumns, TELL_EVERY_MS } from './describe.ts'
import type { Stores } from './runFiles.ts'

/** The content hash of columns: names, types and values, in order. */
function datasetId(rows: number, columns: readonly Omit<ColumnMeta, 'summary'>[]): DatasetId {
  return contentHash({ rows, columns: columns.map(({ name, type, kind, digest }) => [name, type, kind, digest]) })
}

/** Jobs that make stored columns; a record is committed only once all that it names is stored. */
export function makeLoadJobs(stores: Stores): LoadJobs {
  /** Tables that are read and not stored yet. */
  const held: Held = new Map()
  return {
    load: (input, task) => load(stores, held, input, task),
    window: (input) => windowOfHeld(held, input),
    async compare({ files }, task) {
      const why = await whyNotOneTable(files.map(toTableFile), task)
      return why === undefined ? {} : { why }
    },
    retype: (input, task) => retype(stores, input, task),
    relabel: ({ datasetId: id, column, labels }, task) =>
      changeColumn(stores, id, column, task, (before) => relabelColumn(before, labels)),
    sweep: ({ runIds }) => sweep(stores, runIds),
  }
}

type Held = Map<DatasetId, Table>

function toTableFile({ file, fileName }: InputFile) {
  return { name: fileName, blob: file }
}

async function load(stores: Stores, held: Held, input: LoadInput, task: Task<LoadEvent>): Promise<Dataset> {
  const start = performance.now()
  const total = input.files.reduce((sum, { file }) => sum + file.size, 0)
  const fileName = input.files[0]?.fileName ?? ''
  const {
    table,
    issues,
    doubts,
    format,
    text: _text,
    ...facts
  } = await readTable(input.files.map(toTableFile), input.options ?? {}, {
    signal: task.signal,
    report: (progress) => task.report({ phase: 'reading', ...progress }),
  })
  const readMs = performance.now() - start
  const { described, columns } = await describe(table, task, (done) =>
    task.report({ phase: 'summarising', columns: done, total: table.columns.length }),
  )
  const id = datasetId(table.rows, columns)
  const { types: _types, ...fixed } = input.options ?? {}
  const reading: Reading = {
    source: {
      kind: input.sourceKind,
      fileName,
      bytes: total,
      ...(format !== 'csv' && { format }),
      ...facts,
      ...(Object.keys(fixed).length > 0 && { fixed }),
      readMs,
    },
    issues,
    ...(doubts.length > 0 && { doubts }),
  }
  try {
    return await withTables('shared', async () => {
      const draft: Dataset = {
        schema: 1,
        id,
        // A name that somebody chose stays as it is: a file read again keeps the name of what it replaces.
        name: input.name ?? (await freeName(stores, nameOfTable(fileName), id)),
        version: 0,
        lineage: id,
        rows: table.rows,
        columns,
        ...reading,
        ...(input.settled && { settled: input.settled }),
        createdAt: Date.now(),
      }
      if (!(await stores.records.get('dataset', id))) {
        held.set(id, table)
        task.report({ phase: 'ready', dataset: draft })
      }
      await store(stores, described, table.rows, task)
      throwIfAborted(task)
      // The same content read otherwise is the same dataset; how it was read last is what its page says.
      // Another file of this name may have been stored meanwhile.
      const name = input.name ?? (await freeName(stores, nameOfTable(fileName), id))
      const dataset = await stores.records.update('dataset', id, (old) =>
        old ? { ...takeReading(old, reading), deletedAt: undefined } : { ...draft, name },
      )
      return dataset!
    })
  } catch (cause) {
    // A load that did not end leaves nothing behind. Not awaited: another load may hold the lock for long.
    void sweep(stores, []).catch(() => {})
    throw cause
  } finally {
    // The same file may have been read twice at once.
    if (held.get(id) === table) held.delete(id)
  }
}

async function store(
  { arrays }: Stores,
  columns: readonly DescribedColumn[],
  rows: number,
  task: Task<LoadEvent>,
): Promise<void> {
  const total = columns.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  let told = performance.now()
  const tell = () => task.report({ phase: 'storing', bytes: done, total, rows })
  tell()
  await storeDescribed(arrays, columns, task, (bytes) => {
    done += bytes
    // The page has the data to draw meanwhile.
    if (performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    tell()
  })
}

async function windowOfHeld(held: Held, input: WindowInput): Promise<RowWindow> {
  const table = held.get(input.datasetId)
  // Between two looks it was stored, or its storing failed: whoever asks knows which, and asks elsewhere.
  if (!table) throw new AssayError('storage.missing', 'This data is no longer being read. Open its file again.')
  return windowOf(table, input)
}

async function retype(
  stores: Stores,
  { datasetId: id, column, type, dateOrder }: RetypeInput,
  task: Task,
): Promise<RetypeOutput> {
  let lost = 0
  const dataset = await changeColumn(stores, id, column, task, (before, dataset) => {
    const format = { ...dataset.source.dialect, ...(dateOrder && { dateOrder }) }
    const retyped = retypeColumn(before, type, format)
    lost = retyped.lost
    return retyped.column
  })
  return { dataset, lost }
}

/** The next version of a dataset, in which one column is another. */
async function changeColumn(
  stores: Stores,
  id: DatasetId,
  column: string,
  task: Task,
  change: (column: Column, dataset: Dataset) => Column,
): Promise<Dataset> {
  const dataset = await stores.records.get('dataset', id)
  const index = dataset?.columns.findIndex(({ name }) => name === column) ?? -1
  if (!dataset || index < 0)
    throw new AssayError(
      'dataset.unknownColumn',
      `There is no column “${column}” to change. Reload the page and try again.`,
    )
  const opened = await openTable(stores.arrays, dataset, new Set([column]), task)
  const after = change(opened.columns[0]!, dataset)
  return withTables('shared', async () => {
    const [meta] = await storeColumns(stores.arrays, { rows: dataset.rows, columns: [after] }, task)
    const columns = dataset.columns.with(index, meta!)
    const { doubts = [], ...rest } = dataset
    const present = dataset.rows - dataset.columns[index]!.summary.missing
    const left = after.type === 'datetime' ? settleOrder(doubts, column, present) : doubts
    const nextId = datasetId(dataset.rows, columns)
    const versions = (await stores.records.all('dataset')).filter(({ lineage }) => lineage === dataset.lineage)
    const version = 1 + Math.max(...versions.map((each) => each.version))
    const next = await stores.records.update('dataset', nextId, (old) =>
      old
        ? { ...old, deletedAt: undefined }
        : {
            ...rest,
            ...(left.length > 0 && { doubts: left }),
            id: nextId,
            version,
            columns,
            createdAt: Date.now(),
            deletedAt: undefined,
          },
    )
    return next!
  })
}

/** The file's own name, or "penguins (2)" where another dataset in sight has it. */
async function freeName({ records }: Stores, wanted: string, id: DatasetId): Promise<string> {
  const taken = new Set(
    (await records.all('dataset')).filter((each) => !each.deletedAt && each.id !== id).map(({ name }) => name),
  )
  const base = wanted || 'table'
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base} (${count})`
  return name
}

/** Removes column files that no record names, and the arrays of the given runs, whose records are gone. */
async function sweep({ records, arrays }: Stores, runIds: readonly RunId[]): Promise<number> {
  return withTables('exclusive', async () => {
    const datasets = await records.all('dataset')
    const keep = new Set(datasets.flatMap(({ columns }) => columns.map(({ digest }) => digest)))
    let freed = await sweepColumns(arrays, keep)
    for (const id of runIds) {
      for (const { bytes } of await arrays.list(`runs/${id}`)) freed += bytes
      await arrays.remove(`runs/${id}`)
    }
    return freed
  })
}

/**
 * Columns are stored before the record that names them, so a sweep must wait for every load, in whatever tab. Node, where
 * the jobs are tested one at a time, has no locks.
 */
function withTables<T>(mode: LockMode, work: () => Promise<T>): Promise<T> {
  return globalThis.navigator?.locks ? navigator.locks.request('assay:tables', { mode }, work) : work()
}
