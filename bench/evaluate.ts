import { TASKS } from '@/core/metrics/metric.ts'
import type { EvaluateMessage, EvaluateReply } from './evaluate.worker.ts'
import { type BenchOutcome, type BenchRow, median, timeRow } from './row.ts'

const ROWS = 200_000
const REPEATS = 3
/** So long a person waits for something whose progress is told. */
const LIMIT_MS = 15_000

/** All metrics of a task with their 95% intervals (2,000 resamples), in a worker that breathes and tells how far it is. */
export async function benchEvaluate(): Promise<BenchOutcome> {
  const rows: BenchRow[] = []
  for (const task of TASKS) {
    const replies: EvaluateReply[] = []
    for (let repeat = 0; repeat < REPEATS; repeat++) replies.push(await evaluate({ task, rows: ROWS }))
    const { metrics, intervals, told } = replies[0]!
    if (told < 100) throw new Error(`progress was told ${told} times`)
    const work = `${ROWS / 1_000}k predictions, ${task}: ${metrics} metrics, ${intervals} with intervals`
    rows.push(timeRow({ work, peer: 'limit', unit: 'ms' }, median(replies.map(({ ms }) => ms)), LIMIT_MS, 1))
    console.log(`${work}: ${replies.map(({ ms }) => Math.round(ms)).join(', ')} ms`)
  }
  return { device: `${navigator.hardwareConcurrency} cores`, rows }
}

async function evaluate(message: EvaluateMessage): Promise<EvaluateReply> {
  const worker = new Worker(new URL('./evaluate.worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<EvaluateReply | { readonly error: string }>) =>
        'error' in data ? reject(new Error(data.error)) : resolve(data)
      worker.onerror = ({ message: text }) => reject(new Error(text))
      worker.postMessage(message)
    })
  } finally {
    worker.terminate()
  }
}
