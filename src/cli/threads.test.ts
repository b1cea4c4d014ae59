import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { BOOSTING_DEFAULTS, forestDefaults } from '@/core/trees/options.ts'
import type { Threads } from '@/engine/threads.ts'
import { trainRun } from '@/engine/trainRun.ts'
import { type BoostingInput, trainBoosting } from '@/engine/trees/boosting.ts'
import { type CrewPlace, tasksDone } from '@/engine/trees/crew.ts'
import { trainForest } from '@/engine/trees/forest.ts'
import { randomTable } from '@/engine/trees/testing.ts'
import { encodeTrees } from '@/engine/trees/treeFile.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { readyThreads } from '@/testing/readyThreads.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { TREE_LEARNERS, TREE_RUNS } from '@/testing/treeRuns.ts'
import { openThreads } from './threads.ts'

/** Threads that tell of what they are sent and what they answer. */
function watched(threads: Threads) {
  const sent: CrewPlace[] = []
  let answers = 0
  let started = 0
  let stopped = 0
  const its: Threads = {
    count: threads.count,
    start(onMessage, onLost) {
      started++
      const helper = threads.start((message) => {
        answers++
        onMessage(message)
      }, onLost)
      return {
        post(message) {
          sent.push(message as CrewPlace)
          helper.post(message)
        },
        stop() {
          stopped++
          helper.stop()
        },
      }
    },
  }
  const tasks = () => sent.reduce((sum, job) => sum + tasksDone(job), 0)
  return { threads: its, tasks, answers: () => answers, started: () => started, stopped: () => stopped }
}

/** Helpers that die at once or when they hear what to do, or are never there. */
function absent(when: 'at once' | 'when asked' | 'never'): Threads {
  return {
    count: 3,
    start(_, onLost) {
      if (when === 'at once') queueMicrotask(onLost)
      return {
        post() {
          if (when === 'when asked') setTimeout(onLost, 20)
        },
        stop() {},
      }
    },
  }
}

/** A job of any kind. */
type Job = { readonly binning?: object }

/** Helpers that die over their work, since their jobs lack something; and how many did. */
async function dying(spoil: (job: Job) => object) {
  const threads = await readyThreads(openThreads(3))
  let died = 0
  const its: Threads = {
    count: 3,
    start(onMessage, onLost) {
      const helper = threads.start(onMessage, () => {
        died++
        onLost()
      })
      return { ...helper, post: (message) => helper.post({ ...(message as Job), ...spoil(message as Job) }) }
    },
  }
  return { threads: its, died: () => died }
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
    for (let tries = 0; tries < 20 && boosting.tasks() === 0; tries++)
      await trainBoosting(input, unattended, { threads: boosting.threads, sharesAll: true })
    expect(boosting.tasks()).toBeGreaterThan(0)
    expect(boosting.stopped()).toBe(boosting.started())
    for (let tries = 0; tries < 20 && forest.answers() <= forest.started(); tries++)
      await trainForest(
        { data, kind: 'forest', classes: 0, options: { ...forestDefaults('forest', false), trees: 30 }, seed: 1 },
        unattended,
        { threads: forest.threads, sharesAll: true },
      )
    expect(forest.answers()).toBeGreaterThan(forest.started())
    expect(forest.stopped()).toBe(forest.started())
  })

  it('give the same bits of all that a run may ask for', async () => {
    const { columns, numbers } = randomTable(6_000)
    const validation = {
      columns,
      target: numbers.map((y) => y / 2),
      rows: Uint32Array.from({ length: 900 }, (_, i) => 5 * i),
    }
    const asked: Omit<BoostingInput, 'options' | 'data' | 'seed'>[] = [
      { loss: { kind: 'absolute' }, validation },
      { loss: { kind: 'squared' }, validation, monotone: [1, -1, 0, 0] },
    ]
    const rows = Uint32Array.from({ length: 5_000 }, (_, i) => 5_999 - i)
    for (const each of asked)
      for (const rowShare of [1, 0.6]) {
        const options = { ...BOOSTING_DEFAULTS, rounds: 12, l1: 0.01, rowShare }
        const train = async (threads?: Threads) => {
          const data = { columns, target: numbers, rows, weights: numbers.map((_, row) => 1 + (row % 3)) }
          const input = { ...each, data, options, seed: 3 }
          const { model, history, validationScores } = await trainBoosting(input, unattended, {
            threads,
            sharesAll: true,
          })
          const losses = history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss])
          return { file: encodeTrees(model), losses, scores: [...validationScores!] }
        }
        expect(await train(openThreads(3))).toEqual(await train())
      }
  })

  it('are not waited for where they are not there', async () => {
    for (const when of ['at once', 'when asked', 'never'] as const)
      for (const { train, digest } of [TREE_RUNS[0]!, TREE_RUNS[2]!])
        expect(await train({ isPlain: false, threads: absent(when) })).toBe(digest)
  })

  it.each([
    ['binning', 0, () => ({ values: null })],
    ['leaves', 0, () => ({ leaves: null })],
    ['a search', 0, ({ binning }: Job) => ({ binning: { ...binning, columns: [] } })],
    ['a forest', 2, () => ({ data: null })],
  ])('may die over %s', async (_, run, spoil) => {
    const { train, digest } = TREE_RUNS[run]!
    let died = 0
    // On a busy machine they may not get to run before so short a run ends.
    for (let tries = 0; tries < 20 && died === 0; tries++) {
      const helpers = await dying(spoil)
      expect(await train({ isPlain: false, threads: helpers.threads })).toBe(digest)
      died = helpers.died()
    }
    expect(died).toBeGreaterThan(0)
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
