import { beforeAll, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { listClasses } from '@/core/experiment/target.ts'
import type { MetricName, MetricValues } from '@/core/metrics/metric.ts'
import { LEARNERS, type Learner, type LearnerKind } from '@/core/run/learner.ts'
import { unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'
import { loadPipeline } from './predict.ts'
import { assignRows, type Frames, type PreparedCache } from './prepare.ts'
import { scorePart } from './score.ts'
import { readCsv } from './table/readCsv.ts'
import { trainRun } from './trainRun.ts'

const SEED = 1

async function openQuestion(name: string, target: number | string, metric: MetricName) {
  const bytes = readSharedCsv(name)
  if (!bytes) throw new Error(`${name} is not among the shared data`)
  const { table } = await readCsv(new Blob([new Uint8Array(bytes)]), {}, unattended)
  const column = typeof target === 'number' ? table.columns[target]! : table.columns.find((c) => c.name === target)!
  const frame = toFrame(table)
  const vector = frame.columns.find(({ name }) => name === column.name)!.vector
  const classes = metric === 'rmse' ? [] : listClasses(vector, column.type)
  const question: Question = {
    datasetId: name,
    target: column.name,
    task: metric === 'rmse' ? 'regression' : classes.length === 2 ? 'binary' : 'multiclass',
    classes,
    metric,
    // The split of the published reference scores: every fifth row tests.
    split: { kind: 'modulus', modulus: 5, remainder: 0, validation: 0.2 },
    recipe: { schema: 1, steps: [] },
  }
  return { question, frames: { frame } }
}

/** Trains a learner as it comes on the training rows, and scores it on the test rows by the road of every prediction. */
async function testScore(kind: LearnerKind, question: Question, frames: Frames): Promise<MetricValues> {
  const cache: PreparedCache = { get: () => undefined, set: () => {} }
  const assigned = assignRows(question, SEED, frames)
  const options = LEARNERS[kind].defaults(assigned.split.train.length)
  const spec = { schema: 1, question, learner: { kind, options } as Learner, seed: SEED, device: 'wasm' } as const
  const started = performance.now()
  const run = await trainRun(
    { runId: 'r', spec, platform: nodePlatform, openFrames: async () => frames, cache },
    unattended,
  )
  const loaded = await loadPipeline(run.pipeline, [run.weights])
  const { metrics } = (await scorePart(loaded, 'test', assigned.part('test'), unattended)).evaluation
  loaded.dispose()
  const { stepsDone, featureCount, ended, timings } = run.result
  console.info(
    `${question.datasetId}, ${kind}: ${featureCount} features, ${stepsDone} steps (${ended}), ` +
      `${Math.round((1_000 * stepsDone) / timings.trainMs)} steps/s, ${Math.round(performance.now() - started)} ms in all, ${JSON.stringify(metrics)}`,
  )
  return metrics
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

    it('neural network: AUC .905', { timeout: 60_000 }, async () => {
      expect((await testScore('network', question, frames)).auc).toBeGreaterThanOrEqual(0.905)
    })
  })

  it('california housing: network RMSE 60,000', { timeout: 60_000 }, async () => {
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
