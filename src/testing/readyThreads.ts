import { forestDefaults } from '@/core/trees/options.ts'
import type { Helper, Threads } from '@/engine/threads.ts'
import type { ForestJob } from '@/engine/trees/forestCrew.ts'

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
  control: new Int32Array(1),
  own: 0,
}

/** Threads whose helpers are loaded already, so that they help in however short a run; for one run. */
export async function readyThreads({ count, start }: Threads): Promise<Threads> {
  const ready = await Promise.all(
    Array.from({ length: count - 1 }, async () => {
      const its = { helper: undefined as unknown as Helper, hear: (_: unknown) => {}, lose: () => {} }
      await new Promise<void>((resolve, reject) => {
        its.hear = () => resolve()
        its.lose = () => reject(new Error('a helper died before it was asked for anything'))
        its.helper = start(
          (message) => its.hear(message),
          () => its.lose(),
        )
        its.helper.post(NOTHING)
      })
      return its
    }),
  )
  return {
    count,
    start(onMessage, onLost) {
      const its = ready.pop()!
      its.hear = onMessage
      its.lose = onLost
      return its.helper
    },
  }
}
