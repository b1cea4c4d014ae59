import type { Table } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { PREVIEW_ROWS, type Preview, type PreviewInput, type ReadJobs, type RowWindow } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import type { Task } from '@/core/task.ts'
import { takeBeginning } from '@/engine/table/beginning.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { readWindow } from '@/storage/tables.ts'
import type { Stores } from './runFiles.ts'

/** Jobs that only read, for the screen: stored columns, and how a file begins. */
export function makeReadJobs({ records, arrays }: Stores): ReadJobs {
  return {
    async window({ datasetId, start, count }) {
      const dataset = await records.get('dataset', datasetId)
      if (!dataset)
        throw new AssayError('storage.missing', 'This data is no longer in this browser. Open its file again.', {
          datasetId,
        })
      return readWindow(arrays, dataset, start, count)
    },
    preview,
  }
}

async function preview({ file, options }: PreviewInput, { signal }: Task): Promise<Preview> {
  const { types = {}, ...parts } = options
  const { part, isWhole } = await takeBeginning(file, parts)
  const read = (options: ReadOptions) => readCsv(part, options, { signal, report: () => {} })
  let result = await read(parts)
  const names = new Set(result.table.columns.map(({ name }) => name))
  const known = Object.entries(types).filter(([name]) => names.has(name))
  if (known.length > 0) result = await read({ ...parts, types: Object.fromEntries(known) })
  const { table, dialect, issues, doubts } = result
  return {
    columns: table.columns.map(({ name, type, zone }) => ({ name, type, ...(zone && { zone }) })),
    window: firstRows(table),
    rows: table.rows,
    isWhole,
    dialect,
    issues: { counts: issues.counts },
    doubts,
  }
}

function firstRows({ rows, columns }: Table): RowWindow {
  const length = Math.min(rows, PREVIEW_ROWS)
  return {
    start: 0,
    length,
    columns: columns.map(({ data }) =>
      data.kind === 'numeric'
        ? Float64Array.from(data.chunks[0]!.subarray(0, length))
        : Array.from(data.chunks[0]!.subarray(0, length), (code) => data.dictionary[code] ?? null),
    ),
  }
}
