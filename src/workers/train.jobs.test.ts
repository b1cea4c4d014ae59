import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { type Task, unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { readFrame } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { readPart } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

const frame = animals(300)
let records: Records
let arrays: Arrays

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  await storeFrame(records, arrays, 'animals.csv', frame)
})

const jobs = () => makeTrainJobs({ records, arrays, platform: nodePlatform })

async function queue(id: string, learner?: Learner, change: Parameters<typeof animalQuestion>[0] = {}) {
  await records.put('run', makeRun(id, makeSpec(animalQuestion(change), learner)))
}

function watched(signal = new AbortController().signal): Task<TrainEvent> & { readonly events: TrainEvent[] } {
  const events: TrainEvent[] = []
  return { signal, events, report: (event) => events.push(event) }
}

const isEpoch = (epoch: number) => (event: TrainEvent) => event.kind === 'epoch' && event.record.epoch === epoch
const isMemberEpoch = (epoch: number) => (event: TrainEvent) => event.kind === 'member' && event.epoch === epoch
const ensemble = { ...quickNetwork, options: { ...quickNetwork.options, members: 3 } } as Learner

const sha256 = (bytes: ArrayBuffer) => createHash('sha256').update(new Uint8Array(bytes)).digest('hex')

describe('a training job', () => {
  it('leaves run, result, pipeline, evaluation and arrays that belong together', async () => {
    await queue('r')
    const task = watched()
    const result = await jobs().train({ runId: 'r' }, task)
    expect(await records.get('result', 'r')).toEqual(result)
    expect(await records.get('run', 'r')).toMatchObject({
      status: 'done',
      device: { backend: 'wasm' },
      startedAt: expect.any(Number),
      finishedAt: expect.any(Number),
    })
    // One row has no kind.
    const { train, validation, test, unlabelled } = result.rows
    expect(unlabelled).toBe(1)
    expect(train + validation + test).toBe(299)
    expect(result).toMatchObject({ ended: 'epochs', stepsDone: 30 * Math.ceil(train / 32) })

    const pipeline = await records.get('pipeline', 'r')
    expect(pipeline?.contract.inputs.map(({ name }) => name)).toEqual(['size', 'skin', 'legs', 'weight'])
    expect(sha256(await arrays.read('runs/r/weights.0'))).toBe(result.weightsDigest)
    expect(pipeline?.members[0]?.model.weightsDigest).toBe(result.weightsDigest)
    expect((await arrays.size('runs/r/weights.0'))! / 4).toBe(result.parameterCount)

    const evaluation = await records.get('evaluation', 'r/validation')
    expect(evaluation).toMatchObject({ rows: validation, part: 'validation' })
    expect(evaluation!.metrics.accuracy).toBeGreaterThan(0.85)
    const part = await readPart(arrays, 'r', 'validation')
    expect(sha256(part.scores.buffer as ArrayBuffer)).toBe(evaluation!.digest)
    expect(part.scores.length).toBe(3 * validation)
    const kinds = readFrame(frame)['kind']!
    part.rows.forEach((row, i) => {
      expect(['bird', 'mammal', 'reptile'][part.actual[i]!]).toBe(kinds[row])
    })
  })

  it('tells the device, the rows and every epoch', async () => {
    await queue('r')
    const task = watched()
    const { history, rows } = await jobs().train({ runId: 'r' }, task)
    expect(task.events[0]).toMatchObject({ kind: 'device', device: { backend: 'wasm' } })
    expect(task.events[1]).toEqual({
      kind: 'prepared',
      trainRows: rows.train,
      validationRows: rows.validation,
      stepsPerEpoch: Math.ceil(rows.train / 32),
      epochs: 30,
    })
    expect(task.events.flatMap((event) => (event.kind === 'epoch' ? [event.record] : []))).toEqual(history)
  })

  it.each([
    ['', quickNetwork, isEpoch(7), 6],
    // The first has ended by then, the second is under way, the third has not begun.
    [', an ensemble', ensemble, isMemberEpoch(7), 30],
  ] as const)(
    'goes on from its last checkpoint after whatever ended it, to the same bits, and leaves none behind%s',
    async (_, learner, isEnd, epochs) => {
      for (const id of ['whole', 'broken']) await queue(id, learner)
      const careful = makeTrainJobs({ records, arrays, platform: nodePlatform, checkpointMs: 0 })
      const whole = await careful.train({ runId: 'whole' }, watched())
      const dying: Task<TrainEvent> = {
        ...unattended,
        report: (event) => {
          if (isEnd(event)) throw new Error('the worker dies')
        },
      }
      await expect(careful.train({ runId: 'broken' }, dying)).rejects.toThrow('the worker dies')
      expect(await records.get('run', 'broken')).toMatchObject({ status: 'failed', checkpointEpoch: epochs })

      const task = watched()
      const result = await makeTrainJobs({ records, arrays, platform: nodePlatform }).train({ runId: 'broken' }, task)
      expect(result.weightsDigest).toBe(whole.weightsDigest)
      expect(result).toMatchObject({ stepsDone: whole.stepsDone, bestEpoch: whole.bestEpoch, ended: whole.ended })
      expect(result.members).toEqual(whole.members)
      if (!whole.members) expect(task.events.filter(({ kind }) => kind === 'epoch')).toHaveLength(whole.history.length)
      expect(await records.get('run', 'broken')).toMatchObject({ status: 'done' })
      expect((await records.get('run', 'broken'))!.checkpointEpoch).toBeUndefined()
      expect(await arrays.size('runs/broken/checkpoint')).toBeUndefined()
    },
  )

  it('begins again where the checkpoint is damaged, and goes on without one where there is no room for it', async () => {
    for (const id of ['whole', 'damaged']) await queue(id, quickNetwork)
    const full: Arrays = {
      ...arrays,
      write: async (path, parts) => {
        if (path.endsWith('checkpoint')) throw new Error('the disk is full')
        await arrays.write(path, parts)
      },
    }
    const whole = await makeTrainJobs({ records, arrays: full, platform: nodePlatform, checkpointMs: 0 }).train(
      { runId: 'whole' },
      watched(),
    )
    await records.update('run', 'damaged', (run) => run && { ...run, checkpointEpoch: 3 })
    await arrays.write('runs/damaged/checkpoint', [Uint8Array.of(200, 0, 0, 0, 7)])
    const { weightsDigest } = await jobs().train({ runId: 'damaged' }, watched())
    expect(weightsDigest).toBe(whole.weightsDigest)
  })

  it('repeats to the bit, from stored columns or from matrices still at hand', async () => {
    for (const id of ['a', 'b', 'c']) await queue(id)
    const same = jobs()
    const a = await same.train({ runId: 'a' }, unattended)
    await arrays.remove('columns')
    const b = await same.train({ runId: 'b' }, unattended)
    await storeFrame(records, arrays, 'animals.csv', frame)
    const c = await jobs().train({ runId: 'c' }, unattended)
    expect(b.weightsDigest).toBe(a.weightsDigest)
    expect(c.weightsDigest).toBe(a.weightsDigest)
    const digests = await Promise.all(['a', 'b', 'c'].map((id) => records.get('evaluation', `${id}/validation`)))
    expect(new Set(digests.map((evaluation) => evaluation?.digest)).size).toBe(1)
  })

  it('counts a baseline without training', async () => {
    await queue('r', { kind: 'baseline', options: {} })
    const result = await jobs().train({ runId: 'r' }, unattended)
    expect(result).toMatchObject({ ended: 'closed-form', stepsDone: 0, bestEpoch: 0, history: [] })
    const { scores, actual } = await readPart(arrays, 'r', 'validation')
    expect(scores.subarray(0, 3)).toEqual(scores.subarray(3, 6))
    expect(actual.length).toBe(result.rows.validation)
  })

  it('that is stopped keeps the best weights and says so', async () => {
    await queue('r', { ...quickNetwork, options: { ...quickNetwork.options, epochs: 10_000 } } as Learner)
    const controller = new AbortController()
    const result = await jobs().train(
      { runId: 'r' },
      {
        signal: controller.signal,
        report: (event) => {
          if (event.kind === 'epoch' && event.record.epoch === 2) controller.abort()
        },
      },
    )
    expect(result.ended).toBe('stopped')
    expect(await records.get('run', 'r')).toMatchObject({ status: 'stopped' })
    expect(await records.get('evaluation', 'r/validation')).toMatchObject({ rows: result.rows.validation })
  })

  it('that is stopped before the first step leaves no model', async () => {
    await queue('r')
    await expect(jobs().train({ runId: 'r' }, watched(AbortSignal.abort()))).rejects.toMatchObject({ code: 'aborted' })
    expect(await records.get('run', 'r')).toMatchObject({ status: 'interrupted', error: { code: 'aborted' } })
    expect(await records.get('pipeline', 'r')).toBeUndefined()
  })

  it('that fails says why in its record and to the caller', async () => {
    await queue('r', undefined, { target: 'colour' })
    await expect(jobs().train({ runId: 'r' }, unattended)).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
    expect(await records.get('run', 'r')).toMatchObject({
      status: 'failed',
      error: { code: 'dataset.unknownColumn', message: expect.stringContaining('colour') },
    })
  })

  it('waits for its turn, and a failure before it does no harm', async () => {
    await queue('bad', undefined, { target: 'colour' })
    await queue('good')
    const both = jobs()
    const [bad, good] = await Promise.allSettled([
      both.train({ runId: 'bad' }, unattended),
      both.train({ runId: 'good' }, unattended),
    ])
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled'])
  })

  it('knows the device that it would take', async () => {
    expect(await jobs().probe({}, unattended)).toMatchObject({ backend: 'wasm' })
  })
})
