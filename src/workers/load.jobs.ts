import type { Table } from '@/core/dataset/column.ts'
import { digestsOf } from '@/core/dataset/contentId.ts'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import type { DescribedColumn } from '@/core/dataset/describeColumn.ts'
import type { InputFile, LoadEvent, LoadInput, LoadJobs, RowWindow, WindowInput } from '@/core/dataset/jobs.ts'
import { takeReading } from '@/core/dataset/reading.ts'
import { windowOf } from '@/core/dataset/window.ts'
import { AssayError } from '@/core/errors.ts'
import type { RunId } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { TELL_EVERY_MS } from '@/engine/table/describe.ts'
import { nameOfTable } from '@/engine/table/format.ts'
import { readDataset } from '@/engine/table/readDataset.ts'
import { compareTables } from '@/engine/table/readTable.ts'
import type { Threads } from '@/engine/threads.ts'
import { storeDescribed, sweepColumns } from '@/storage/tables.ts'
import type { Stores } from './runFiles.ts'
import { withTables } from './tablesLock.ts'
import { makeVersionJobs } from './versions.ts'

/**
 * Jobs that make stored columns; a record is committed only once all that it names is stored.
 * @param threads Help to read large files.
 */
export function makeLoadJobs(stores: Stores, threads?: Threads): LoadJobs {
  /** Tables that are read and not stored yet. */
  const held: Held = new Map()
  return {
    load: (input, task) => load({ stores, held, threads }, input, task),
    window: (input) => windowOfHeld(held, input),
    compare: ({ files }, task) => compareTables(files.map(toTableFile), task),
    ...makeVersionJobs(stores),
    sweep: ({ runIds }) => sweep(stores, runIds),
  }
}

type Held = Map<DatasetId, Table>

function toTableFile({ file, fileName }: InputFile) {
  return { name: fileName, blob: file }
}

interface Surroundings {
  readonly stores: Stores
  readonly held: Held
  readonly threads: Threads | undefined
}

async function load(
  { stores, held, threads }: Surroundings,
  input: LoadInput,
  task: Task<LoadEvent>,
): Promise<Dataset> {
  const { id, table, columns, described, reading } = await readDataset(
    input.files.map(toTableFile),
    input.sourceKind,
    input.options ?? {},
    task,
    { threads, ...(input.typesWherePresent && { typesWherePresent: input.typesWherePresent }) },
  )
  const fileName = input.files[0]?.fileName ?? ''
  try {
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
    return await withTables('shared', async () => {
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
    const keep = new Set(datasets.flatMap(digestsOf))
    let freed = await sweepColumns(arrays, keep)
    for (const id of runIds) {
      for (const { bytes } of await arrays.list(`runs/${id}`)) freed += bytes
      await arrays.remove(`runs/${id}`)
    }
    return freed
  })
}
