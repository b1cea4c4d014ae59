import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { BOOSTING_DEFAULTS, forestDefaults } from '@/core/trees/options.ts'
import type { Threads } from '@/engine/threads.ts'
import { trainRun } from '@/engine/trainRun.ts'
import { trainBoosting } from '@/engine/trees/boosting.ts'
import { trainForest } from '@/engine/trees/forest.ts'
import { randomTable } from '@/engine/trees/testing.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { TREE_LEARNERS, TREE_RUNS } from '@/testing/treeRuns.ts'
import { openThreads } from './threads.ts'

/** Threads that tell of what they are sent and what they answer. */
function watched(threads: Threads) {
  const sent: { readonly control?: Int32Array }[] = []
  let answers = 0
  let stopped = 0
  const its: Threads = {
    count: threads.count,
    start(onMessage, onLost) {
      const helper = threads.start((message) => {
        answers++
        onMessage(message)
      }, onLost)
      return {
        post(message) {
          sent.push(message as object)
          helper.post(message)
        },
        stop() {
          stopped++
          helper.stop()
        },
      }
    },
  }
  return { threads: its, sent, answers: () => answers, stopped: () => stopped }
}

/** A helper that dies: at once, when it hears what to do, or after it said that it is ready. */
function dying(when: 'at once' | 'when asked' | 'over its work'): Threads {
  return {
    count: 3,
    start(_, onLost) {
      if (when === 'at once') queueMicrotask(onLost)
      return {
        post(message) {
          const { control } = message as { control?: Int32Array }
          if (when === 'over its work' && control) control[1] = 0
          if (when !== 'at once') setTimeout(onLost, 20)
        },
        stop() {},
      }
    },
  }
}

describe('threads that grow trees', () => {
  it.each(TREE_RUNS)('give the same bits, one or several, with either kernel: $name', async ({ train, digest }) => {
    expect(await train({ isPlain: false })).toBe(digest)
    expect(await train({ isPlain: true })).toBe(digest)
    for (const isPlain of [false, true]) expect(await train({ isPlain, threads: openThreads(2) })).toBe(digest)
    expect(await train({ isPlain: false, threads: openThreads(3) })).toBe(digest)
  })

  it.each(TREE_LEARNERS)('are no other than those of a run: $learner.kind', async ({ learner, digest }) => {
    const spec = makeSpec(animalQuestion(), learner)
    const cache = { get: () => undefined, set: () => {} }
    const openFrames = async () => ({ frame: animals(120) })
    const { result } = await trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames, cache }, unattended)
    expect(result.weightsDigest).toBe(digest)
  })

  it('really share the work, and are stopped', async () => {
    const table = randomTable(20_000)
    const data = { columns: table.columns, target: table.numbers }
    const [boosting, forest] = [watched(openThreads(2)), watched(openThreads(2))]
    const options = { ...BOOSTING_DEFAULTS, rounds: 60 }
    // So many rounds that the helper is there before they are over.
    const input = { data, loss: { kind: 'squared' }, options, seed: 1 } as const
    for (let tries = 0; tries < 20 && !boosting.sent.some(({ control }) => control![1]! > 0); tries++)
      await trainBoosting(input, unattended, { threads: boosting.threads, sharesAll: true })
    expect(boosting.sent.some(({ control }) => control![1]! > 0)).toBe(true)
    expect(boosting.stopped()).toBe(boosting.sent.length)
    for (let tries = 0; tries < 20 && forest.answers() <= forest.sent.length; tries++)
      await trainForest(
        { data, kind: 'forest', classes: 0, options: { ...forestDefaults('forest', false), trees: 30 }, seed: 1 },
        unattended,
        { threads: forest.threads, sharesAll: true },
      )
    expect(forest.answers()).toBeGreaterThan(forest.sent.length)
    expect(forest.stopped()).toBe(forest.sent.length)
  })

  it('are done without where they die', async () => {
    for (const when of ['at once', 'when asked', 'over its work'] as const)
      for (const { train, digest } of [TREE_RUNS[0]!, TREE_RUNS[2]!])
        expect(await train({ isPlain: false, threads: dying(when) })).toBe(digest)
  })

  it('hear a stop', async () => {
    const table = randomTable(20_000)
    const data = { columns: table.columns, target: table.numbers }
    const controller = new AbortController()
    const task = { signal: controller.signal, report: () => controller.abort() }
    const boosting = watched(openThreads(2))
    const options = { ...BOOSTING_DEFAULTS, rounds: 5000 }
    const half = await trainBoosting({ data, loss: { kind: 'squared' }, options, seed: 1 }, task, {
      threads: boosting.threads,
      sharesAll: true,
    })
    expect([half.ended, boosting.stopped()]).toEqual(['stopped', 1])
    const forest = watched(openThreads(2))
    const again = new AbortController()
    const trees = { ...forestDefaults('forest', false), trees: 2000 }
    const some = await trainForest(
      { data, kind: 'forest', classes: 0, options: trees, seed: 1 },
      { signal: again.signal, report: () => again.abort() },
      { threads: forest.threads, sharesAll: true },
    )
    expect([some.ended, some.model.treeOutput.length, forest.stopped()]).toEqual(['stopped', some.trees, 1])
  })
})
