import type { Column, Table } from '@/core/dataset/column.ts'
import { formOf } from '@/core/dataset/columnFile.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { type DescribedColumn, describeTable } from '@/core/dataset/describeColumn.ts'
import type { ColumnSummary } from '@/core/profile/profile.ts'
import { summarisingColumn } from '@/core/profile/summarise.ts'
import { breather, type Task } from '@/core/task.ts'
import { runBreathing } from '@/core/work.ts'

/** How often a load tells how far it is, at most. */
export const TELL_EVERY_MS = 100

/** All that a record says of columns, and what storing them needs. `tell` hears of columns done, ten times a second. */
export async function describe(
  table: Table,
  task: Pick<Task, 'signal'>,
  tell?: (columns: number) => void,
): Promise<{ readonly described: readonly DescribedColumn[]; readonly columns: readonly ColumnMeta[] }> {
  // In turn on this one thread, a chunk of each at a time: both are heard of early, and a stop reaches both.
  const [described, summaries] = await Promise.all([describeTable(table, task), summarise(table, task, tell)])
  const columns = table.columns.map((column, i) => ({
    ...factsOf(column),
    digest: described[i]!.digest,
    summary: summaries[i]!,
  }))
  return { described, columns }
}

async function summarise(
  { columns }: Table,
  task: Pick<Task, 'signal'>,
  tell?: (columns: number) => void,
): Promise<readonly ColumnSummary[]> {
  const breathe = breather(task)
  const summaries: ColumnSummary[] = []
  let told = performance.now()
  for (const column of columns) {
    summaries.push(await runBreathing(summarisingColumn(column), breathe))
    await breathe()
    if (performance.now() - told < TELL_EVERY_MS) continue
    told = performance.now()
    tell?.(summaries.length)
  }
  return summaries
}

function factsOf({ name, type, zone, data }: Column): Pick<ColumnMeta, 'name' | 'type' | 'kind' | 'width' | 'zone'> {
  return { name, type, ...formOf(data), ...(zone && { zone }) }
}
