import { type FrameColumn, toVector, type Vector } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset, DatasetId, ReadOptions, StoredColumn } from '@/core/dataset/dataset.ts'
import {
  type ArrangeEvent,
  type ArrangeInput,
  PREVIEW_ROWS,
  type Preview,
  type PreviewInput,
  type ReadJobs,
  type RowWindow,
  type WindowInput,
  type WriteEvent,
} from '@/core/dataset/jobs.ts'
import { checkView, isWhole } from '@/core/dataset/view.ts'
import { windowOf } from '@/core/dataset/window.ts'
import { AssayError } from '@/core/errors.ts'
import type { RowFindings } from '@/core/rows/finding.ts'
import { type Task, unattended } from '@/core/task.ts'
import { type DiffSide, diffTables } from '@/engine/diff/diffTables.ts'
import { previewStep } from '@/engine/previewStep.ts'
import { findRows } from '@/engine/rows/findRows.ts'
import { openBeginning } from '@/engine/table/beginning.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { arrangeRows } from '@/engine/view/arrangeRows.ts'
import { createLruCache } from '@/storage/lru.ts'
import { asColumn, openRowIds, openWeights } from '@/storage/numbers.ts'
import { openTable, readRows, readWindow } from '@/storage/tables.ts'
import { makeLeakJobs } from './leak.jobs.ts'
import { makeProfileJobs } from './profile.jobs.ts'
import { makeRowsOfJobs } from './rowsOf.jobs.ts'
import type { Stores } from './runFiles.ts'
import { writeTaken } from './writeTaken.ts'

/** Bytes of columns kept open for views. */
const COLUMN_BUDGET = 256_000_000
/** Bytes of orders of rows that are kept, so that going back to a view is at once. */
const ORDER_BUDGET = 64_000_000
/** Bytes of findings about rows that are kept: four for each row that might be dropped, and some for the others. */
const FINDINGS_BUDGET = 16_000_000
const FINDINGS_BYTES = 64_000
/** About what a text of a dictionary takes in memory. */
const TEXT_BYTES = 40

/** Jobs that only read, for the screen: stored columns, and how a file begins. */
export function makeReadJobs({ records, arrays }: Stores): ReadJobs {
  const opened = createLruCache<Vector>(COLUMN_BUDGET)
  const orders = createLruCache<Uint32Array<ArrayBuffer>>(ORDER_BUDGET)
  const findings = createLruCache<RowFindings>(FINDINGS_BUDGET)

  async function find(datasetId: DatasetId): Promise<Dataset> {
    const dataset = await records.get('dataset', datasetId)
    if (dataset) return dataset
    throw new AssayError('storage.missing', 'This data is no longer in this browser. Open its file again.', {
      datasetId,
    })
  }

  async function open(dataset: Dataset, meta: ColumnMeta, task: Pick<Task, 'signal'>): Promise<FrameColumn> {
    const { name, type, digest } = meta
    const held = opened.get(digest)
    if (held) return { name, type, vector: held }
    const { columns } = await openTable(arrays, dataset, new Set([name]), task)
    const vector = toVector(columns[0]!.data)
    opened.set(digest, vector, bytesOf(vector))
    return { name, type, vector }
  }

  /** The rows of a view in its order; undefined where that is every row as it lies in the file. */
  async function orderOf(
    dataset: Dataset,
    { view, shown }: Omit<ArrangeInput, 'datasetId'>,
    task: Task<ArrangeEvent>,
  ): Promise<Uint32Array<ArrayBuffer> | undefined> {
    if (isWhole(view)) return undefined
    const key = JSON.stringify([dataset.id, view, view.search ? shown : []])
    const held = orders.get(key)
    if (held) return held
    checkView(view, dataset.columns)
    const order = await arrangeRows(
      {
        rows: dataset.rows,
        searched: shown,
        open: (name) => open(dataset, columnOf(dataset, name), task),
      },
      view,
      task,
    )
    orders.set(key, order, order.byteLength)
    return order
  }

  return {
    async arrange({ datasetId, ...arrangement }, task) {
      const dataset = await find(datasetId)
      return (await orderOf(dataset, arrangement, task))?.length ?? dataset.rows
    },

    async window({ datasetId, start, count, columns, view, single }: WindowInput, task): Promise<RowWindow> {
      const dataset = await find(datasetId)
      const chosen = columns?.map((name) => columnOf(dataset, name)) ?? dataset.columns
      if (single)
        return {
          start: 0,
          length: single.length,
          columns: await readRows(arrays, dataset, single, chosen),
          rows: single,
        }
      const order = view && (await orderOf(dataset, view, { ...unattended, signal: task.signal }))
      const all = [...chosen, ...besideOf(dataset)]
      if (!order) return withBeside(await readWindow(arrays, dataset, start, count, all), dataset, chosen.length)
      const from = Math.min(Math.max(0, Math.floor(start)), order.length)
      const rows = order.slice(from, from + Math.max(0, Math.floor(count)))
      const read = await readRows(arrays, dataset, rows, all)
      return withBeside({ start: from, length: rows.length, columns: read, rows }, dataset, chosen.length)
    },

    async rowKeys({ datasetId, ...arrangement }, task) {
      const dataset = await find(datasetId)
      const order = await orderOf(dataset, arrangement, task)
      const ids = await openRowIds(arrays, dataset, task)
      if (!order) return ids ?? Uint32Array.from({ length: dataset.rows }, (_, row) => row)
      return ids ? order.map((row) => ids[row]!) : order.slice()
    },

    async diff({ before, after, keys }, task) {
      const side = async (datasetId: DatasetId): Promise<DiffSide> => {
        const dataset = await find(datasetId)
        return {
          rows: dataset.rows,
          columns: dataset.columns,
          ids: await openRowIds(arrays, dataset, task),
          weights: await openWeights(arrays, dataset, task),
          open: (name) => open(dataset, columnOf(dataset, name), task),
        }
      }
      return diffTables(await side(before), await side(after), keys, task)
    },

    async write({ datasetId, ...arrangement }, task: Task<WriteEvent>): Promise<Blob> {
      const dataset = await find(datasetId)
      const order = await orderOf(dataset, arrangement, { ...unattended, signal: task.signal })
      const columns: FrameColumn[] = []
      for (const name of arrangement.shown) columns.push(await open(dataset, columnOf(dataset, name), task))
      return writeTaken(columns, order?.length ?? dataset.rows, order, task)
    },

    async rowFindings({ datasetId, target, columns }, task) {
      const dataset = await find(datasetId)
      if (target !== undefined) columnOf(dataset, target)
      const key = JSON.stringify([datasetId, target, columns])
      const held = findings.get(key)
      if (held) return held
      const found = await findRows(
        {
          rows: dataset.rows,
          columns: dataset.columns,
          open: (name) => open(dataset, columnOf(dataset, name), task),
          target,
          compared: columns,
        },
        task,
      )
      findings.set(key, found, sizeOf(found))
      return found
    },

    async previewStep(input, task) {
      const dataset = await find(input.datasetId)
      const source = {
        rows: dataset.rows,
        names: dataset.columns.map(({ name }) => name),
        open: (name: string) => open(dataset, columnOf(dataset, name), task),
      }
      return previewStep(source, input, task)
    },

    preview,
    ...makeProfileJobs({ find, open, meta: columnOf }),
    ...makeLeakJobs({ records, arrays }, { find, open, meta: columnOf }),
    ...makeRowsOfJobs({ records, arrays }, { find, open, meta: columnOf }),
  }
}

