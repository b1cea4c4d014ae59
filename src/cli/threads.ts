import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Threads, threadCount } from '@/engine/threads.ts'
import program from './treeHelper.ts?thread'

/** Threads of Node's. They keep nobody from ending. */
export function openThreads(count = threadCount(availableParallelism())): Threads {
  return {
    count,
    start(onMessage, onLost) {
      const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`))
      worker.unref()
      worker.on('message', onMessage)
      worker.on('error', onLost)
      worker.on('exit', onLost)
      return { post: (message) => worker.postMessage(message), stop: () => void worker.terminate() }
    },
  }
}
