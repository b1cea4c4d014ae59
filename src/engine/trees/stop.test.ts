import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BOOSTING_DEFAULTS, forestDefaults } from '@/core/trees/options.ts'
import { type BoostingEvent, trainBoosting } from './boosting.ts'
import { type ForestEvent, trainForest } from './forest.ts'
import { randomTable } from './testing.ts'
import { encodeTrees } from './treeFile.ts'

const { columns, numbers: target } = randomTable(60_000)
const data = { columns, target }

/** Rests within a round or a tree, at least: of a few milliseconds' work each, where a tree takes some hundred. */
const MANY = 15

type Train = (task: { signal: AbortSignal; report(event: BoostingEvent | ForestEvent): void }) => Promise<{
  readonly ended: string
  readonly model: Parameters<typeof encodeTrees>[0]
}>

const boosting =
  (rounds: number): Train =>
  (task) =>
    trainBoosting(
      { data, loss: { kind: 'squared' }, options: { ...BOOSTING_DEFAULTS, rounds, leaves: 255 }, seed: 1 },
      task,
    )
const forest =
  (trees: number): Train =>
  (task) =>
    trainForest(
      { data, kind: 'forest', classes: 0, options: { ...forestDefaults('forest', false), trees }, seed: 1 },
      task,
    )

/** Trains, and counts how often it asks whether it was stopped: at each rest. From the one of this number on it was. */
async function watched(train: Train, stopAt = Number.POSITIVE_INFINITY) {
  let asked = 0
  /** How often it had asked when each round or tree was told of. */
  const told: number[] = []
  const signal = {
    get aborted() {
      return ++asked >= stopAt
    },
  } as AbortSignal
  const outcome = await train({ signal, report: () => void told.push(asked) }).catch((cause: unknown) => ({ cause }))
  return { outcome, told }
}

describe.each([
  ['boosting', boosting],
  ['a forest', forest],
])('%s is stopped within a tree', (_, of) => {
  // A clock that jumps, so that every rest is one in which a stop is heard: nothing hangs on how fast the machine is.
  beforeEach(() => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000))
  })
  afterEach(() => void vi.restoreAllMocks())

  it('at many places of it, and comes to what was whole by then', async () => {
    const { told } = await watched(of(3))
    const [first, second] = told as [number, number]
    expect(second - first).toBeGreaterThan(MANY)
    const one = encodeTrees((await of(1)({ signal: new AbortController().signal, report: () => {} })).model)
    for (const share of [0.25, 0.5, 0.75]) {
      const stopped = await watched(of(3), Math.round(first + share * (second - first)))
      expect(stopped.told).toHaveLength(1)
      expect(stopped.outcome).toMatchObject({ ended: 'stopped' })
      if (!('model' in stopped.outcome)) throw stopped.outcome.cause
      expect(Buffer.compare(Buffer.from(encodeTrees(stopped.outcome.model)), Buffer.from(one))).toBe(0)
    }
  })

  it('the first one too, of which nothing is kept', async () => {
    const [first] = (await watched(of(1))).told as [number]
    const { outcome, told } = await watched(of(1), first - 2)
    expect(told).toEqual([])
    expect(outcome).toMatchObject({ cause: { code: 'aborted' } })
  })
})
