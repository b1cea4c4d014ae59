import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import type { Tried } from './run.ts'
import { tellTried } from './tried.ts'

const baseline: Tried = {
  learner: { kind: 'baseline', options: {} },
  loss: 0.69,
  metric: 0.5,
  trainMs: 1,
  weight: 0,
}
const glm: Tried = { ...baseline, learner: { kind: 'glm', options: {} }, metric: 0.8, weight: 0.4 }
const forest: Tried = {
  ...baseline,
  learner: { kind: 'forest', options: LEARNERS.forest.defaults(500) },
  metric: 0.9,
  weight: 0.6,
}
const failed: Tried = { ...forest, loss: null, metric: null, weight: 0, error: 'It diverged.' }
const question = { metric: 'auc', task: 'binary' } as const

describe('what auto tried', () => {
  it('is nothing of another learner', () => expect(tellTried({}, question, {})).toBeUndefined())

  it('is told best first, what failed last, with the mix beside the best alone', () => {
    const told = tellTried({ auto: { tried: [baseline, failed, glm, forest] } }, question, { auc: 0.93 })!
    expect(told.verdict).toBe(
      'A mix of 2 answers: on the validation rows it has AUC .930, the best alone (Random forest) .900.',
    )
    expect(told.judging).toContain('so they flatter it')
    expect(told.made).toBe('4 tries were made')
    expect(told.ranked.map(({ number }) => number)).toEqual([4, 3, 1, 2])
    expect(told.ranked.at(-1)).toMatchObject({ name: 'Random forest', about: 'It diverged.', metric: undefined })
  })

  it('names what answers alone, also where another is as good', () => {
    const tried = [
      { ...baseline, metric: 0.9 },
      { ...forest, weight: 1 },
    ]
    const told = tellTried({ auto: { tried, folds: 3 } }, question, {})!
    expect(told.verdict).toBe('Random forest answers alone: no mix was better over 3 folds.')
    expect(told.judging).toContain('by models that had not seen it')
    expect(tellTried({ auto: { tried: [baseline] } }, question, {})!.made).toBe('1 try was made')
  })

  it('has of a mix over folds their mean', () => {
    const folds = [0.8, 0.9].map((auc) => ({ train: 10, validation: 5, metrics: { auc } }))
    expect(tellTried({ auto: { tried: [glm, forest], folds: 2 }, folds }, question, {})!.verdict).toContain(
      'over 2 folds it has AUC .850,',
    )
  })
})
