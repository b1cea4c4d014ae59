import { describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { type Task, unattended } from '@/core/task.ts'
import { numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { trainRun } from './trainRun.ts'

const years = numericColumn(
  'year',
  Array.from({ length: 300 }, (_, row) => 2_020 + (row % 5)),
)
const frame = { rows: 300, columns: [...animals(300).columns, years] }
const glm: Learner = { kind: 'glm', options: { strength: 0.01 } }

function train(learner: Learner, change: Partial<Question>, task: Task<TrainEvent> = unattended) {
  const spec = makeSpec(animalQuestion(change), learner)
  const cache = { get: () => undefined, set: () => {} }
  return trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache }, task)
}

describe('a cross-validation', () => {
  it.each([
    ['glm', glm],
    ['network', quickNetwork],
    ['boosting', { kind: 'boosting', options: { ...boostingDefaults(), rounds: 10 } }],
  ] as const)('scores %s on each fold, beside the model that it would make anyhow', async (_, learner) => {
    const told: TrainEvent[] = []
    const task = { ...unattended, report: (event: TrainEvent) => told.push(event) }
    const { result } = await train(learner, { folds: 3 }, task)
    const alone = await train(learner, {})
    expect(result.weightsDigest).toBe(alone.result.weightsDigest)
    expect(alone.result).not.toHaveProperty('folds')
    const { train: trained, validation } = result.rows
    expect(result.folds).toHaveLength(3)
    expect(result.folds!.reduce((sum, fold) => sum + fold.validation, 0)).toBe(trained + validation)
    for (const fold of result.folds!) {
      expect(fold.train + fold.validation).toBe(trained + validation)
      expect(fold.metrics.accuracy).toBeGreaterThan(0.3)
    }
    expect(told.flatMap((event) => (event.kind === 'fold' ? [event.number] : []))).toEqual([1, 2, 3])
  })

  it('keeps the model and the folds that are done when it is stopped', async () => {
    const controller = new AbortController()
    const report = (event: TrainEvent) => {
      if (event.kind === 'fold' && event.number === 2) controller.abort()
    }
    const { result, pipeline } = await train(glm, { folds: 5 }, { signal: controller.signal, report })
    expect(result.folds).toHaveLength(1)
    expect(result.ended).toBe('converged')
    expect(pipeline.members).toHaveLength(1)
  })

  it('by time trains on what came before', async () => {
    const split = { kind: 'time', column: 'weight', validation: 0.2, test: 0.2 } as const
    const { result } = await train(glm, { split, folds: 3 })
    const sizes = result.folds!.map((fold) => fold.train)
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  })

  it('does not lose the model for a fold that fails', async () => {
    // Five years are not enough for ten folds by time.
    const split = { kind: 'time', column: 'year', validation: 0.2, test: 0.2 } as const
    const { result } = await train(glm, { split, folds: 10 })
    expect(result.folds!.some(({ error }) => error?.includes('Choose fewer folds'))).toBe(true)
    expect(result.weightsDigest).toMatch(/^[0-9a-f]{64}$/)
  })
})

function boostingDefaults() {
  return {
    learningRate: 0.1,
    rounds: 100,
    leaves: 15,
    depth: 0,
    minRows: 5,
    minHessian: 0.01,
    l1: 0,
    l2: 0.1,
    rowShare: 1,
    columnShare: 1,
    patience: 0,
  }
}
