import type { Threads } from '@/engine/threads.ts'
import { type CrewPlace, tasksDone } from '@/engine/trees/crew.ts'
import { readyThreads } from '@/testing/readyThreads.ts'
import { TREE_RUNS } from '@/testing/treeRuns.ts'
import { openThreads } from './threads.ts'

// Grows a run's trees in a worker, as runs are trained: the thread of a page must not wait for others.
self.onmessage = async ({ data: { run, isPlain, count } }) => {
  const watched = count > 1 ? await withReadyHelper(openThreads(count)!) : undefined
  const digest = await TREE_RUNS[run]!.train({ isPlain, threads: watched?.threads }).catch(String)
  self.postMessage({ digest, helped: watched?.helped() ?? 0 })
}

/** Threads whose one helper is loaded already; and how often it helped. */
async function withReadyHelper(threads: Threads) {
  const ready = await readyThreads({ ...threads, count: 2 })
  let trees = 0
  const jobs: CrewPlace[] = []
  const watched: Threads = {
    count: 2,
    start(onMessage, onLost) {
      const helper = ready.start((message) => {
        if (message !== 'done') trees++
        onMessage(message)
      }, onLost)
      return {
        post(message) {
          jobs.push(message as CrewPlace)
          helper.post(message)
        },
        stop: () => helper.stop(),
      }
    },
  }
  return { threads: watched, helped: () => jobs.reduce((sum, job) => sum + tasksDone(job), trees) }
}
