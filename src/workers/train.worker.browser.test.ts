import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrainEvent, TrainJobs } from '@/core/run/jobs.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { openClient } from './client.ts'

const client = openClient<TrainJobs>(
  () => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' }),
)
const records = openRecords()
const arrays = openArrays()

beforeAll(async () => {
  await storeFrame(records, arrays, 'animals.csv', animals(120))
})

afterAll(() => {
  client.close()
  records.close()
})

async function start(id: string, change: Partial<RunSpec>) {
  const spec = { ...makeSpec(animalQuestion(), learner(3)), ...change }
  await records.put('run', makeRun(id, spec))
}

function learner(epochs: number): RunSpec['learner'] {
  return {
    kind: 'network',
    options: { hidden: [8], dropout: 0.1, l2: 0, learningRate: 0.03, batchSize: 32, epochs, patience: 0 },
  }
}

describe('the train worker', () => {
  it('trains on the GPU and stores what came of it', async () => {
    await start('gpu', { device: 'webgpu' })
    const events: TrainEvent[] = []
    const result = await client.call('train', { runId: 'gpu' }, { onEvent: (event) => events.push(event) })
    expect(result.device).toMatchObject({ backend: 'webgpu', adapter: 'SwiftShader (software)' })
    expect(events.filter(({ kind }) => kind === 'epoch')).toHaveLength(3)
    expect(await records.get('run', 'gpu')).toMatchObject({ status: 'done' })
    expect(await arrays.size('runs/gpu/weights.0')).toBe(4 * result.parameterCount)
  })

  it('times a long job on every device, and keeps the figures with the run', async () => {
    await start('auto', { device: 'auto', learner: learner(100_000) })
    const controller = new AbortController()
    const onEvent = (event: TrainEvent) => {
      if (event.kind === 'epoch') controller.abort()
    }
    const result = await client.call('train', { runId: 'auto' }, { signal: controller.signal, onEvent })
    expect(result.device.measured!.map(({ backend }) => backend)).toEqual(['wasm', 'webgpu', 'cpu'])
    const fastest = result.device.measured!.toSorted((a, b) => a.stepMs - b.stepMs)[0]!
    expect(result.device.backend).toBe(fastest.backend)
    expect(await records.get('run', 'auto')).toMatchObject({ device: result.device })
    expect(await client.call('probe', {})).toEqual(result.device)
  })

  it('keeps what it has when it is stopped', async () => {
    await start('stopped', { device: 'wasm', learner: learner(100_000) })
    const controller = new AbortController()
    const result = await client.call(
      'train',
      { runId: 'stopped' },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === 'epoch') controller.abort()
        },
      },
    )
    expect(result.ended).toBe('stopped')
    expect(await records.get('run', 'stopped')).toMatchObject({ status: 'stopped' })
    expect(await records.get('pipeline', 'stopped')).toBeDefined()
  })

  it('brings the reason of a failure back', async () => {
    const question = animalQuestion({ target: 'colour' })
    await records.put('run', makeRun('failed', makeSpec(question)))
    await expect(client.call('train', { runId: 'failed' })).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })
})
