import type { Column, Table } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset, DatasetId, Dialect } from '@/core/dataset/dataset.ts'
import type { LoadEvent, LoadInput, LoadJobs, RetypeInput, RetypeOutput } from '@/core/dataset/jobs.ts'
import { type Reading, takeReading } from '@/core/dataset/reading.ts'
import { retypeColumn } from '@/core/dataset/retype.ts'
import { AssayError } from '@/core/errors.ts'
import { contentHash } from '@/core/hash.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'
import type { RunId } from '@/core/run/run.ts'
import { macrotask, type Task, throwIfAborted } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { formOf, openTable, storeTable, sweepColumns } from '@/storage/tables.ts'
import type { Stores } from './runFiles.ts'

/** The content hash of columns: names, types and values, in order. */
function datasetId(rows: number, columns: readonly Omit<ColumnMeta, 'summary'>[]): DatasetId {
  return contentHash({ rows, columns: columns.map(({ name, type, kind, digest }) => [name, type, kind, digest]) })
}

/** Jobs that make stored columns; a record is committed only once all that it names is stored. */
export function makeLoadJobs(stores: Stores): LoadJobs {
  return {
    load: (input, task) => load(stores, input, task),
    retype: (input, task) => retype(stores, input, task),
    sweep: ({ runIds }) => sweep(stores, runIds),
  }
}

async function load(stores: Stores, input: LoadInput, task: Task<LoadEvent>): Promise<Dataset> {
  const start = performance.now()
  const total = input.file.size
  const { table, dialect, issues, doubts } = await readCsv(input.file, input.options ?? {}, {
    signal: task.signal,
    report: (progress) => task.report({ phase: 'reading', ...progress }),
  })
  const readMs = performance.now() - start
  task.report({ phase: 'storing', bytes: total, total, rows: table.rows })
  try {
    return await withTables('shared', async () => {
      const columns = await storeColumns(stores, table, task)
      const id = datasetId(table.rows, columns)
      // A name that somebody chose stays as it is: a file read again keeps the name of what it replaces.
      const name = input.name ?? (await freeName(stores, input.fileName.replace(/\.[^.]+$/, ''), id))
      throwIfAborted(task)
      const fixed = Object.keys(input.options ?? {}).filter((part) => part !== 'types') as (keyof Dialect)[]
      const reading: Reading = {
        source: {
          kind: input.sourceKind,
          fileName: input.fileName,
          bytes: total,
          dialect,
          ...(fixed.length > 0 && { fixed }),
          readMs,
        },
        issues,
        ...(doubts.length > 0 && { doubts }),
      }
      const dataset = await stores.records.update('dataset', id, (old) =>
        // The same content read otherwise is the same dataset; how it was read last is what the page says.
        old
          ? { ...takeReading(old, reading), deletedAt: undefined }
          : {
              schema: 1,
              id,
              name,
              version: 0,
              lineage: id,
              rows: table.rows,
              columns,
              ...reading,
              ...(input.settled && { settled: input.settled }),
              createdAt: Date.now(),
            },
      )
      return dataset!
    })
  } catch (cause) {
    // A load that did not end leaves nothing behind. Should that fail too, the next sweep does it; the cause matters more.
    await sweep(stores, []).catch(() => {})
    throw cause
  }
}

async function retype(stores: Stores, { datasetId: id, column, type }: RetypeInput, task: Task): Promise<RetypeOutput> {
  const dataset = await stores.records.get('dataset', id)
  const index = dataset?.columns.findIndex(({ name }) => name === column) ?? -1
  if (!dataset || index < 0)
    throw new AssayError(
      'dataset.unknownColumn',
      `There is no column “${column}” to change. Reload the page and try again.`,
    )
  const opened = await openTable(stores.arrays, dataset, new Set([column]), task)
  const before = opened.columns[0]!
  const { column: after, lost } = retypeColumn(before, type)
  return withTables('shared', async () => {
    const [meta] = await storeColumns(stores, { rows: dataset.rows, columns: [after] }, task)
    const columns = dataset.columns.with(index, meta!)
    const nextId = datasetId(dataset.rows, columns)
    const versions = (await stores.records.all('dataset')).filter(({ lineage }) => lineage === dataset.lineage)
    const version = 1 + Math.max(...versions.map((each) => each.version))
    const next = await stores.records.update('dataset', nextId, (old) =>
      old
        ? { ...old, deletedAt: undefined }
        : { ...dataset, id: nextId, version, columns, createdAt: Date.now(), deletedAt: undefined },
    )
    return { dataset: next!, lost }
  })
}

async function storeColumns(
  { arrays }: Stores,
  table: Table,
  task: Pick<Task, 'signal'>,
): Promise<readonly ColumnMeta[]> {
  const stored = await storeTable(arrays, table, task)
  const metas: ColumnMeta[] = []
  for (const [index, column] of table.columns.entries()) {
    metas.push({ ...factsOf(column), digest: stored[index]!.digest, summary: summariseColumn(column) })
    await macrotask()
    throwIfAborted(task)
  }
  return metas
}

function factsOf({ name, type, zone, data }: Column): Pick<ColumnMeta, 'name' | 'type' | 'kind' | 'width' | 'zone'> {
  return { name, type, ...formOf(data), ...(zone && { zone }) }
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
