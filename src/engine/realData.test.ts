import { beforeAll, describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner, LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { MetricValues } from '@/core/metrics/metric.ts'
import { openQuestion, testScore as scoreOf } from '@/testing/realQuestion.ts'
import { sharedDataDir } from '@/testing/sharedData.ts'
import type { Frames } from './prepare.ts'

/** Trainings of half a minute, on a machine that does other things too. */
const TIMEOUT_MS = 240_000

/** A learner as it comes. */
async function testScore(kind: LearnerKind, question: Question, frames: Frames): Promise<MetricValues> {
  const learner = (rows: number) => ({ kind, options: LEARNERS[kind].defaults(rows) }) as Learner
  return (await scoreOf(learner, question, frames, 1)).metrics
}

if (!sharedDataDir())
  console.info('Skipped: there are no shared data on this machine, so the defaults are not measured.')

describe.skipIf(!sharedDataDir())('the defaults of every learner, on real data that nobody here made', () => {
  describe('adult: who earns more than 50K', () => {
    let question: Question
    let frames: Frames
    beforeAll(async () => {
      ;({ question, frames } = await openQuestion('adult.data', 14, 'auc'))
    })

    it('baseline: knows how common the classes are, and no more', async () => {
      const metrics = await testScore('baseline', question, frames)
      expect(metrics.accuracy).toBeCloseTo(0.7503, 4)
      expect(metrics.auc).toBeCloseTo(0.5, 6)
      expect(metrics.logLoss).toBeCloseTo(0.5623, 3)
    })

    it('logistic regression: accuracy .845 and AUC .90', async () => {
      const { accuracy, auc } = await testScore('linear', question, frames)
      expect(accuracy).toBeGreaterThanOrEqual(0.845)
      expect(auc).toBeGreaterThanOrEqual(0.9)
    })

    it('neural network: AUC .905', { timeout: TIMEOUT_MS }, async () => {
      expect((await testScore('network', question, frames)).auc).toBeGreaterThanOrEqual(0.905)
    })
  })

  it('california housing: network RMSE 60,000', { timeout: TIMEOUT_MS }, async () => {
    const { question, frames } = await openQuestion('california_housing', 'median_house_value', 'rmse')
    expect((await testScore('baseline', question, frames)).rmse).toBeCloseTo(114_707, -3)
    expect((await testScore('linear', question, frames)).rmse).toBeLessThanOrEqual(69_000)
    expect((await testScore('network', question, frames)).rmse).toBeLessThanOrEqual(60_000)
  })

  it('penguins: logistic regression and network, accuracy .95', async () => {
    const { question, frames } = await openQuestion('penguins', 'species', 'accuracy')
    expect((await testScore('linear', question, frames)).accuracy).toBeGreaterThanOrEqual(0.95)
    expect((await testScore('network', question, frames)).accuracy).toBeGreaterThanOrEqual(0.95)
  })
})
