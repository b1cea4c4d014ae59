import { toErrorData } from '@/core/errors.ts'
import { describe } from '@/engine/table/describe.ts'
import type { PartAnswer } from '@/engine/table/parts/helper.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import type { Helper, Threads } from '@/engine/threads.ts'
import { openPartReaders } from './threads.ts'

/** What a test asks: how many threads read, and what one of them does that helps. */
export interface ReadQuestion {
  readonly file: File
  readonly count: number
  readonly helper: 'reads' | 'dies' | 'is silent'
  readonly stopAfterMs?: number
}

export interface ReadReply {
  readonly digests?: readonly string[]
  readonly error?: string
  /** Parts that helpers read. */
  readonly helped: number
}

// Reads a file in a worker, as the load worker does.
self.onmessage = async ({ data }: MessageEvent<ReadQuestion>) => self.postMessage(await answer(data))

async function answer({ file, count, helper, stopAfterMs }: ReadQuestion): Promise<ReadReply> {
  const controller = new AbortController()
  const task = { signal: controller.signal, report: () => {} }
  let helped = 0
  const ready = await Promise.all(Array.from({ length: count - 1 }, startHelper))
  const threads: Threads = {
    count,
    start(onMessage, onLost) {
      const its = ready.pop()!
      its.hear = (message) => {
        if (message.kind === 'read') helped++
        onMessage(message)
      }
      queueMicrotask(() => onMessage({ kind: 'ready' }))
      const post = (message: unknown) => {
        if (helper === 'reads') its.helper.post(message)
        if (helper === 'dies') onLost()
        if (helper === 'is silent') setTimeout(() => controller.abort(), stopAfterMs)
      }
      return { post, stop: () => its.helper.stop() }
    },
  }
  try {
    const { table } = await readCsv(file, {}, task, { threads, partBytes: file.size / 8 })
    const { described } = await describe(table, task)
    return { digests: described.map(({ digest }) => digest), helped }
  } catch (cause) {
    return { error: toErrorData(cause).code, helped }
  }
}

/** A helper that is there already, so that it helps however small the file is. */
async function startHelper(): Promise<{ readonly helper: Helper; hear: (message: PartAnswer) => void }> {
  const its = { hear: (_: PartAnswer) => {} }
  const helper = await new Promise<Helper>((resolve, reject) => {
    const started = openPartReaders(2).start((message) => its.hear(message as PartAnswer), reject)
    its.hear = () => resolve(started)
  })
  return Object.assign(its, { helper })
}
