import { beforeEach, describe, expect, it } from 'vitest'
import { LEARNERS } from '@/core/learner/table.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { SweepEvent } from '@/core/sweep/jobs.ts'
import { bestTrial, runSpecOf, type Sweep, type SweepParameter } from '@/core/sweep/sweep.ts'
import { type Task, unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animals, makeRun } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeSweep, rates } from '@/testing/sweep.ts'
import { makeTrainJobs } from './train.jobs.ts'

const frame = animals(200)
let records: Records
let arrays: Arrays

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  await storeFrame(records, arrays, 'animals.csv', frame)
})

const jobs = () => makeTrainJobs({ records, arrays, platform: nodePlatform })

async function search(change: Partial<Sweep> = {}, task: Task<SweepEvent> = unattended): Promise<Sweep> {
  await records.put('sweep', makeSweep(change))
  return jobs().search({ sweepId: 's' }, task)
}

/** What a run of the trial's values comes to. */
async function runOf(sweep: Sweep, number: number) {
  const spec = runSpecOf(sweep, sweep.trials.find((trial) => trial.number === number)!)
  await records.put('run', makeRun('r', spec))
  return jobs().train({ runId: 'r' }, unattended)
}

const hidden = { key: 'hidden', kind: 'choice', values: [[8], [16]] } as const

