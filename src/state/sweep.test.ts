import { describe, expect, it } from 'vitest'
import type { CallOptions } from '@/core/ports.ts'
import { isUnderWay } from '@/core/run/run.ts'
import type { SweepEvent } from '@/core/sweep/jobs.ts'
import type { Sweep, Trial } from '@/core/sweep/sweep.ts'
import { createMemoryShelves, type FakeJob, fakeLocks, fakePorts } from '@/testing/fakePorts.ts'
import { makeSweep } from '@/testing/sweep.ts'
import { createStore } from './store.ts'
import { sweepNow } from './sweep.ts'

const trial = (number: number, change: Partial<Trial> = {}): Trial => ({
  number,
  values: { learningRate: number / 1_000 },
  status: 'running',
  epochsDone: 1,
  bestEpoch: 1,
  validationLoss: 1 / number,
  validationMetric: 0.5,
  ...change,
})

/** A page whose train worker searches until it is told to end. */
function searching(sweep: Sweep = makeSweep()) {
  const shelves = createMemoryShelves()
  const locks = fakeLocks()
  let tell: (event: SweepEvent) => void = () => {}
  let end: (outcome: Partial<Sweep> | Error) => void = () => {}
  const signals: AbortSignal[] = []
  const search: FakeJob = (_, options) => {
    const { onEvent, signal } = options as unknown as CallOptions<SweepEvent>
    tell = onEvent!
    signals.push(signal!)
    return new Promise((resolve, reject) => {
      end = async (outcome) => {
        if (outcome instanceof Error) return reject(outcome)
        await ports.records.update('sweep', sweep.id, (old) => old && { ...old, ...outcome })
        resolve(undefined)
      }
    })
  }
  const ports = fakePorts({ jobs: { 'train.search': search }, shelves, locks })
  const store = createStore(ports)
  return {
    store,
    ports,
    signals,
    tell: (event: SweepEvent) => tell(event),
    end: (outcome: Partial<Sweep> | Error) => end(outcome),
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

async function open(sweep: Sweep) {
  const page = searching(sweep)
  await page.ports.records.put('sweep', sweep)
  await page.store.getState().openShelves()
  return page
}

describe('a sweep', () => {
  it('shows its trials as they are told, and what the record says at the end', async () => {
    const { store, tell, end } = await open(makeSweep({ status: 'stopped', trials: [trial(1, { status: 'done' })] }))
    await store.getState().extendSweep('s')
    await settle()
    tell({ kind: 'trials', trials: [trial(3), trial(2)] })
    tell({ kind: 'trials', trials: [trial(2, { epochsDone: 5 })] })
    const now = sweepNow(store.getState(), 's')!
    expect(now.trials.map(({ number, epochsDone }) => [number, epochsDone])).toEqual([
      [1, 1],
      [2, 5],
      [3, 1],
    ])
    // What is shown is never written: the record follows from the worker.
    expect(store.getState().shelves.sweep['s']!.trials).toHaveLength(1)
    end({ status: 'done', trials: [trial(1), trial(2), trial(3)] })
    await settle()
    expect(sweepNow(store.getState(), 's')).toMatchObject({ status: 'done', trials: [{}, {}, {}] })
    expect(store.getState().liveTrials).toEqual({})
  })

  it('searches more within a part of its space', async () => {
    const within = [{ key: 'learningRate', kind: 'choice', values: [0.01] }] as const
    const { store } = await open(makeSweep({ status: 'done', trials: [trial(1), trial(2)], finishedAt: 1 }))
    await store.getState().extendSweep('s', { trials: 10, within })
    expect(store.getState().shelves.sweep['s']).toMatchObject({ status: 'queued', runCap: 12, within })
    expect(store.getState().shelves.sweep['s']).not.toHaveProperty('finishedAt')
  })

  it('is stopped by a signal, and says so until it has stopped', async () => {
    const { store, signals, end } = await open(makeSweep({ status: 'stopped' }))
    await store.getState().extendSweep('s')
    await settle()
    store.getState().stopSweep('s')
    expect(signals[0]!.aborted).toBe(true)
    expect(store.getState().stoppingSweeps.has('s')).toBe(true)
    end({ status: 'stopped' })
    await settle()
    expect(store.getState().stoppingSweeps.has('s')).toBe(false)
    // It can be searched on at once.
    await store.getState().extendSweep('s')
    await settle()
    expect(signals).toHaveLength(2)
  })

  it('has failed when its worker died, with its trials', async () => {
    const trials = [trial(1, { status: 'done' })]
    const { store, end } = await open(makeSweep({ status: 'stopped', trials }))
    await store.getState().extendSweep('s')
    await settle()
    end(new Error('the worker is gone'))
    await settle()
    expect(store.getState().shelves.sweep['s']).toMatchObject({ status: 'failed', error: {}, trials })
  })

  it('is interrupted when no tab holds it any more, and only then', async () => {
    const { store, ports } = await open(makeSweep({ status: 'running' }))
    ports.locks.names.add('job:s')
    await store.getState().findInterruptedSweeps()
    expect(isUnderWay(store.getState().shelves.sweep['s']!)).toBe(true)
    ports.locks.names.clear()
    await store.getState().findInterruptedSweeps()
    expect(store.getState().shelves.sweep['s']!.status).toBe('interrupted')
  })

  it('is removed and brought back', async () => {
    const { store } = await open(makeSweep({ status: 'done' }))
    await store.getState().removeSweep('s')
    expect(store.getState().shelves.sweep['s']).toBeUndefined()
    await store.getState().undo()
    expect(store.getState().shelves.sweep['s']).toBeDefined()
  })
})
