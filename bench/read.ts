import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { type BenchOutcome, median, timeRow } from './row.ts'

const REPEATS = 5
/** Longer than this a person waits; up to here a load only flickers. */
const LIMIT_MS = 1_000

/** The largest sample, from a Blob to typed columns. */
export async function benchRead(): Promise<BenchOutcome> {
  const response = await fetch('/samples/flights.csv')
  if (!response.ok) throw new Error('run npm run build first: it makes the samples')
  const file = await response.blob()
  const times: number[] = []
  let rows = 0
  for (let repeat = -1; repeat < REPEATS; repeat++) {
    const start = performance.now()
    const { table } = await readCsv(file, {}, unattended)
    if (repeat >= 0) times.push(performance.now() - start)
    rows = table.rows
  }
  const work = `read ${rows} rows of 3 columns, ${(file.size / 1e6).toFixed(1)} MB`
  return {
    device: `${navigator.hardwareConcurrency} cores`,
    rows: [timeRow({ work, peer: 'limit', unit: 'ms' }, median(times), LIMIT_MS, 1)],
  }
}
