import { breather, macrotask, type Task, throwIfAborted } from '@/core/task.ts'
import { describe } from '@/engine/table/describe.ts'
import { readTable } from '@/engine/table/readTable.ts'

/** Rows enough that numbers are sorted the way those of a large table are. */
const ROWS = 5_000
/** After so many readings the browser has compiled for good what it had compiled in haste. */
const READINGS = 4

/**
 * Reads a small table that nobody sees, a few times, so that the first file a person opens does not wait until the
 * programs of reader and summaries are compiled: most of the time that a small file takes. Stops as soon as it is in
 * somebody's way. Fails silently; the file itself would tell.
 */
export async function warmUp(signal: AbortSignal): Promise<void> {
  const task: Task<unknown> = { signal, report: () => {} }
  try {
    const blob = new Blob([await writeTable(task)])
    for (let reading = 0; reading < READINGS; reading++) {
      const { table } = await readTable([{ name: 'warm.csv', blob }], {}, task)
      await describe(table, task)
      await macrotask()
      throwIfAborted(task)
    }
  } catch {}
}

const NAMES = 'id,small,size,large,count,flag,note,kind,place,code,day,time'
const PLACES = ['North', 'South', 'Île-de-France', 'Zürich', 'n/a']

/** Every type, with gaps, quotes, line ends within quotes and letters beyond ASCII, as in the tables people have. */
export async function writeTable(task: Pick<Task, 'signal'>): Promise<string> {
  const breathe = breather(task)
  const rows = [NAMES]
  for (let i = 0; i < ROWS; i++) {
    // Spread without order, and the same every time.
    const x = ((i * 7_919) % 10_007) / 10_007
    const when = new Date(1.5e12 + Math.floor(x * 1e8) * 1_000).toISOString()
    rows.push(
      [
        i,
        (x - 0.5).toFixed(4),
        i % 7 === 0 ? '' : (x * 100).toFixed(2),
        (x * -2_000).toFixed(3),
        i % 11 === 0 ? '' : Math.floor(x * 90),
        i % 3 === 0,
        i % 5 === 0 ? `"bad, ""really"" #${i}"` : i % 31 === 0 ? `"two\nlines ${i}"` : `good #${i}`,
        `kind ${i % 9}`,
        PLACES[i % PLACES.length],
        `u${Math.floor(x * 2_000)}`,
        when.slice(0, 10),
        when.slice(0, 19).replace('T', ' '),
      ].join(),
    )
    await breathe()
  }
  return rows.join('\n')
}
