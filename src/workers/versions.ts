import type { Column } from '@/core/dataset/column.ts'
import { contentId, firstReadOf } from '@/core/dataset/contentId.ts'
import type { ColumnMeta, Dataset, DatasetId, FirstRead, StoredColumn } from '@/core/dataset/dataset.ts'
import { settleOrder } from '@/core/dataset/doubt.ts'
import {
  type Edit,
  type EditPlan,
  type EditRecord,
  KEYS_LISTED,
  type KeptRows,
  planEdits,
} from '@/core/dataset/edit.ts'
import { editColumn } from '@/core/dataset/editColumn.ts'
import type { ArrangeEvent, EditInput, LoadJobs, RetypeInput, RetypeOutput } from '@/core/dataset/jobs.ts'
import { relabelColumn } from '@/core/dataset/relabel.ts'
import { retypeColumn } from '@/core/dataset/retype.ts'
import { AssayError } from '@/core/errors.ts'
import { breather, type Task } from '@/core/task.ts'
import { runBreathing, runFor } from '@/core/work.ts'
import { openRowIds, openWeights, storeNumbers } from '@/storage/numbers.ts'
import { openTable } from '@/storage/tables.ts'
import type { Stores } from './runFiles.ts'
import { storeColumns } from './storeColumns.ts'
import { withTables } from './tablesLock.ts'

type Stoppable = Pick<Task, 'signal'>

/** Jobs that make the next version of a dataset. */
export function makeVersionJobs(stores: Stores): Pick<LoadJobs, 'retype' | 'relabel' | 'edit'> {
  return {
    retype: (input, task) => retype(stores, input, task),
    relabel: ({ datasetId, column, labels }, task) =>
      changeColumn(stores, datasetId, column, task, async (before) => relabelColumn(before, labels), keepFirst),
    edit: (input, task) => edit(stores, input, task),
  }
}

/** What splits are dealt over stays as it was. */
const keepFirst = async (first: FirstRead) => first

async function retype(
  stores: Stores,
  { datasetId: id, column, type, dateOrder }: RetypeInput,
  task: Stoppable,
): Promise<RetypeOutput> {
  let lost = 0
  const read = (before: Column, { source }: Dataset) =>
    runFor(task, retypeColumn(before, type, { ...source.dialect, ...(dateOrder && { dateOrder }) }))
  const change = async (before: Column, dataset: Dataset) => {
    const retyped = await read(before, dataset)
    lost = retyped.lost
    return retyped.column
  }
  const dataset = await changeColumn(stores, id, column, task, change, async (first, dataset) => {
    // Without edits of rows a version is dealt over itself.
    if (!dataset.firstRead) return undefined
    const table = { ...dataset, ...first }
    const { columns } = await openTable(stores.arrays, table, new Set([column]), task)
    const retyped = await read(columns[0]!, dataset)
    const [stored] = await storeColumns(stores.arrays, { rows: first.rows, columns: [retyped.column] }, task)
    return { ...first, columns: first.columns.map((old) => (old.name === column && stored ? stored : old)) }
  })
  return { dataset, lost }
}

/** The next version of a dataset, in which one column is another. */
async function changeColumn(
  stores: Stores,
  id: DatasetId,
  column: string,
  task: Stoppable,
  change: (column: Column, dataset: Dataset) => Promise<Column>,
  changeFirst: (first: FirstRead, dataset: Dataset) => Promise<FirstRead | undefined>,
): Promise<Dataset> {
  const dataset = await find(stores, id, [column])
  const index = dataset.columns.findIndex(({ name }) => name === column)
  const opened = await openTable(stores.arrays, dataset, new Set([column]), task)
  const after = await change(opened.columns[0]!, dataset)
  return withTables('shared', async () => {
    const [meta] = await storeColumns(stores.arrays, { rows: dataset.rows, columns: [after] }, task)
    const present = dataset.rows - dataset.columns[index]!.summary.missing
    const { doubts = [] } = dataset
    return commitVersion(stores, dataset, {
      rows: dataset.rows,
      columns: dataset.columns.with(index, meta!),
      rowIds: dataset.rowIds,
      weights: dataset.weights,
      first: await changeFirst(dataset.firstRead ?? dataset, dataset),
      doubts: after.type === 'datetime' ? settleOrder(doubts, column, present) : doubts,
    })
  })
}

