import { describe, expect, it } from 'vitest'
import { AssayError } from '@/core/errors.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { Run, RunSpec } from '@/core/run/run.ts'
import { makeEnded } from '@/testing/endedRun.ts'
import { type FakeJob, fakePorts } from '@/testing/fakePorts.ts'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { isReplicating, replicationKey } from './replication.ts'
import { liveRuns } from './run.ts'
import { createStore } from './store.ts'

const glm: Learner = { kind: 'glm', options: {} }
const base: RunSpec = { ...makeSpec(animalQuestion()), seed: 1 }
const other: RunSpec = { ...base, learner: glm }

const stopOf = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new AssayError('aborted', 'Stopped.'))),
  )
const settle = () => new Promise((resolve) => setTimeout(resolve, 10))

/** A page whose train worker scores each run by its learner and seed, once `mayEnd` lets it unless it is stopped first. */
async function open(scoreOf: (spec: RunSpec) => number | Error, mayEnd?: (spec: RunSpec) => Promise<void>) {
  let now = 100
  const train: FakeJob = async ({ runId }: { runId: string }, { signal }) => {
    const run = (await ports.records.get('run', runId))!
    await Promise.race([mayEnd?.(run.spec), stopOf(signal!)])
    const score = scoreOf(run.spec)
    if (score instanceof Error) throw score
    const ended = makeEnded(runId, run.spec, score, undefined, ++now)
    await ports.records.put('result', ended.result!)
    await ports.records.put('evaluation', ended.evaluation!)
    await ports.records.put('run', { ...run, status: 'done', finishedAt: now })
  }
  const ports = fakePorts({ jobs: { 'train.train': train } })
  for (const [id, spec] of [
    ['a', base],
    ['b', other],
  ] as const) {
    const ended = makeEnded(id, spec, scoreOf(spec) as number)
    const mark = { ...ended.run.mark, letter: id.toUpperCase() }
    await ports.records.put('run', { ...ended.run, mark })
    await ports.records.put('result', ended.result!)
    await ports.records.put('evaluation', ended.evaluation!)
  }
  await ports.records.put('experiment', {
    schema: 1,
    id: 'e',
    name: 'Kinds',
    question: animalQuestion(),
    runsStarted: 2,
    createdAt: 0,
    updatedAt: 0,
  })
  const store = createStore(ports)
  await store.getState().openShelves()
  return store
}

const order = (most: number) =>
  ({ base: 'a', other: 'b', metric: 'accuracy', budget: { kind: 'pairs', most } }) as const
const key = replicationKey(order(1))
const newRuns = (store: Awaited<ReturnType<typeof open>>): readonly Run[] =>
  liveRuns(store.getState(), 'e').filter(({ id }) => id !== 'a' && id !== 'b')

describe('replicating', () => {
  it('trains pairs until the verdict is clear, and tags what it trains', async () => {
    const store = await open(({ learner, seed }) =>
      learner.kind === 'glm' ? 0.9 + (seed % 2) / 100 : 0.6 + (seed % 3) / 200,
    )
    await store.getState().replicate(order(20))
    const runs = newRuns(store)
    // Four pairs are the fewest that can decide, one of which was there.
    expect(runs.length).toBeGreaterThanOrEqual(6)
    expect(runs.length).toBeLessThan(20)
    for (const { id, spec } of runs)
      expect(store.getState().shelves.annotation[id]?.tags).toEqual([
        spec.learner.kind === 'glm' ? 'seeds of B' : 'seeds of A',
      ])
    expect(store.getState().replications[key]).toMatchObject({ done: runs.length / 2, seed: undefined })
    // Clear is clear: nothing more is trained.
    await store.getState().replicate(order(20))
    expect(newRuns(store)).toHaveLength(runs.length)
  })

  it('ends with its budget, and goes on with the seeds after it', async () => {
    const store = await open(({ learner, seed }) => 0.7 + ((seed * (learner.kind === 'glm' ? 7 : 5)) % 11) / 100)
    await store.getState().replicate(order(2))
    expect(newRuns(store).map(({ spec }) => spec.seed)).toEqual([2, 2, 3, 3])
    await store.getState().replicate(order(1))
    expect(newRuns(store).map(({ spec }) => spec.seed)).toEqual([2, 2, 3, 3, 4, 4])
  })

  it('stops when it is told to, and says why where a run fails', async () => {
    const store = await open(({ seed }) => (seed === 3 ? new Error('broken') : 0.7))
    const under = store.getState().replicate(order(5))
    await store.getState().stopReplicating(key)
    await under
    expect(isReplicating(store.getState().replications[key])).toBe(false)
    expect(newRuns(store).length).toBeLessThan(5)
    await store.getState().replicate(order(5))
    expect(store.getState().replications[key]?.error?.message).toMatch(/seed 3 failed: .*All pairs before it are kept/)
  })

  it('leaves the run of a pair that has ended as it is when it stops the other', async () => {
    const never = new Promise<void>(() => {})
    const store = await open(
      () => 0.7,
      ({ learner }) => (learner.kind === 'glm' ? never : Promise.resolve()),
    )
    const under = store.getState().replicate(order(5))
    const isTraining = () =>
      newRuns(store).some(({ id, spec }) => spec.learner.kind === 'glm' && store.getState().live[id])
    while (!isTraining()) await settle()
    const ended = newRuns(store).find(({ spec }) => spec.learner.kind !== 'glm')!
    expect(ended.status).toBe('done')
    await store.getState().stopReplicating(key)
    await under
    expect(store.getState().live).toEqual({})
    expect(newRuns(store).map(({ status }) => status)).toEqual(['done', 'interrupted'])
  })

  it('stops the runs that it was putting in the queue when it was told to', async () => {
    let end = () => {}
    const later = new Promise<void>((resolve) => (end = resolve))
    const store = await open(
      () => 0.7,
      ({ seed }) => (seed > 2 ? later : Promise.resolve()),
    )
    const under = store.getState().replicate(order(5))
    const isQueuing = () => newRuns(store).some(({ spec }) => spec.seed === 3)
    // The moment that the first run of the second pair is there, the second is not.
    await new Promise<void>((resolve) => store.subscribe(() => isQueuing() && resolve()))
    await store.getState().stopReplicating(key)
    await settle()
    end()
    await under
    expect(newRuns(store).map(({ spec, status }) => [spec.seed, status])).toEqual([
      [2, 'done'],
      [2, 'done'],
      [3, 'interrupted'],
    ])
    expect(store.getState().live).toEqual({})
  })
})
