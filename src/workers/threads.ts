import { type Threads, threadCount } from '@/engine/threads.ts'

function starting(makeWorker: () => Worker): Threads['start'] {
  return (onMessage, onLost) => {
    const worker = makeWorker()
    worker.onmessage = ({ data }) => onMessage(data)
    worker.onerror = onLost
    // A message that memory does not suffice for never comes.
    worker.onmessageerror = onLost
    return { post: (message) => worker.postMessage(message), stop: () => worker.terminate() }
  }
}

/** Threads of the browser, for a worker; undefined where the page is not isolated, since then they have no memory in common. */
export function openThreads(count = threadCount(navigator.hardwareConcurrency)): Threads | undefined {
  if (!globalThis.crossOriginIsolated) return undefined
  return { count, start: starting(() => new Worker(new URL('./trees.worker.ts', import.meta.url), { type: 'module' })) }
}

/** Threads that read parts of a file, for a worker. They have no memory in common. */
export function openPartReaders(count = threadCount(navigator.hardwareConcurrency)): Threads {
  return { count, start: starting(() => new Worker(new URL('./parts.worker.ts', import.meta.url), { type: 'module' })) }
}
