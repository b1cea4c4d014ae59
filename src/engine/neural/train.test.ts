import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LearnerOf } from '@/core/learner/learner.ts'
import { seededRandom } from '@/core/random.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { type Task, unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { openDevice } from './device.ts'
import { dropoutMask } from './params.ts'
import { type NetworkInput, trainNetwork, trainPopulation } from './train.ts'

/** Two interleaved rings: no line parts them. */
function rings(rows: number, key: string) {
  const random = seededRandom(key)
  const x = new Float32Array(rows * 2)
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    y[i] = i % 2
    const angle = 2 * Math.PI * random()
    const radius = (y[i] ? 2 : 1) + 0.2 * (random() - 0.5)
    x.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * i)
  }
  return { x, y }
}

type Options = LearnerOf<'network'>['options']
const options: Options = {
  hidden: [16],
  dropout: 0.1,
  l2: 1e-4,
  learningRate: 0.02,
  batchSize: 32,
  epochs: 12,
  patience: 0,
}

function input(change: Partial<Options> = {}, seed = 1): NetworkInput {
  return {
    width: 2,
    train: rings(250, 'train'),
    validation: rings(60, 'validation'),
    task: 'binary',
    classes: ['in', 'out'],
    metric: 'accuracy',
    learner: { kind: 'network', options: { ...options, ...change } },
    seed,
  }
}

/** A task that stops when `when` says so of an event. */
function stopping(when: (event: TrainEvent) => boolean): Task<TrainEvent> {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    report: (event) => {
      if (when(event)) controller.abort()
    },
  }
}

describe('dropout masks', () => {
  it('repeat for the same seed, layer and step, and differ for any other', () => {
    const mask = dropoutMask(1, 0, 1, 10, 100, 0.5)
    expect(dropoutMask(1, 0, 1, 10, 100, 0.5)).toEqual(mask)
    expect(dropoutMask(1, 0, 2, 10, 100, 0.5)).not.toEqual(mask)
    expect(dropoutMask(1, 1, 1, 10, 100, 0.5)).not.toEqual(mask)
    expect(dropoutMask(2, 0, 1, 10, 100, 0.5)).not.toEqual(mask)
  })

  it('switch off the asked share and keep the mean', () => {
    const mask = dropoutMask(1, 0, 1, 333, 301, 0.3)
    expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(0.3, 2)
    expect(mask.reduce((sum, value) => sum + value, 0) / mask.length).toBeCloseTo(1, 1)
  })
})

describe.each(['wasm', 'cpu'] as const)('training on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, nodePlatform)
  })

  it('gives the same bits for the same input, others for another seed, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const first = await trainNetwork(input(), unattended)
    const second = await trainNetwork(input(), unattended)
    const other = await trainNetwork(input({}, 2), unattended)
    expect(second.parameters).toEqual(first.parameters)
    expect(second.history.map(({ trainLoss }) => trainLoss)).toEqual(first.history.map(({ trainLoss }) => trainLoss))
    expect(other.parameters).not.toEqual(first.parameters)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('learns what no line can, with a ragged last batch in every epoch', async () => {
    const { history, stepsDone, bestEpoch, ended } = await trainNetwork(input(), unattended)
    expect(stepsDone).toBe(12 * Math.ceil(250 / 32))
    expect(ended).toBe('epochs')
    const losses = history.map(({ validationLoss }) => validationLoss)
    expect(losses[bestEpoch - 1]).toBe(Math.min(...losses))
    expect(history.at(-1)!.validationMetric).toBeGreaterThan(0.95)
    const line = await trainNetwork(
      { ...input(), learner: { kind: 'linear', options: { ...options, l2: 0 } } },
      unattended,
    )
    expect(line.history.at(-1)!.validationMetric).toBeLessThan(0.75)
  })

  it('keeps the best epoch when it is stopped later', async () => {
    const before = tf.memory().numTensors
    const whole = await trainNetwork(input({ epochs: 3 }), unattended)
    const stopped = await trainNetwork(
      input(),
      stopping((event) => event.kind === 'epoch' && event.record.epoch === 3),
    )
    expect(stopped.ended).toBe('stopped')
    expect(stopped.bestEpoch).toBe(whole.bestEpoch)
    expect(stopped.parameters).toEqual(whole.parameters)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('keeps the weights as they stand when it is stopped within the first epoch', async () => {
    const before = tf.memory().numTensors
    let asked = 0
    // Asked before and after the trainer opens, before the epoch and before each step.
    const signal = Object.create(AbortSignal.prototype, { aborted: { get: () => ++asked > 5 } }) as AbortSignal
    const stopped = await trainNetwork(input(), { signal, report: () => {} })
    expect(stopped).toMatchObject({ ended: 'stopped', bestEpoch: 1, stepsDone: 2 })
    expect(stopped.history).toHaveLength(1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('has nothing to keep when it is stopped before it begins', async () => {
    const task = { signal: AbortSignal.abort(), report: () => {} }
    await expect(trainNetwork(input(), task)).rejects.toMatchObject({ code: 'aborted' })
    let asked = 0
    const whileOpening = Object.create(AbortSignal.prototype, { aborted: { get: () => ++asked > 1 } }) as AbortSignal
    await expect(trainNetwork(input(), { ...task, signal: whileOpening })).rejects.toMatchObject({ code: 'aborted' })
  })

  it('keeps what earlier members of a population came to when it is stopped between two', async () => {
    const { learner, seed, from: _, safekeeping: __, ...data } = input()
    const controller = new AbortController()
    const outcomes = await trainPopulation(
      { ...data, members: [1, 2, 3].map((member) => ({ learner, seed: seed + member })) },
      {
        signal: controller.signal,
        report: ({ event }) => {
          if (event.kind === 'epoch' && event.record.epoch === options.epochs) controller.abort()
        },
      },
    )
    expect(outcomes[0]).toMatchObject({ ended: 'stopped', stepsDone: options.epochs * 8 })
    expect(outcomes.slice(1)).toMatchObject([{ code: 'aborted' }, { code: 'aborted' }])
  })

  it('stops early once the validation loss has not fallen for as long as the patience', async () => {
    const { history, bestEpoch, ended } = await trainNetwork(
      input({ epochs: 200, learningRate: 0.1, patience: 3, dropout: 0 }),
      unattended,
    )
    expect(ended).toBe('early')
    expect(history.length).toBe(bestEpoch + 3)
  })

  it('says what to do when the loss becomes infinite, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const regression: NetworkInput = {
      ...input({ learningRate: 1e30, dropout: 0 }),
      task: 'regression',
      classes: [],
      metric: 'rmse',
    }
    const failure = trainNetwork(regression, unattended)
    await expect(failure).rejects.toMatchObject({ code: 'train.diverged' })
    await expect(failure).rejects.toThrow(/smaller learning rate \(now 1.00e\+30\)/)
    expect(tf.memory().numTensors).toBe(before)
  })
})
