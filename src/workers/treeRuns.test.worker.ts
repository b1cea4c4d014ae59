import { forestDefaults } from '@/core/trees/options.ts'
import type { Helper, Threads } from '@/engine/threads.ts'
import type { ForestJob } from '@/engine/trees/forestCrew.ts'
import { TREE_RUNS } from '@/testing/treeRuns.ts'
import { openThreads } from './threads.ts'

// Grows a run's trees in a worker, as runs are trained: the thread of a page must not wait for others.
self.onmessage = async ({ data: { run, isPlain, count } }) => {
  const watched = count > 1 ? await withReadyHelper(openThreads(count)!) : undefined
  const digest = await TREE_RUNS[run]!.train({ isPlain, threads: watched?.threads }).catch(String)
  self.postMessage({ digest, helped: watched?.helped() ?? 0 })
}

/** A job without a tree. */
const NOTHING: ForestJob = {
  kind: 'forest',
  data: {
    bins: new Uint8Array(0),
    binning: { columns: [], offsets: new Int32Array(1) },
    rows: 1,
    targets: { y: new Float64Array(1), weights: new Float64Array(1) },
    classes: 0,
    kind: 'forest',
    options: { ...forestDefaults('forest', false), trees: 0 },
    seed: 1,
  },
  isPlain: true,
  words: new Int32Array(new SharedArrayBuffer(8)),
  own: 1,
}

/** Threads whose one helper is loaded already, so that it helps in however short a run; and how often it did. */
async function withReadyHelper(threads: Threads) {
  let hear: (message: unknown) => void = () => {}
  let trees = 0
  let control: Int32Array | undefined
  const helper = await new Promise<Helper>((resolve, reject) => {
    const started = threads.start((message) => hear(message), reject)
    hear = () => resolve(started)
    started.post(NOTHING)
  })
  const ready: Threads = {
    count: 2,
    start(onMessage) {
      hear = (message) => {
        if (message !== 'done') trees++
        onMessage(message)
      }
      return {
        post(message) {
          control = (message as { readonly control?: Int32Array }).control
          helper.post(message)
        },
        stop: () => helper.stop(),
      }
    },
  }
  // Of boosting, how many commands it did.
  return { threads: ready, helped: () => Math.max(trees, control?.[1] ?? 0) }
}
