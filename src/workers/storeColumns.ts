import type { Table } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import type { Arrays } from '@/core/ports.ts'
import type { Task } from '@/core/task.ts'
import { describe } from '@/engine/table/describe.ts'
import { storeDescribed } from '@/storage/tables.ts'

/** Stores columns and returns what a record says of them. */
export async function storeColumns(
  arrays: Arrays,
  table: Table,
  task: Pick<Task, 'signal'>,
): Promise<readonly ColumnMeta[]> {
  const { described, columns } = await describe(table, task)
  await storeDescribed(arrays, described, task)
  return columns
}
