import { type Threads, threadCount } from '@/engine/threads.ts'

/** Threads of the browser, for a worker; undefined where the page is not isolated, since then they have no memory in common. */
export function openThreads(count = threadCount(navigator.hardwareConcurrency)): Threads | undefined {
  if (!globalThis.crossOriginIsolated) return undefined
  return {
    count,
    start(onMessage, onLost) {
      const worker = new Worker(new URL('./trees.worker.ts', import.meta.url), { type: 'module' })
      worker.onmessage = ({ data }) => onMessage(data)
      worker.onerror = onLost
      return { post: (message) => worker.postMessage(message), stop: () => worker.terminate() }
    },
  }
}
