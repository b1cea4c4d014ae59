import { beforeAll, describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { type Task, unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { loadPipeline, predict } from '../predict.ts'
import { trainRun } from '../trainRun.ts'

const frame = animals(240)
const auto = (options: Extract<Learner, { kind: 'auto' }>['options']): Learner => ({ kind: 'auto', options })

function train(learner: Learner, task: Task<TrainEvent> = unattended, question = animalQuestion()) {
  const spec = makeSpec(question, learner)
  const cache = { get: () => undefined, set: () => {} }
  return trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache }, task)
}

describe('auto', () => {
  let run: Awaited<ReturnType<typeof train>>
  beforeAll(async () => {
    run = await train(auto({ budgetS: 1, tries: 4 }))
  })

  it('tries as many as were asked for, whatever the clock says, and tells what came of each', () => {
    const { auto: found, history, stepsDone, ended } = run.result
    expect(found!.tried.map(({ learner }) => learner.kind)).toEqual(['baseline', 'glm', 'boosting', 'forest'])
    expect(history.map(({ validationMetric }) => validationMetric)).toEqual(found!.tried.map(({ metric }) => metric))
    expect([stepsDone, ended]).toEqual([4, 'epochs'])
  })

  it('answers with the mix: no worse on the validation rows than the best it tried', async () => {
    const { pipeline, weights, validation, result } = run
    expect(pipeline.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1)
    expect(pipeline.members).toHaveLength(result.auto!.tried.filter(({ weight }) => weight > 0).length)
    const best = Math.max(...result.auto!.tried.map(({ metric }) => metric!))
    expect(
      validation.evaluation.metrics[pipeline.contract.task === 'regression' ? 'r2' : 'accuracy'],
    ).toBeGreaterThanOrEqual(best)
    const loaded = await loadPipeline(pipeline, weights)
    const { predictions } = await predict(loaded, frame, unattended)
    loaded.dispose()
    expect(predictions.scores.every(Number.isFinite)).toBe(true)
  })

  it('comes to the same bits again', async () => {
    const again = await train(auto({ budgetS: 1, tries: 4 }))
    expect(again.result.weightsDigest).toBe(run.result.weightsDigest)
    expect(again.pipeline.members.map(({ weight }) => weight)).toEqual(run.pipeline.members.map(({ weight }) => weight))
  })

  it('has at least the baseline when the time is over at once, and keeps what there is when it is stopped', async () => {
    const short = await train(auto({ budgetS: 0 }))
    expect(short.result.auto!.tried.map(({ learner }) => learner.kind)).toEqual(['baseline'])
    const controller = new AbortController()
    const report = (event: TrainEvent) => {
      if (event.kind === 'epoch' && event.record.epoch === 2) controller.abort()
    }
    const stopped = await train(auto({ budgetS: 60 }), { signal: controller.signal, report })
    expect(stopped.result.ended).toBe('stopped')
    expect(stopped.result.auto!.tried).toHaveLength(2)
    const aborted = { signal: AbortSignal.abort(), report: () => {} }
    await expect(train(auto({ budgetS: 60 }), aborted)).rejects.toMatchObject({ code: 'aborted' })
  })

  it('goes on where a learner fails', async () => {
    // Numbers below zero are no counts, and the baseline, trees and the line do not mind.
    const question = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    const { result } = await train(auto({ budgetS: 1, tries: 3 }), unattended, question)
    expect(result.auto!.tried).toHaveLength(3)
    expect(result.auto!.tried[1]!.metric).toBeGreaterThan(0)
  })
})
