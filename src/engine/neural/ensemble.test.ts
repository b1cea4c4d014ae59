import { beforeAll, describe, expect, it } from 'vitest'
import type { Learner, LearnerOf } from '@/core/learner/learner.ts'
import { type Predictions, spreadOfRow } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { loadPipeline, predict } from '../predict.ts'
import { scoreFile } from '../scoreFile.ts'
import { trainRun } from '../trainRun.ts'
import { meanHistory, memberSeeds } from './ensemble.ts'

const frame = animals(200)
const options = quickNetwork.options as LearnerOf<'network'>['options']
const network = (change: Partial<typeof options> = {}): Learner => ({
  kind: 'network',
  options: { ...options, epochs: 6, ...change },
})

function train(
  learner: Learner,
  { seed = 3, question = animalQuestion(), task = unattended as Task<TrainEvent> } = {},
) {
  const spec = { ...makeSpec(question, learner), seed }
  const cache = { get: () => undefined, set: () => {} }
  return trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache }, task)
}

describe('an ensemble', () => {
  let ensemble: Awaited<ReturnType<typeof train>>
  const told: TrainEvent[] = []
  beforeAll(async () => {
    ensemble = await train(network({ members: 3 }), { task: { ...unattended, report: (event) => told.push(event) } })
  })

  it('answers with the mean of its members, and says how far they are apart', async () => {
    const { pipeline, weights } = ensemble
    expect(pipeline.members.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3])
    const whole = await loadPipeline(pipeline, weights)
    const { predictions } = await predict(whole, frame, unattended)
    const alone: Predictions[] = []
    for (const [k, member] of pipeline.members.entries()) {
      const loaded = await loadPipeline({ ...pipeline, members: [{ ...member, weight: 1 }] }, [weights[k]!])
      alone.push((await predict(loaded, frame, unattended)).predictions)
      loaded.dispose()
    }
    expect(alone[0]!.spread).toBeUndefined()
    whole.dispose()
    predictions.scores.forEach((score, i) => {
      const answers = alone.map(({ scores }) => scores[i]!)
      const mean = answers.reduce((sum, answer) => sum + answer, 0) / 3
      const deviation = Math.sqrt(answers.reduce((sum, answer) => sum + (answer - mean) ** 2, 0) / 3)
      expect(score).toBeCloseTo(mean, 6)
      expect(predictions.spread![i]).toBeCloseTo(deviation, 5)
    })
    const likeliest = predictions.labels![0]!
    expect(spreadOfRow(predictions, 0)).toBe(predictions.spread![likeliest])
    expect(Math.max(...predictions.spread!)).toBeGreaterThan(0.001)
  })

  it('writes how far they are apart beside the answers of a file', async () => {
    const loaded = await loadPipeline(ensemble.pipeline, ensemble.weights)
    const file = new Blob(['size,skin,legs,weight\n3,fur,4,9\n'])
    const { csv } = await scoreFile(loaded, { file, fileName: 'a.csv' }, unattended)
    loaded.dispose()
    const [head, row] = (await csv.text()).trim().split('\r\n')
    expect(head).toMatch(/,probability reptile,spread$/)
    expect(Number(row!.split(',').at(-1))).toBeGreaterThan(0)
    expect(row!.split(',')).toHaveLength(head!.split(',').length)
  })

  it('has members of other first weights on the same rows, the first that of the run without an ensemble', async () => {
    const single = await train(network())
    expect(new Uint8Array(ensemble.weights[0]!)).toEqual(new Uint8Array(single.weights[0]!))
    expect(new Uint8Array(ensemble.weights[1]!)).not.toEqual(new Uint8Array(single.weights[0]!))
    const { members, rows, parameterCount, stepsDone } = ensemble.result
    expect(members!.map(({ seed }) => seed)).toEqual(memberSeeds(3, 3))
    expect(new Set(memberSeeds(3, 3)).size).toBe(3)
    expect(members![0]!.validationLoss).toBe(single.result.history[single.result.bestEpoch - 1]!.validationLoss)
    expect(rows).toEqual(single.result.rows)
    expect([parameterCount, stepsDone]).toEqual([3 * single.result.parameterCount, 3 * single.result.stepsDone])
    expect(single.result).not.toHaveProperty('members')
  })

  it('tells the epochs of the first, then which member trains', () => {
    const epochs = told.flatMap((event) => (event.kind === 'epoch' ? [event.record.epoch] : []))
    expect(epochs.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6])
    const members = told.flatMap((event) => (event.kind === 'member' ? [[event.number, event.epoch]] : []))
    expect(members[0]).toEqual([2, 1])
    expect(members.at(-1)).toEqual([3, 5])
  })

  it('keeps the members that have ended when it is stopped', async () => {
    const controller = new AbortController()
    const task: Task<TrainEvent> = {
      signal: controller.signal,
      report: (event) => {
        if (event.kind === 'member') controller.abort()
      },
    }
    const { result, pipeline } = await train(network({ members: 5 }), { task })
    expect(result.ended).toBe('stopped')
    expect(pipeline.members).toHaveLength(2)
    expect(result.members!.map(({ epochs }) => epochs)).toEqual([6, 1])
  })

  it('leaves out members that diverge, and says so where all do', async () => {
    const question = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    const wild = network({ members: 2, learningRate: 1e30 })
    await expect(train(wild, { question })).rejects.toMatchObject({ code: 'train.diverged' })
  })
})

it('is surer where it has seen rows than far from them', async () => {
  const x = Array.from({ length: 300 }, (_, i) => (i % 100) / 50 - 1)
  const seen = frameOf(
    numericColumn('x', x),
    numericColumn(
      'y',
      x.map((value) => Math.sin(3 * value)),
    ),
  )
  const question = animalQuestion({
    target: 'y',
    task: 'regression',
    classes: [],
    metric: 'rmse',
    recipe: { schema: 1, steps: [] },
  })
  const run = await trainRun(
    {
      runId: 'r',
      spec: makeSpec(question, network({ members: 5, epochs: 60 })),
      platform: nodePlatform,
      openFrames: async () => ({ frame: seen }),
      cache: { get: () => undefined, set: () => {} },
    },
    unattended,
  )
  const loaded = await loadPipeline(run.pipeline, run.weights)
  const { predictions } = await predict(loaded, frameOf(numericColumn('x', [0, 8])), unattended)
  loaded.dispose()
  expect(spreadOfRow(predictions, 1)).toBeGreaterThan(5 * spreadOfRow(predictions, 0)!)
})

it('averages histories epoch by epoch over those that came so far', () => {
  const record = (epoch: number, loss: number): EpochRecord => ({
    epoch,
    trainLoss: loss,
    validationLoss: 2 * loss,
    validationMetric: null,
    elapsedMs: epoch,
  })
  const mean = meanHistory([[record(1, 1), record(2, 3)], [record(1, 3)]])
  expect(mean).toEqual([record(1, 2), record(2, 3)])
})
