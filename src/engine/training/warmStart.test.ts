import { describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { withWarmStart } from '@/core/run/warmStart.ts'
import { unattended } from '@/core/task.ts'
import { codedColumn, frameOf } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { type TrainedRun, trainRun } from '../trainRun.ts'
import type { EarlierModel } from './warmStart.ts'

const frame = animals(300)
const network = (change: object = {}): Learner =>
  ({ ...quickNetwork, options: { ...quickNetwork.options, epochs: 4, ...change } }) as Learner
/** Whose steps lead nowhere, so that whatever it ends with it began with. */
const still = network({ learningRate: 0 })
const glm: Learner = { kind: 'glm', options: { strength: 0.01 } }

interface Model {
  readonly spec: RunSpec
  readonly trained: TrainedRun
  readonly events: readonly TrainEvent[]
}

async function train(
  learner: Learner,
  from?: Model,
  rows: Frame = frame,
  change: Partial<Question> = {},
): Promise<Model> {
  const spec = withWarmStart(makeSpec(animalQuestion(change), learner), from?.trained.result.weightsDigest)
  const cache = { get: () => undefined, set: () => {} }
  const events: TrainEvent[] = []
  const earlier: EarlierModel | undefined = from && { ...from.trained, spec: from.spec }
  const trained = await trainRun(
    {
      runId: 'r',
      spec,
      platform: nodePlatform,
      openFrames: async () => ({ frame: rows }),
      cache,
      ...(earlier && { openEarlier: async () => earlier }),
    },
    { ...unattended, report: (event) => events.push(event) },
  )
  return { spec, trained, events }
}

const scoresOf = ({ trained }: Model) => [...trained.validation.predictions.scores]
const bitsOf = ({ trained }: Model) => trained.result.weightsDigest
const regression = { target: 'weight', task: 'regression', classes: [], metric: 'rmse' } as const

describe('a warm start', () => {
  it.each([
    ['a network', network(), still, {}],
    [
      'a descent of one layer',
      { kind: 'linear', options: linearOf(network()) },
      { kind: 'linear', options: linearOf(still) },
      {},
    ],
    ['an ensemble', network({ members: 2 }), network({ members: 2, learningRate: 0 }), {}],
    ['a regression', network(), still, regression],
  ] as const)('of %s that makes no way is the earlier model, to the bit', async (_, learner, idle, change) => {
    const earlier = await train(learner as Learner, undefined, frame, change)
    const again = await train(idle as Learner, earlier, frame, change)
    expect(bitsOf(again)).toBe(bitsOf(earlier))
    expect(scoresOf(again)).toEqual(scoresOf(earlier))
    expect(again.trained.result).toMatchObject({ bestEpoch: 0, start: { kind: 'warm' } })
  })

  it('begins at the validation loss at which the earlier model ended, and is told before its first epoch', async () => {
    const earlier = await train(network())
    const again = await train(network(), earlier)
    const { history, bestEpoch } = earlier.trained.result
    const { start } = again.trained.result
    expect(start).toMatchObject({ kind: 'warm', validationMetric: history[bestEpoch - 1]!.validationMetric })
    expect(start).toHaveProperty('validationLoss', expect.closeTo(history[bestEpoch - 1]!.validationLoss, 9))
    const kinds = again.events.map(({ kind }) => kind)
    expect(kinds.indexOf('start')).toBeGreaterThan(-1)
    expect(kinds.indexOf('start')).toBeLessThan(kinds.indexOf('epoch'))
    expect(again.events.find(({ kind }) => kind === 'start')).toEqual({ kind: 'start', start })
    // One step of an epoch that is not like the first of a model from the start.
    expect(again.trained.result.history[0]!.validationLoss).toBeLessThan(history[0]!.validationLoss)
  })

  it('repeats to the bit, and is another model than one from the start', async () => {
    const earlier = await train(network())
    const [one, other, cold] = [
      await train(network(), earlier),
      await train(network(), earlier),
      await train(network()),
    ]
    expect(bitsOf(one)).toBe(bitsOf(other))
    expect(scoresOf(one)).toEqual(scoresOf(other))
    expect(bitsOf(one)).not.toBe(bitsOf(cold))
  })

  it('keeps the earlier weights where every epoch is worse', async () => {
    const earlier = await train(network({ epochs: 30 }))
    const worse = await train(network({ learningRate: 5 }), earlier)
    expect(worse.trained.result.history.every(({ validationLoss }) => validationLoss > 0.5)).toBe(true)
    expect(bitsOf(worse)).toBe(bitsOf(earlier))
  })

  it('begins from the start where the columns are others, and says so', async () => {
    const earlier = await train(network())
    const more = frameOf(
      ...frame.columns,
      codedColumn(
        'sign',
        Array.from({ length: 300 }, (_, row) => (row % 2 ? 'a' : 'b')),
      ),
    )
    const again = await train(network(), earlier, more)
    const cold = await train(network(), undefined, more)
    expect(again.trained.result.start).toEqual({ kind: 'cold', reason: 'features' })
    expect(bitsOf(again)).toBe(bitsOf(cold))
  })

  it.each([
    ['other layers', network({ hidden: [8] }), 'learner'],
    ['another activation', network({ activation: 'tanh' }), 'learner'],
    ['another learner', glm, 'learner'],
    ['more networks', network({ members: 2 }), 'members'],
  ] as const)('begins from the start for %s', async (_, learner, reason) => {
    const earlier = await train(network())
    expect((await train(learner, earlier)).trained.result.start).toEqual({ kind: 'cold', reason })
  })

  it('of a linear model is solved in fewer iterations to the same coefficients', async () => {
    const earlier = await train(glm)
    const again = await train(glm, earlier)
    expect(again.trained.result.start).toMatchObject({ kind: 'warm' })
    expect(again.trained.result.stepsDone).toBeLessThan(earlier.trained.result.stepsDone)
    for (const [i, score] of scoresOf(again).entries()) expect(score).toBeCloseTo(scoresOf(earlier)[i]!, 5)
    expect(bitsOf(await train(glm, earlier))).toBe(bitsOf(again))
  })

  it('is refused where the model is not there, and for learners that have none', async () => {
    const spec = withWarmStart(makeSpec(animalQuestion(), network()), 'a'.repeat(64))
    const input = {
      runId: 'r',
      platform: nodePlatform,
      openFrames: async () => ({ frame }),
      cache: { get: () => undefined, set: () => {} },
    }
    await expect(trainRun({ ...input, spec }, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
    const path = { ...spec, learner: { kind: 'glm', options: {} } } as const
    await expect(trainRun({ ...input, spec: path }, unattended)).rejects.toMatchObject({ code: 'spec.invalid' })
  })

  it('leaves the folds to begin from the start, since it knows the rows that they hold out', async () => {
    const earlier = await train(network())
    const [warm, cold] = [
      await train(network(), earlier, frame, { folds: 3 }),
      await train(network(), undefined, frame, { folds: 3 }),
    ]
    expect(warm.trained.result.folds).toEqual(cold.trained.result.folds)
    expect(bitsOf(warm)).not.toBe(bitsOf(cold))
  })
})

function linearOf({ options }: Learner) {
  const { hidden: _, dropout: __, ...descent } = options as Extract<Learner, { kind: 'network' }>['options']
  return descent
}