describe('a search', () => {
  it.each(['grid', 'random', 'halving', 'tpe'] as const)(
    'trains and keeps as many trials as it may: %s',
    async (method) => {
      const events: SweepEvent[] = []
      const sweep = await search(
        { method, parameters: [rates, hidden], runCap: method === 'tpe' ? 13 : 6 },
        { ...unattended, report: (event) => events.push(event) },
      )
      expect(await records.get('sweep', 's')).toEqual(sweep)
      expect(sweep).toMatchObject({ status: 'done', device: { backend: 'wasm' } })
      expect(sweep.trials.map(({ number }) => number)).toEqual(Array.from({ length: sweep.runCap }, (_, i) => i + 1))
      const told = new Map(
        events.flatMap((event) => (event.kind === 'trials' ? event.trials : [])).map((t) => [t.number, t]),
      )
      expect([...told.values()].toSorted((a, b) => a.number - b.number)).toEqual(sweep.trials)
      const epochs = sweep.trials.map(({ epochsDone }) => epochsDone).toSorted((a, b) => a - b)
      // Rungs of 6 trials and 9 epochs: six of them train 3, the two best 9.
      expect(epochs).toEqual(method === 'halving' ? [3, 3, 3, 3, 9, 9] : epochs.map(() => 9))
      const statuses = new Set(sweep.trials.map(({ status }) => status))
      expect(statuses).toEqual(new Set(method === 'halving' ? ['done', 'stopped early'] : ['done']))
      if (method === 'halving') {
        const after3 = (done: boolean) => sweep.trials.filter(({ epochsDone }) => epochsDone > 3 === done)
        expect(after3(true)).toHaveLength(2)
      }
    },
  )

  it.each<[Sweep['base'], SweepParameter]>([
    [
      { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(200), rounds: 12, minRows: 2 } },
      { key: 'leaves', kind: 'range', min: 2, max: 16, scale: 'log', integer: true },
    ],
    [
      { kind: 'forest', options: { trees: 7, depth: 0, minRows: 1 } },
      { key: 'columnShare', kind: 'range', min: 0.3, max: 1, scale: 'linear' },
    ],
    [
      { kind: 'glm', options: {} },
      { key: 'strength', kind: 'range', min: 1e-4, max: 1, scale: 'log' },
    ],
    [
      { kind: 'neighbours', options: { k: 5 } },
      { key: 'k', kind: 'choice', values: [1, 5, 20] },
    ],
  ])('of $kind trains one trial after the other, each as its run would be', async (base, parameter) => {
    const sweep = await search({ method: 'random', base, parameters: [parameter], runCap: 3 })
    expect(sweep).toMatchObject({ status: 'done', device: { backend: 'wasm' } })
    expect(sweep.trials.map(({ status }) => status)).toEqual(['done', 'done', 'done'])
    const best = bestTrial(sweep)!
    const { history, bestEpoch } = await runOf(sweep, best.number)
    const kept = history.find(({ epoch }) => epoch === bestEpoch)
    if (kept) expect(best).toMatchObject({ bestEpoch, validationLoss: kept.validationLoss })
    const evaluation = await records.get('evaluation', 'r/validation')
    expect(best.validationMetric).toBe(evaluation!.metrics[sweep.question.metric])
  })

  it('is refused halving where a learner takes no steps', async () => {
    const base: Sweep['base'] = { kind: 'glm', options: {} }
    const strength: SweepParameter = { key: 'strength', kind: 'range', min: 1e-4, max: 1, scale: 'log' }
    await expect(search({ method: 'halving', base, parameters: [strength] })).rejects.toMatchObject({
      code: 'spec.invalid',
      message: expect.stringContaining('Choose another method'),
    })
  })

  it.each(['random', 'halving'] as const)(
    'promotes its best trial to a run with the same losses, to the bit: %s',
    async (method) => {
      const options = { ...makeSweep().base.options, dropout: 0.2, schedule: 'cosine', optimizer: 'adamw', l2: 1e-3 }
      const base = { kind: 'network', options } as Sweep['base']
      const sweep = await search({ method, base, parameters: [rates, hidden], runCap: 6 })
      const best = bestTrial(sweep)!
      expect(best.status).toBe('done')
      const { history, bestEpoch } = await runOf(sweep, best.number)
      expect(bestEpoch).toBe(best.bestEpoch)
      expect(history[bestEpoch - 1]).toMatchObject({
        validationLoss: best.validationLoss,
        validationMetric: best.validationMetric,
      })
    },
  )

  it('of seeds splits and draws anew for each, as its run does', async () => {
    const sweep = await search({ method: 'grid', parameters: [{ key: 'seed', kind: 'choice', values: [1, 2] }] })
    const [one, two] = sweep.trials
    expect(one!.validationLoss).not.toBe(two!.validationLoss)
    const { history } = await runOf(sweep, 2)
    expect(history[two!.bestEpoch - 1]!.validationLoss).toBe(two!.validationLoss)
  })

  it('says which trials diverged, and goes on', async () => {
    const values = [0.01, 1]
    const parameters = [{ key: 'learningRate', kind: 'choice', values } as const]
    const base = {
      kind: 'linear',
      options: { ...makeSweep().base.options, l2: 100, optimizer: 'adamw' },
    } as Sweep['base']
    const question = {
      ...makeSweep().question,
      target: 'weight',
      task: 'regression',
      classes: [],
      metric: 'rmse',
    } as const
    const sweep = await search({ method: 'grid', question, base, parameters })
    expect(sweep.status).toBe('done')
    // AdamW takes learning rate × L2 off the weights at each step: all of it, or a hundred times all of it.
    expect(sweep.trials.map(({ status }) => status)).toEqual(['done', 'diverged'])
    expect(sweep.trials[1]).toMatchObject({ validationLoss: null, validationMetric: null, bestEpoch: 0 })
    expect(bestTrial(sweep)!.number).toBe(1)
  })

  it('keeps what it has when it is stopped, and goes on with the rest', async () => {
    const controller = new AbortController()
    const stopped = await search(
      { runCap: 40 },
      {
        signal: controller.signal,
        report: (event) => {
          if (event.kind === 'trials' && event.trials.some(({ number, epochsDone }) => number >= 3 && epochsDone > 1))
            controller.abort()
        },
      },
    )
    expect(stopped.status).toBe('stopped')
    const { length } = stopped.trials
    expect(length).toBeLessThan(40)
    const before = stopped.trials.slice(0, -1).map(({ status }) => status)
    expect(before).toEqual(before.map(() => 'done'))
    expect(stopped.trials.at(-1)!.validationLoss).toBeGreaterThan(0)
    await records.put('sweep', { ...stopped, runCap: length + 3 })
    const whole = await jobs().search({ sweepId: 's' }, unattended)
    expect(whole.trials).toHaveLength(length + 3)
    expect(whole.trials.slice(0, length)).toEqual(stopped.trials)
    expect(whole.status).toBe('done')
  })

  it('trains again what was under way when its tab was closed', async () => {
    const whole = await search()
    const cutOff = whole.trials.map((trial, i) =>
      i < 2 ? trial : { ...trial, status: 'running' as const, epochsDone: 0, bestEpoch: 0, validationLoss: null },
    )
    expect((await search({ trials: cutOff.slice(0, 3), status: 'running' })).trials).toEqual(whole.trials)
  })

  it('refuses what cannot be searched, with what to change', async () => {
    await expect(search({ parameters: [] })).rejects.toMatchObject({ code: 'spec.invalid' })
    expect(await records.get('sweep', 's')).toMatchObject({ status: 'failed', error: { code: 'spec.invalid' } })
    await expect(jobs().search({ sweepId: 'gone' }, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
  })
})