async function edit(
  stores: Stores,
  { datasetId: id, edits, byPlace = false }: EditInput,
  task: Task<ArrangeEvent>,
): Promise<Dataset> {
  const named = edits.flatMap((each) => (each.kind === 'setCells' ? each.column : []))
  const dataset = await find(stores, id, named)
  const breathe = breather(task)
  const ids = await openRowIds(stores.arrays, dataset, task)
  const weights = await openWeights(stores.arrays, dataset, task)
  const plan = await runBreathing(
    planEdits(
      { rows: dataset.rows, ...(ids && { ids }), ...(weights && { weights }) },
      byPlace && ids ? edits.map((each) => ({ ...each, rows: keysAt(ids, each.rows) })) : edits,
    ),
    breathe,
  )
  return withTables('shared', async () => {
    const columns: ColumnMeta[] = []
    for (const meta of dataset.columns) {
      await breathe()
      columns.push(await editStored(stores, dataset, meta, plan, task))
      task.report({ done: columns.length, total: dataset.columns.length })
    }
    const rows = plan.ids.length
    const isWhole = plan.ids[rows - 1] === rows - 1
    return commitVersion(stores, dataset, {
      rows,
      columns,
      rowIds: isWhole ? undefined : await storeNumbers(stores.arrays, plan.ids, task),
      weights: plan.weights && (await storeNumbers(stores.arrays, plan.weights, task)),
      first: dataset.firstRead ?? dataset,
      doubts: dataset.doubts ?? [],
      edits: await keepEdits(stores, edits, plan, task),
    })
  })
}

function keysAt(ids: Uint32Array, places: Edit['rows']): Uint32Array {
  return Uint32Array.from(places)
    .filter((place) => place < ids.length)
    .map((place) => ids[place]!)
}

async function editStored(
  { arrays }: Stores,
  dataset: Dataset,
  meta: ColumnMeta,
  { patches, kept }: EditPlan,
  task: Stoppable,
): Promise<ColumnMeta> {
  const ofColumn = patches.get(meta.name) ?? []
  if (ofColumn.length === 0 && !kept) return meta
  const { columns } = await openTable(arrays, dataset, new Set([meta.name]), task)
  const column: Column = { ...columns[0]!, ...(meta.zone && { zone: meta.zone }) }
  const after = await runFor(task, editColumn(column, ofColumn, kept, dataset.source.dialect))
  const [stored] = await storeColumns(arrays, { rows: kept?.length ?? dataset.rows, columns: [after] }, task)
  return stored!
}

/** The log of the edits that found rows. */
async function keepEdits(
  { arrays }: Stores,
  edits: readonly Edit[],
  { touched }: EditPlan,
  task: Stoppable,
): Promise<readonly EditRecord[]> {
  const records: EditRecord[] = []
  for (const [i, { rows: _asked, ...what }] of edits.entries()) {
    const keys = touched[i]!
    if (keys.length === 0) continue
    const rows: KeptRows =
      keys.length <= KEYS_LISTED
        ? { count: keys.length, keys: [...keys] }
        : { count: keys.length, stored: await storeNumbers(arrays, keys, task) }
    records.push({ ...what, rows } as EditRecord)
  }
  return records
}

interface NextVersion extends Pick<Dataset, 'rows' | 'columns'> {
  readonly rowIds: Dataset['rowIds'] | undefined
  readonly weights: Dataset['weights'] | undefined
  /** What splits are dealt over; the version itself where absent. */
  readonly first: { readonly rows: number; readonly columns: readonly StoredColumn[] } | undefined
  readonly doubts: NonNullable<Dataset['doubts']>
  readonly edits?: readonly EditRecord[]
}

/** Commits a version whose files are stored. One of the same content is there but once, and is had back if it was removed. */
async function commitVersion(
  { records }: Stores,
  dataset: Dataset,
  { rows, columns, rowIds, weights, first, doubts, edits = [] }: NextVersion,
): Promise<Dataset> {
  const firstRead = first && firstReadOf(first, { rows, columns })
  const content = {
    rows,
    columns,
    ...(rowIds && { rowIds }),
    ...(weights && { weights }),
    ...(firstRead && { firstRead }),
  }
  const id = contentId(content)
  const versions = (await records.all('dataset')).filter(({ lineage }) => lineage === dataset.lineage)
  const version = 1 + Math.max(...versions.map((each) => each.version))
  const { doubts: _doubts, edits: _edits, rowIds: _ids, weights: _weights, firstRead: _first, ...rest } = dataset
  const next = await records.update('dataset', id, (old) =>
    old
      ? { ...old, deletedAt: undefined }
      : {
          ...rest,
          ...content,
          ...(doubts.length > 0 && { doubts }),
          ...(edits.length > 0 && { edits }),
          parent: dataset.id,
          id,
          version,
          createdAt: Date.now(),
          deletedAt: undefined,
        },
  )
  return next!
}

async function find({ records }: Stores, id: DatasetId, columns: readonly string[]): Promise<Dataset> {
  const dataset = await records.get('dataset', id)
  const names = new Set(dataset?.columns.map(({ name }) => name))
  const unknown = columns.find((name) => !names.has(name))
  if (dataset && unknown === undefined) return dataset
  throw new AssayError(
    unknown === undefined ? 'storage.missing' : 'dataset.unknownColumn',
    unknown === undefined
      ? 'This data is no longer in this browser. Open its file again.'
      : `There is no column “${unknown}” to change. Reload the page and try again.`,
  )
}
