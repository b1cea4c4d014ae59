import { summariseColumn } from '@/core/profile/summarise.ts'
import { unattended } from '@/core/task.ts'
import { readTable } from '@/engine/table/readTable.ts'
import { describeTable } from '@/storage/tables.ts'

/** Rows enough that the browser compiles what reads them, and few enough that nobody waits for it. */
const ROWS = 2_000

/**
 * Reads a small table that nobody sees, so that the first file a person opens does not wait until the program of the
 * reader is compiled: half of the time that a small file takes. Fails silently; the file itself would tell.
 */
export async function warmUp(): Promise<void> {
  try {
    const rows = Array.from(
      { length: ROWS },
      (_, i) =>
        `${i},${(i * 37) % 1_000}.${i % 10},${i % 7 === 0 ? '' : i % 3},"a, ${i % 50}",t${i % 9},2020-01-${10 + (i % 20)}`,
    )
    const blob = new Blob([`id,size,count,note,kind,day\n${rows.join('\n')}`])
    const { table } = await readTable([{ name: 'warm.csv', blob }], {}, unattended)
    for (const column of table.columns) summariseColumn(column)
    await describeTable(table, unattended)
  } catch {}
}
