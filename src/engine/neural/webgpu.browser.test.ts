import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LearnerOf } from '@/core/learner/learner.ts'
import { seededRandom } from '@/core/random.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { Backend } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import type { Platform } from '../platform.ts'
import { openDevice } from './device.ts'
import { forward, gradient } from './pass.ts'
import { describeNetwork } from './shape.ts'
import { type NetworkInput, trainNetwork } from './train.ts'

/** A GPU that these tests may take away: the devices it gave out are known. */
const devices: GPUDevice[] = []
const platform: Platform = {
  wasmUrl,
  gpu: {
    requestAdapter: async (options?: GPURequestAdapterOptions) => {
      const adapter = await navigator.gpu.requestAdapter(options)
      if (!adapter) return null
      const requestDevice = adapter.requestDevice.bind(adapter)
      adapter.requestDevice = async (descriptor) => {
        const device = await requestDevice(descriptor)
        devices.push(device)
        return device
      }
      return adapter
    },
  } as GPU,
}

function examples(rows: number, width: number, key: string) {
  const random = seededRandom(key)
  const x = Float32Array.from({ length: rows * width }, () => 2 * random() - 1)
  const y = Float64Array.from({ length: rows }, (_, i) => (x[i * width]! * x[i * width + 1]! > 0 ? 1 : 0))
  return { x, y }
}

