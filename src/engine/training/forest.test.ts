import { describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { EpochRecord } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { trainRun } from '../trainRun.ts'

const frame = animals(300)
const forestOf = (trees: number): Learner => ({ kind: 'forest', options: { trees, depth: 0, minRows: 1 } })

function train(learner: Learner, task: Task<TrainEvent>, question = animalQuestion()) {
  const cache = { get: () => undefined, set: () => {} }
  const spec = makeSpec(question, learner)
  return trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache }, task)
}

/** Records as they are told, and a stop once so many are. */
function listener(most = Number.POSITIVE_INFINITY) {
  const records: EpochRecord[] = []
  const controller = new AbortController()
  const report = (event: TrainEvent) => {
    if (event.kind === 'epoch' && records.push(event.record) >= most) controller.abort()
  }
  return { records, task: { signal: controller.signal, report } }
}

const isLooked = ({ validationLoss }: EpochRecord) => !Number.isNaN(validationLoss)

describe('the curve of a forest', () => {
  it.each([
    ['three classes', animalQuestion()],
    ['a number', animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })],
  ])('of %s is told as trees come, and is that of the result', async (_, question) => {
    const { records, task } = listener()
    const { result, validation } = await train(forestOf(120), task, question)
    expect(records).toHaveLength(120)
    expect(records.filter(isLooked)).toEqual(result.history)
    expect(result.history).toHaveLength(50)
    expect(result.history.slice(0, 5).map(({ epoch }) => epoch)).toEqual([2, 5, 7, 10, 12])
    expect(result.history.at(-1)!.epoch).toBe(120)
    expect(result.history.at(-1)!.validationMetric).toBe(validation.evaluation.metrics[question.metric])
  })

  it('ends with all trees that were grown when it is stopped', async () => {
    const { records, task } = listener(13)
    const { result, validation } = await train(forestOf(2_000), task)
    expect(result.ended).toBe('stopped')
    expect(result.bestEpoch).toBeLessThan(2_000)
    expect(result.history.at(-1)!.epoch).toBe(result.bestEpoch)
    expect(result.history.at(-1)!.validationMetric).toBe(validation.evaluation.metrics.accuracy)
    expect(records.length).toBeLessThanOrEqual(result.bestEpoch)
  })

  it('has as many points as there are trees, where those are few', async () => {
    const { result } = await train(forestOf(7), unattended)
    expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
