import { beforeAll, describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { carriedOut } from '@/core/run/repeat.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { type Task, unattended } from '@/core/task.ts'
import { frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { loadPipeline, predict } from '../predict.ts'
import { trainRun } from '../trainRun.ts'

const years = numericColumn(
  'year',
  Array.from({ length: 240 }, (_, row) => 2_020 + (row % 5)),
)
const frame = frameOf(...animals(240).columns, years)
/** Several trainings, on a machine that does other things too. */
const TRAINING_MS = 60_000
const auto = (options: Extract<Learner, { kind: 'auto' }>['options']): Learner => ({ kind: 'auto', options })

function train(learner: Learner, task: Task<TrainEvent> = unattended, question = animalQuestion()) {
  return trainSpec(makeSpec(question, learner), task)
}

function trainSpec(spec: RunSpec, task: Task<TrainEvent> = unattended) {
  const cache = { get: () => undefined, set: () => {} }
  return trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache }, task)
}

describe('auto', () => {
  let run: Awaited<ReturnType<typeof train>>
  beforeAll(async () => {
    run = await train(auto({ budgetS: 1, tries: 4 }))
  }, TRAINING_MS)

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

  it('says which device its networks trained on, and comes to the same bits there', async () => {
    expect(run.result.auto!.tried.map(({ learner }) => learner.kind)).not.toContain('network')
    expect(run.result.auto!.device).toBeUndefined()
    const asked = { ...makeSpec(animalQuestion(), auto({ budgetS: 1, tries: 5 })), device: 'auto' } as const
    const chosen = await trainSpec(asked)
    const { tried, device } = chosen.result.auto!
    expect(tried[4]).toMatchObject({ learner: { kind: 'network' }, metric: expect.any(Number) })
    expect(device!.measured!.length).toBeGreaterThan(0)
    const repeated = { ...asked, ...carriedOut(asked, chosen.result) }
    expect(repeated.device).toBe(device!.backend)
    const again = await trainSpec(repeated)
    expect(again.result.auto!.device!.backend).toBe(device!.backend)
    const scores = ({ result }: typeof run) =>
      result.auto!.tried.map(({ loss, metric, weight }) => [loss, metric, weight])
    expect(scores(again)).toEqual(scores(chosen))
    expect(again.result.weightsDigest).toBe(chosen.result.weightsDigest)
  }, 120_000)

  it('trains its networks on the device that is named, and predicts on its own', async () => {
    const { result } = await trainSpec({ ...makeSpec(animalQuestion(), auto({ budgetS: 1, tries: 5 })), device: 'cpu' })
    expect([result.auto!.device!.backend, result.device.backend]).toEqual(['cpu', 'wasm'])
    expect(parseRecord('result', JSON.parse(JSON.stringify(result)))).toMatchObject({
      auto: { device: { backend: 'cpu' } },
    })
  }, 120_000)

  describe('on a question with folds', () => {
    const question = animalQuestion({ folds: 3 })
    let folded: Awaited<ReturnType<typeof train>>
    beforeAll(async () => {
      folded = await train(auto({ budgetS: 1, tries: 4 }), unattended, question)
    }, TRAINING_MS)

    it('compares by every fold, and tells so', () => {
      const { auto: found, folds, history, rows } = folded.result
      expect(found!.folds).toBe(3)
      expect(run.result.auto!.folds).toBeUndefined()
      expect(found!.tried.map(({ metric }) => metric)).not.toEqual(run.result.auto!.tried.map(({ metric }) => metric))
      expect(history.map(({ validationLoss }) => validationLoss)).toEqual(found!.tried.map(({ loss }) => loss))
      expect(folds!.map(({ validation }) => validation).reduce((sum, count) => sum + count)).toBe(
        rows.train + rows.validation,
      )
    })

    it('judges a learner as its own cross-validation does', async () => {
      const tree = folded.result.auto!.tried[2]!
      expect(tree.learner.kind).toBe('boosting')
      const { result } = await train(tree.learner, unattended, question)
      const mean = (name: 'accuracy' | 'logLoss') =>
        result.folds!.reduce((sum, { metrics }) => sum + metrics[name]!, 0) / result.folds!.length
      expect(tree.metric).toBeCloseTo(mean('accuracy'), 12)
      // Folds are of one size, within a row, so that the loss over all rows is about the mean of theirs.
      expect(tree.loss).toBeCloseTo(mean('logLoss'), 2)
    })

    it('comes to the same bits again, models of no fold among those that answer', async () => {
      const again = await train(auto({ budgetS: 1, tries: 4 }), unattended, question)
      expect(again.result.weightsDigest).toBe(folded.result.weightsDigest)
      expect(again.result.folds).toEqual(folded.result.folds)
      expect(folded.pipeline.members).toHaveLength(folded.result.auto!.tried.filter(({ weight }) => weight > 0).length)
    })

    it('leaves out folds that cannot be dealt, and says why in their places', async () => {
      // Five years are not enough for ten folds by time.
      const split = { kind: 'time', column: 'year', validation: 0.2, test: 0.2 } as const
      const { result } = await train(auto({ budgetS: 1, tries: 2 }), unattended, animalQuestion({ split, folds: 10 }))
      const failed = result.folds!.filter(({ error }) => error?.includes('Choose fewer folds'))
      expect(result.folds).toHaveLength(10)
      expect(failed.length).toBeGreaterThan(0)
      expect(result.auto!.folds ?? 0).toBe(10 - failed.length)
    })
  })

  it('goes on where a learner fails', async () => {
    // Numbers below zero are no counts, and the baseline, trees and the line do not mind.
    const question = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    const { result } = await train(auto({ budgetS: 1, tries: 3 }), unattended, question)
    expect(result.auto!.tried).toHaveLength(3)
    expect(result.auto!.tried[1]!.metric).toBeGreaterThan(0)
  })
})