const input: NetworkInput = {
  width: 6,
  train: examples(70, 6, 'train'),
  validation: examples(30, 6, 'validation'),
  task: 'binary',
  classes: ['no', 'yes'],
  metric: 'auc',
  learner: {
    kind: 'network',
    options: { hidden: [12, 5], dropout: 0.2, l2: 1e-3, learningRate: 0.02, batchSize: 32, epochs: 2, patience: 0 },
  },
  seed: 4,
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('training on WebGPU', () => {
  it('really works on the GPU, repeats to the bit and agrees with wasm and cpu', async () => {
    const submit = vi.spyOn(GPUQueue.prototype, 'submit')
    const parameters: Partial<Record<Backend, Float32Array>> = {}
    for (const backend of ['webgpu', 'wasm', 'cpu'] as const) {
      submit.mockClear()
      const device = await openDevice(backend, platform)
      expect(device.backend).toBe(backend)
      const before = tf.memory().numTensors
      const first = await trainNetwork(input, unattended)
      const second = await trainNetwork(input, unattended)
      expect(second.parameters).toEqual(first.parameters)
      expect(second.history.map(({ validationLoss }) => validationLoss)).toEqual(
        first.history.map(({ validationLoss }) => validationLoss),
      )
      expect(tf.memory().numTensors).toBe(before)
      if (backend === 'webgpu') {
        expect(device).toMatchObject({ adapter: 'SwiftShader (software)', software: true })
        // Six steps and two validations, each read back, in both runs.
        expect(submit.mock.calls.length).toBeGreaterThanOrEqual(16)
      } else expect(submit).not.toHaveBeenCalled()
      parameters[backend] = first.parameters
    }
    const { webgpu, wasm, cpu } = parameters
    for (let i = 0; i < cpu!.length; i++) {
      expect(Math.abs(webgpu![i]! - cpu![i]!)).toBeLessThan(2e-5)
      expect(Math.abs(wasm![i]! - cpu![i]!)).toBeLessThan(2e-5)
    }
  })

  it('keeps to sums of a fixed order where tfjs would add with atomics', async () => {
    await openDevice('webgpu', platform)
    const backend = tf.backend() as unknown as { runWebGPUProgram: (program: object, ...rest: unknown[]) => unknown }
    const programs = vi.spyOn(backend, 'runWebGPUProgram')
    const names = () => programs.mock.calls.map(([program]) => program.constructor.name)
    const shape = describeNetwork(12, [16], 'binary', 2)
    const rows = 2_500
    const { x, y } = examples(rows, 12, 'long')
    const slope = tf.tidy(() => {
      const batch = tf.tensor2d(x, [rows, 12])
      const parameters = tf.fill<tf.Rank.R1>([shape.size], 0.1)
      return gradient(shape, forward(shape, parameters, batch), tf.tensor2d([...y], [rows, 1]))
    })
    const got = await slope.data()
    slope.dispose()
    expect(names().some((name) => /SplitK/.test(name))).toBe(false)

    // tfjs left to itself does so with a matrix this long; else this test would prove nothing.
    programs.mockClear()
    tf.tidy(() => tf.matMul(tf.tensor2d(x, [rows, 12]), tf.ones([rows, 16]), true))
    expect(names().some((name) => /SplitK/.test(name))).toBe(true)

    await openDevice('cpu', platform)
    const want = tf.tidy(() => {
      const batch = tf.tensor2d(x, [rows, 12])
      const parameters = tf.fill<tf.Rank.R1>([shape.size], 0.1)
      return gradient(shape, forward(shape, parameters, batch), tf.tensor2d([...y], [rows, 1])).dataSync()
    })
    for (let i = 0; i < want.length; i++) expect(Math.abs(got[i]! - want[i]!)).toBeLessThan(1e-5)
  })

  it('adds the slopes of entries to the same bits each time, as plain JavaScript does', async () => {
    const shape = describeNetwork(3, [4], 'binary', 2, 'relu', [{ entries: 70, dims: 17 }])
    const rows = 2_500
    const { x, y } = examples(rows, 3, 'entries')
    const codes = x.map((value, i) => (i % 3 === 2 ? Math.floor((value + 1) * 34) : value))
    const slopes = async (backend: Backend) => {
      await openDevice(backend, platform)
      const slope = tf.tidy(() => {
        const parameters = tf.tensor1d(Float32Array.from({ length: shape.size }, (_, i) => Math.sin(i)))
        const pass = forward(shape, parameters, tf.tensor2d(codes, [rows, 3]))
        return gradient(shape, pass, tf.tensor2d([...y], [rows, 1]))
      })
      const values = await slope.data()
      slope.dispose()
      return values
    }
    const [first, second, want] = [await slopes('webgpu'), await slopes('webgpu'), await slopes('cpu')]
    expect(second).toEqual(first)
    want.forEach((value, i) => {
      expect(Math.abs(first[i]! - value)).toBeLessThan(1e-5)
    })
  })

  it('is stopped within the first epoch and keeps the weights as they stand', async () => {
    await openDevice('webgpu', platform)
    const before = tf.memory().numTensors
    let asked = 0
    const signal = Object.create(AbortSignal.prototype, { aborted: { get: () => ++asked > 4 } }) as AbortSignal
    // A step a row, and so wide that they do not fit one chunk.
    const options = { ...input.learner.options, hidden: [120, 50], batchSize: 1 } as LearnerOf<'network'>['options']
    const learner = { kind: 'network', options } as const
    const stopped = await trainNetwork({ ...input, learner }, { signal, report: () => {} })
    expect(stopped).toMatchObject({ ended: 'stopped', bestEpoch: 1 })
    expect(stopped.stepsDone).toBeGreaterThan(0)
    expect(stopped.stepsDone).toBeLessThan(input.train.y.length)
    expect(stopped.parameters.every(Number.isFinite)).toBe(true)
    expect(tf.memory().numTensors).toBe(before)
  })

  it.each([
    ['goes away', 'went away', (device: GPUDevice) => device.destroy(), 1],
    ['refuses work', 'could not do', (device: GPUDevice) => device.createBuffer({ size: 4, usage: 0 }), 0],
  ])('says so when the GPU %s, and the next run gets one that works', async (_, words, harm, fresh) => {
    await openDevice('webgpu', platform)
    const before = devices.length
    const { hidden, ...options } = input.learner.options as LearnerOf<'network'>['options']
    const endless: NetworkInput = {
      ...input,
      learner: { kind: 'network', options: { ...options, hidden, epochs: 500 } },
    }
    const failure = trainNetwork(endless, {
      signal: new AbortController().signal,
      report: (event: TrainEvent) => {
        if (event.kind === 'epoch') harm(devices.at(-1)!)
      },
    })
    await expect(failure).rejects.toMatchObject({ code: 'device.lost' })
    await expect(failure).rejects.toThrow(words)
    expect(await openDevice('webgpu', platform)).toMatchObject({ backend: 'webgpu' })
    expect(devices.length).toBe(before + fresh)
    expect((await trainNetwork(input, unattended)).ended).toBe('epochs')
  })
})