/** Keys and weights of rows, read as columns more. */
function besideOf({ rowIds, weights }: Dataset): readonly StoredColumn[] {
  return [...(rowIds ? [asColumn('row keys', rowIds)] : []), ...(weights ? [asColumn('weights', weights)] : [])]
}

/** The window with what was read after its columns as what it is. */
function withBeside(window: RowWindow, { rowIds, weights }: Dataset, columns: number): RowWindow {
  const beside = window.columns.slice(columns) as readonly Float64Array[]
  return {
    ...window,
    columns: window.columns.slice(0, columns),
    ...(rowIds && { keys: Uint32Array.from(beside[0]!) }),
    ...(weights && { weights: beside.at(-1)! }),
  }
}

async function preview({ files, options }: PreviewInput, { signal }: Task): Promise<Preview> {
  const { types = {}, ...parts } = options
  const { part, isWhole } = await openBeginning(
    files.map(({ file, fileName }) => ({ name: fileName, blob: file })),
    parts,
  )
  const read = (options: ReadOptions) => readCsv(part, options, { signal, report: () => {} })
  let result = await read(parts)
  const names = new Set(result.table.columns.map(({ name }) => name))
  const known = Object.entries(types).filter(([name]) => names.has(name))
  if (known.length > 0) result = await read({ ...parts, types: Object.fromEntries(known) })
  const { table, dialect, issues, doubts } = result
  return {
    columns: table.columns.map(({ name, type, zone }) => ({ name, type, ...(zone && { zone }) })),
    window: windowOf(table, { start: 0, count: PREVIEW_ROWS }),
    rows: table.rows,
    isWhole,
    dialect,
    issues: { counts: issues.counts },
    doubts,
  }
}

function columnOf(dataset: Dataset, name: string): ColumnMeta {
  const meta = dataset.columns.find((column) => column.name === name)
  if (meta) return meta
  throw new AssayError('dataset.unknownColumn', `There is no column “${name}” in this data. Reload the page.`)
}

function sizeOf({ findings }: RowFindings): number {
  return findings.reduce((sum, { droppable }) => sum + (droppable?.byteLength ?? 0), FINDINGS_BYTES)
}

function bytesOf(vector: Vector): number {
  if (vector.kind === 'numeric') return vector.values.byteLength
  return vector.codes.byteLength + vector.dictionary.reduce((sum, text) => sum + TEXT_BYTES + text.length, 0)
}
