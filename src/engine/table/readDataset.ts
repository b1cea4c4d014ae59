import type { Table } from '@/core/dataset/column.ts'
import { contentId } from '@/core/dataset/contentId.ts'
import type { ColumnMeta, DatasetId, DatasetSource, ReadOptions } from '@/core/dataset/dataset.ts'
import type { DescribedColumn } from '@/core/dataset/describeColumn.ts'
import type { LoadEvent } from '@/core/dataset/jobs.ts'
import type { Reading } from '@/core/dataset/reading.ts'
import type { Task } from '@/core/task.ts'
import { describe } from './describe.ts'
import type { TableFile } from './openSources.ts'
import { type ReadTableInternals, readTable } from './readTable.ts'

/** Files as a dataset, before it is stored and named. */
export interface DatasetRead {
  readonly id: DatasetId
  readonly table: Table
  readonly columns: readonly ColumnMeta[]
  /** What storing the columns needs. */
  readonly described: readonly DescribedColumn[]
  readonly reading: Reading
}

/**
 * Reads files into typed columns and says all that a record says of them.
 * @throws AssayError what {@link readTable} throws
 */
export async function readDataset(
  files: readonly TableFile[],
  kind: DatasetSource['kind'],
  options: ReadOptions,
  task: Task<LoadEvent>,
  internals: ReadTableInternals = {},
): Promise<DatasetRead> {
  const start = performance.now()
  const {
    table,
    issues,
    doubts,
    format,
    text: _text,
    ...facts
  } = await readTable(
    files,
    options,
    { signal: task.signal, report: (progress) => task.report({ phase: 'reading', ...progress }) },
    internals,
  )
  const readMs = performance.now() - start
  const { described, columns } = await describe(table, task, (done) =>
    task.report({ phase: 'summarising', columns: done, total: table.columns.length }),
  )
  const { types: _types, ...fixed } = options
  const reading: Reading = {
    source: {
      kind,
      fileName: files[0]?.name ?? '',
      bytes: files.reduce((sum, { blob }) => sum + blob.size, 0),
      ...(format !== 'csv' && { format }),
      ...facts,
      ...(Object.keys(fixed).length > 0 && { fixed }),
      readMs,
    },
    issues,
    ...(doubts.length > 0 && { doubts }),
  }
  return { id: contentId({ rows: table.rows, columns }), table, columns, described, reading }
}
