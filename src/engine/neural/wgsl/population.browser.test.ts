import { describe, expect, it, vi } from 'vitest'
import type { DescentLearner, LearnerOf } from '@/core/learner/learner.ts'
import { seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import type { PausedNetwork, TrainedNetwork } from '../descend.ts'
import { gpuDevice, openDevice } from '../device.ts'
import type { PopulationInput } from '../population.ts'
import { trainNetwork, trainPopulation } from '../train.ts'

const platform = { gpu: navigator.gpu }

function examples(rows: number, width: number, key: string) {
  const random = seededRandom(key)
  const x = Float32Array.from({ length: rows * width }, () => 2 * random() - 1)
  const y = Float64Array.from({ length: rows }, (_, i) => (x[i * width]! * x[i * width + 1]! > 0.2 ? 1 : 0))
  return { x, y }
}

const options = {
  hidden: [12, 5],
  dropout: 0,
  l2: 0,
  learningRate: 0.02,
  batchSize: 32,
  epochs: 12,
  patience: 0,
}
const network = (change: Partial<typeof options> & { classWeights?: 'balanced'; optimizer?: 'adamw' } = {}) =>
  ({ kind: 'network', options: { ...options, ...change } }) as DescentLearner

const data = {
  width: 6,
  train: examples(105, 6, 'train'),
  validation: examples(40, 6, 'validation'),
  task: 'binary',
  classes: ['no', 'yes'],
  metric: 'auc',
} as const

const members: PopulationInput['members'] = [
  { learner: network(), seed: 1 },
  { learner: network({ dropout: 0.3 }), seed: 1 },
  { learner: network({ l2: 0.01, learningRate: 0.05 }), seed: 2 },
  { learner: network({ learningRate: 0.2, patience: 1 }), seed: 3 },
  { learner: network({ classWeights: 'balanced', dropout: 0.1 }), seed: 4 },
  { learner: network({ l2: 0.05, optimizer: 'adamw' }), seed: 5 },
]

/** All of it but what a clock said. */
const facts = ({ parameters, history, ...rest }: TrainedNetwork) => ({
  ...rest,
  parameters: [...parameters],
  history: history.map(({ elapsedMs, ...record }) => record),
})

/** The same without hidden layers, where what stands between them cannot be. */
const regressions = members.map(({ learner, seed }): PopulationInput['members'][number] => {
  const { hidden, dropout, ...rest } = (learner as LearnerOf<'network'>).options
  return { learner: { kind: 'linear', options: rest }, seed }
})

describe('a population', () => {
  it.each([
    ['networks, dropout included', members],
    ['logistic regressions', regressions],
  ])('comes to what its members come to alone, to the bit, weights and early stops included: %s', async (_, each) => {
    await openDevice('webgpu', platform)
    const together = await trainPopulation({ ...data, members: each }, unattended)
    expect(together.map((one) => (one as TrainedNetwork).ended)).toContain('early')
    for (const [k, { learner, seed }] of each.entries()) {
      const alone = await trainNetwork({ ...data, learner, seed }, unattended)
      expect(facts(together[k] as TrainedNetwork)).toEqual(facts(alone))
    }
  })

  it('comes to the same bits where some members are too wide to take many steps in a dispatch', async () => {
    await openDevice('webgpu', platform)
    const own = [6, 128, 129].map((width) => ({
      width,
      train: examples(105, width, `train ${width}`),
      validation: examples(40, width, `validation ${width}`),
    }))
    const folds = own.map((matrices, i) => ({ ...regressions[i]!, own: matrices }))
    const together = await trainPopulation({ ...data, members: folds }, unattended)
    for (const [k, { own: matrices, learner, seed }] of folds.entries()) {
      const alone = await trainNetwork({ ...data, ...matrices, learner, seed }, unattended)
      expect(facts(together[k] as TrainedNetwork)).toEqual(facts(alone))
    }
  })

  it('takes many steps in one dispatch where subgroups are quads and one output has nothing before it', async () => {
    await openDevice('webgpu', platform)
    const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups')
    // More steps an epoch than the uniforms of a dispatch hold.
    const { learner, seed } = regressions[0]!
    const long = { ...data, train: examples(700, 6, 'long') }
    const one = { ...learner, options: { ...learner.options, batchSize: 2, epochs: 3 } } as DescentLearner
    const { stepsDone } = await trainNetwork({ ...long, learner: one, seed }, unattended)
    const dispatches = dispatch.mock.calls.length
    vi.restoreAllMocks()
    expect(stepsDone).toBe(3 * 350)
    if (gpuDevice()!.isQuad) expect(dispatches).toBeLessThan(stepsDone / 10)
    else expect(dispatches).toBeGreaterThan(2 * stepsDone)
  })

  it('comes to the same bits with tables too', async () => {
    await openDevice('webgpu', platform)
    const coded = ({ x, y }: { x: Float32Array; y: Float64Array }) => ({
      x: x.map((value, i) => (i % 6 === 5 ? Math.floor((value + 1) * 20) : value)),
      y,
    })
    const embedded = {
      ...data,
      tables: [{ entries: 41, dims: 6 }],
      train: coded(data.train),
      validation: coded(data.validation),
    }
    const together = await trainPopulation({ ...embedded, members }, unattended)
    for (const [k, { learner, seed }] of members.entries()) {
      const alone = await trainNetwork({ ...embedded, learner, seed }, unattended)
      expect(facts(together[k] as TrainedNetwork)).toEqual(facts(alone))
    }
  })

  it.each([
    ['plain columns alone', []],
    ['tables, of another size in each', [{ entries: 41, dims: 6 }]],
  ])(
    'comes to the same bits where each has rows of its own, more and wider or fewer and narrower: %s',
    async (_, tables) => {
      await openDevice('webgpu', platform)
      const own = [
        [105, 6, 40],
        [97, 9, 48],
        // Two steps an epoch instead of four: by itself.
        [60, 6, 70],
      ].map(([rows, width, validation], i) => {
        const coded = (x: Float32Array) =>
          tables.length > 0
            ? x.map((value, at) => (at % width! === width! - 1 ? Math.floor((value + 1) * 20) : value))
            : x
        const part = (count: number, key: string) => {
          const { x, y } = examples(count, width!, `${key} ${i}`)
          return { x: coded(x), y }
        }
        return {
          width: width!,
          ...(tables.length > 0 && {
            tables: tables.map(({ entries, dims }) => ({ entries: entries + i, dims: dims + i })),
          }),
          train: part(rows!, 'own'),
          validation: part(validation!, 'own validation'),
          ...(i === 1 && { weights: Float64Array.from({ length: rows! }, (_, row) => 1 + (row % 3)) }),
        }
      })
      const folds = [
        { learner: network({ dropout: 0.2, l2: 0.01, epochs: 5 }), seed: 7 },
        { learner: network({ dropout: 0.1, classWeights: 'balanced', epochs: 5 }), seed: 8 },
      ].flatMap((member) => own.map((matrices) => ({ ...member, own: matrices })))
      const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups')
      const together = await trainPopulation({ ...data, members: folds }, unattended)
      // Side by side: two configurations on the two sets of as many steps, and on the third by itself.
      expect(new Set(dispatch.mock.calls.map(([, , z]) => z))).toEqual(new Set([4, 2]))
      vi.restoreAllMocks()
      for (const [k, { own: matrices, learner, seed }] of folds.entries()) {
        const { task, classes, metric } = data
        const alone = await trainNetwork({ ...matrices, task, classes, metric, learner, seed }, unattended)
        expect(facts(together[k] as TrainedNetwork)).toEqual(facts(alone))
      }
    },
  )

  it.each([
    ['networks', members],
    ['logistic regressions', regressions],
  ])('pauses, and comes to the same bits where some of it goes on: %s', async (_, each) => {
    await openDevice('webgpu', platform)
    const some = [each[1]!, each[2]!, each[4]!, each[5]!]
    const whole = await trainPopulation({ ...data, members: some }, unattended)
    const paused = (await trainPopulation({ ...data, members: some, until: 5 }, unattended)) as readonly PausedNetwork[]
    expect(paused.map(({ ended, history }) => [ended, history.length])).toEqual(some.map(() => ['paused', 5]))
    const kept = [0, 3]
    const ends = await trainPopulation(
      { ...data, members: kept.map((k) => some[k]!), from: kept.map((k) => paused[k]!.checkpoint) },
      unattended,
    )
    kept.forEach((k, i) => {
      expect(facts(ends[i] as TrainedNetwork)).toEqual(facts(whole[k] as TrainedNetwork))
    })
  })

  it('makes any number of steps in an epoch, as plain JavaScript does', async () => {
    const rows = 4_500
    const long = { ...data, train: examples(rows, 6, 'long') }
    const learner = network({ hidden: [4], epochs: 1, batchSize: 1, learningRate: 0.001 })
    await openDevice('webgpu', platform)
    const gpu = await trainNetwork({ ...long, learner, seed: 1 }, unattended)
    await openDevice('cpu', platform)
    const cpu = await trainNetwork({ ...long, learner, seed: 1 }, unattended)
    expect(gpu.stepsDone).toBe(rows)
    expect(Math.abs(gpu.history[0]!.trainLoss - cpu.history[0]!.trainLoss)).toBeLessThan(1e-4)
    gpu.parameters.forEach((value, i) => {
      expect(Math.abs(value - cpu.parameters[i]!)).toBeLessThan(1e-3)
    })
  })

  it('goes on without a member that diverges, and says what to do about that one', async () => {
    await openDevice('webgpu', platform)
    const regression = { ...data, task: 'regression', classes: [], metric: 'rmse' } as const
    const [wild, tame] = await trainPopulation(
      {
        ...regression,
        members: [
          { learner: network({ learningRate: 1e30 }), seed: 1 },
          { learner: network(), seed: 1 },
        ],
      },
      unattended,
    )
    expect(wild).toMatchObject({ code: 'train.diverged' })
    const alone = await trainNetwork({ ...regression, learner: network(), seed: 1 }, unattended)
    expect(facts(tame as TrainedNetwork)).toEqual(facts(alone))
  })

  it('hands over many steps in one submit, and reads back once an epoch', async () => {
    await openDevice('webgpu', platform)
    await trainNetwork({ ...data, learner: network({ epochs: 2 }), seed: 1 }, unattended)
    const map = vi.spyOn(GPUBuffer.prototype, 'mapAsync')
    const submit = vi.spyOn(GPUQueue.prototype, 'submit')
    const { history, stepsDone } = await trainNetwork(
      { ...data, learner: network({ epochs: 6, batchSize: 2 }), seed: 1 },
      unattended,
    )
    expect(stepsDone).toBe(6 * 53)
    // Once an epoch, and the best weights at the end.
    expect(map).toHaveBeenCalledTimes(history.length + 1)
    expect(submit.mock.calls.length).toBeLessThan(stepsDone / 2)
    vi.restoreAllMocks()
  })
})
