import { describe, expect, it, vi } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { createMemoryShelves, fakeLocks, fakePorts } from '@/testing/fakePorts.ts'
import { removedThings } from './removed.ts'
import { bestRun, liveRuns } from './run.ts'
import { createStore } from './store.ts'

const question: Question = {
  datasetId: 'data',
  target: 'species',
  task: 'multiclass',
  classes: ['a', 'b', 'c'],
  metric: 'accuracy',
  split: { kind: 'stratified', validation: 0.16, test: 0.2 },
  recipe: { schema: 1, steps: [] },
}
const order = { learner: { kind: 'linear', options: LEARNERS.linear.defaults(200) }, seed: 1, device: 'auto' } as const

const dataset = {
  schema: 1,
  id: 'data',
  name: 'penguins',
  version: 0,
  lineage: 'data',
  rows: 344,
  columns: [],
  createdAt: 1,
} as unknown as Dataset

/** A train job that ends when told to. */
function heldTraining() {
  const ends: ((error?: Error) => void)[] = []
  const signals: AbortSignal[] = []
  const train = vi.fn(
    (_input: never, { signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<unknown>((resolve, reject) => {
        if (signal) signals.push(signal)
        ends.push((error) => (error ? reject(error) : resolve({})))
      }),
  )
  return { train, ends, signals }
}

describe('runs', () => {
  it('train one after the other, each with its own letter and colour', async () => {
    const { train, ends } = heldTraining()
    const store = createStore(fakePorts({ jobs: { 'train.train': train } }))
    const { createExperiment, startRuns } = store.getState()
    const { id } = await createExperiment('species', question)
    const runs = await startRuns(id, [order, order])
    expect(runs.map(({ mark }) => mark.letter)).toEqual(['A', 'B'])
    expect(new Set(runs.map(({ mark }) => mark.colour)).size).toBe(2)
    await vi.waitFor(() => expect(train).toHaveBeenCalledTimes(1))
    expect(store.getState().queue).toEqual([runs[1]!.id])
    ends[0]!()
    await vi.waitFor(() => expect(train).toHaveBeenCalledTimes(2))
  })

  it('give equal specs equal hashes, and other seeds other ones', async () => {
    const store = createStore(fakePorts({ jobs: { 'train.train': heldTraining().train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const [a, b, c] = await store.getState().startRuns(id, [order, order, { ...order, seed: 2 }])
    expect(a!.specHash).toBe(b!.specHash)
    expect(a!.specHash).not.toBe(c!.specHash)
  })

  it('pass the stop on to the worker', async () => {
    const { train, signals } = heldTraining()
    const store = createStore(fakePorts({ jobs: { 'train.train': train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const [run] = await store.getState().startRuns(id, [order])
    await vi.waitFor(() => expect(train).toHaveBeenCalled())
    await store.getState().stopRun(run!.id)
    expect(signals[0]?.aborted).toBe(true)
    expect(store.getState().live[run!.id]?.stopping).toBe(true)
  })

  it('leave the queue when stopped while waiting, and come back by undo', async () => {
    const { train, ends } = heldTraining()
    const store = createStore(fakePorts({ jobs: { 'train.train': train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const [, waiting] = await store.getState().startRuns(id, [order, order])
    await vi.waitFor(() => expect(train).toHaveBeenCalledTimes(1))
    await store.getState().stopRun(waiting!.id)
    expect(liveRuns(store.getState(), id)).toHaveLength(1)
    await store.getState().undo()
    expect(liveRuns(store.getState(), id)).toHaveLength(2)
    ends[0]!()
    // The run that was taken out never trains; the one that came back does.
    await vi.waitFor(() => expect(train).toHaveBeenCalledTimes(2))
    expect(train.mock.calls[1]![0]).not.toEqual({ runId: waiting!.id })
  })

  it('are marked failed, with words, when the worker could not say so itself', async () => {
    const { train, ends } = heldTraining()
    const store = createStore(fakePorts({ jobs: { 'train.train': train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const [run] = await store.getState().startRuns(id, [order])
    await vi.waitFor(() => expect(train).toHaveBeenCalled())
    ends[0]!(new AssayError('worker.died', 'The worker died.'))
    await vi.waitFor(() =>
      expect(store.getState().shelves.run[run!.id]).toMatchObject({ status: 'failed', error: { code: 'worker.died' } }),
    )
  })

  it('are found interrupted by another tab only once their own tab is gone', async () => {
    const shelves = createMemoryShelves()
    const locks = fakeLocks()
    const first = createStore(fakePorts({ shelves, locks, jobs: { 'train.train': heldTraining().train } }))
    const { id } = await first.getState().createExperiment('species', question)
    const [run] = await first.getState().startRuns(id, [order])
    const second = createStore(fakePorts({ shelves, locks }))
    await second.getState().openShelves()
    await second.getState().findInterrupted()
    expect(second.getState().shelves.run[run!.id]?.status).toBe('queued')
    locks.names.clear()
    await second.getState().findInterrupted()
    expect(second.getState().shelves.run[run!.id]?.status).toBe('interrupted')
  })

  it('keep apart in two tabs: letters are given out once', async () => {
    const shelves = createMemoryShelves()
    const locks = fakeLocks()
    const tabs = [0, 1].map(() =>
      createStore(fakePorts({ shelves, locks, jobs: { 'train.train': heldTraining().train } })),
    )
    const { id } = await tabs[0]!.getState().createExperiment('species', question)
    await tabs[1]!.getState().openShelves()
    const started = await Promise.all(tabs.map((tab) => tab.getState().startRuns(id, [order, order, order])))
    const letters = started.flat().map(({ mark }) => mark.letter)
    expect(letters.toSorted()).toEqual(['A', 'B', 'C', 'D', 'E', 'F'])
  })

  it('rank by the metric of the experiment and leave removed ones out', async () => {
    const store = createStore(fakePorts({ jobs: { 'train.train': heldTraining().train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const runs = await store.getState().startRuns(id, [order, order])
    for (const [index, run] of runs.entries()) {
      await store.getState().changeRecord('run', run.id, (old) => old && { ...old, status: 'done' })
      await store.getState().putRecord('evaluation', {
        schema: 1,
        id: `${run.id}/validation`,
        runId: run.id,
        part: 'validation',
        rows: 55,
        metrics: { accuracy: [0.9, 0.95][index]! },
        digest: '',
        createdAt: 1,
      })
    }
    expect(bestRun(store.getState(), id)?.id).toBe(runs[1]!.id)
    await store.getState().deleteRuns([runs[1]!.id])
    expect(bestRun(store.getState(), id)?.id).toBe(runs[0]!.id)
    await store.getState().undo()
    expect(bestRun(store.getState(), id)?.id).toBe(runs[1]!.id)
  })
})

describe('datasets', () => {
  it('are renamed and removed with undo and redo, in storage too', async () => {
    const ports = fakePorts()
    await ports.records.put('dataset', dataset)
    const store = createStore(ports)
    await store.getState().openShelves()
    await store.getState().renameDataset('data', 'birds')
    expect((await ports.records.get('dataset', 'data'))?.name).toBe('birds')
    await store.getState().undo()
    expect((await ports.records.get('dataset', 'data'))?.name).toBe('penguins')
    await store.getState().redo()
    expect((await ports.records.get('dataset', 'data'))?.name).toBe('birds')
    await store.getState().deleteDataset('data')
    expect(removedThings(store.getState()).map(({ name }) => name)).toEqual(['birds'])
    await store.getState().restore('table', 'data')
    expect(removedThings(store.getState())).toEqual([])
  })

  it('show what failed as a job with its error, and nothing for what was cancelled', async () => {
    const load = vi.fn().mockRejectedValueOnce(new AssayError('csv.empty', 'The file is empty.'))
    load.mockRejectedValueOnce(new AssayError('aborted', 'Stopped.'))
    const store = createStore(fakePorts({ jobs: { 'load.load': load } }))
    const file = new File([''], 'a.csv')
    expect(await store.getState().loadFiles([file])).toBeUndefined()
    expect(Object.values(store.getState().jobs)).toMatchObject([{ status: 'failed', error: { code: 'csv.empty' } }])
    await store.getState().loadFiles([file])
    expect(Object.values(store.getState().jobs)).toHaveLength(1)
  })

  it('stay when purged while a question needs them, and go otherwise', async () => {
    const ports = fakePorts({ jobs: { 'load.sweep': async () => 0 } })
    await ports.records.put('dataset', { ...dataset, deletedAt: 5 })
    await ports.records.put('dataset', { ...dataset, id: 'other', deletedAt: 5 })
    const store = createStore(ports)
    await store.getState().openShelves()
    await store.getState().createExperiment('species', question)
    await store.getState().purge()
    expect(Object.keys(store.getState().shelves.dataset)).toEqual(['data'])
  })
})

describe('experiments', () => {
  it('become another one when what runs share changes after the first run', async () => {
    const store = createStore(fakePorts({ jobs: { 'train.train': heldTraining().train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const edited = await store
      .getState()
      .changeQuestion(id, { ...question, split: { kind: 'random', validation: 0.2, test: 0.2 } })
    expect(edited.id).toBe(id)
    await store.getState().startRuns(id, [order])
    const sameRows = await store.getState().changeQuestion(id, { ...edited.question, metric: 'logLoss' })
    expect(sameRows.id).toBe(id)
    const another = await store.getState().changeQuestion(id, { ...edited.question, target: 'island' })
    expect(another.id).not.toBe(id)
    expect(store.getState().shelves.experiment[id]?.question.target).toBe('species')
  })
})

describe('the purpose of a question', () => {
  it('is saved with undo and changes neither the question that runs share nor the hash of their specs', async () => {
    const store = createStore(fakePorts({ jobs: { 'train.train': heldTraining().train } }))
    const { id } = await store.getState().createExperiment('species', question)
    const [before] = await store.getState().startRuns(id, [order])
    const asked = { ...question, purpose: { decision: 'Whom we ring' }, accepted: ['timing'] }
    expect((await store.getState().changeQuestion(id, asked)).id).toBe(id)
    const [after] = await store.getState().startRuns(id, [order])
    expect(after?.specHash).toBe(before?.specHash)
    expect(after?.spec.question).toEqual(question)
    expect(store.getState().shelves.experiment[id]?.question.purpose?.decision).toBe('Whom we ring')
    await store.getState().undo()
    expect(store.getState().shelves.experiment[id]?.question).toEqual(question)
  })
})

describe('two tabs', () => {
  it('hear of each other’s changes', async () => {
    const shelves = createMemoryShelves()
    const one = createStore(fakePorts({ shelves }))
    const two = createStore(fakePorts({ shelves }))
    await two.getState().openShelves()
    const { id } = await one.getState().createExperiment('species', question)
    await vi.waitFor(() => expect(two.getState().shelves.experiment[id]?.name).toBe('species'))
  })
})
