import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import { describe, expect, it } from 'vitest'
import type { SingleLearner } from '@/core/learner/learner.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { unattended } from '@/core/task.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { animalQuestion, animals } from '@/testing/runSpec.ts'
import { type FoldModel, trainFolds } from './folds.ts'
import { trainSingle } from './single.ts'

const rows = 150
// One value of the breed is so rare that folds differ in the columns that they encode.
const breeds = codedColumn(
  'breed',
  Array.from({ length: rows }, (_, row) => (row === 20 ? 'odd' : `breed ${row % 4}`)),
)
const shifted = numericColumn(
  'shifted',
  Array.from({ length: rows }, (_, row) => row + (row % 3)),
)
const frame = frameOf(...animals(rows).columns, breeds, shifted)
const surroundings = {
  runId: 'r',
  platform: { gpu: navigator.gpu, wasmUrl },
  openFrames: async () => ({ frame }),
  cache: { get: () => undefined, set: () => {} },
}
const learner: SingleLearner = {
  kind: 'network',
  options: {
    hidden: [8],
    dropout: 0.1,
    l2: 1e-3,
    learningRate: 0.03,
    batchSize: 32,
    epochs: 4,
    patience: 2,
    members: 2,
  },
}
/** The software that stands in for a GPU here is taken for one. */
const gpu = { backend: 'webgpu', software: false } as const
const question = animalQuestion({ folds: 3 })
const bytesOf = ({ weights, pipeline, prepared }: FoldModel) => ({
  weights: weights.map((each) => [...new Uint8Array(each)]),
  members: pipeline.members,
  rows: [...prepared.validation.rows],
})

describe('the folds of a network on a GPU', () => {
  it('come to the models that each comes to alone, preparation and all, in one population', async () => {
    const told: TrainEvent[] = []
    const task = { ...unattended, report: (event: TrainEvent) => told.push(event) }
    const spec = { question, learner, seed: 3 }
    const together = await trainFolds(spec, 3, gpu, surroundings, task, async (model) => bytesOf(model))
    expect(told[0]).toEqual({ kind: 'fold', number: 1, last: 3, of: 3, done: 0 })
    const widths = new Set<number>()
    for (const [index, found] of together.entries()) {
      const alone = await trainSingle({ ...spec, device: 'webgpu', fold: { index, of: 3 } }, surroundings, unattended)
      expect(found).toEqual(bytesOf(alone))
      widths.add(alone.made.featureCount)
    }
    expect(widths.size).toBeGreaterThan(1)
  })

  it('are dropped where a stop finds them under way', async () => {
    const controller = new AbortController()
    const endless = { ...learner, options: { ...learner.options, epochs: 100_000, patience: 0 } } as SingleLearner
    setTimeout(() => controller.abort(), 1_000)
    const outcomes = await trainFolds(
      { question, learner: endless, seed: 3 },
      3,
      gpu,
      surroundings,
      { signal: controller.signal, report: () => {} },
      async (model) => model,
    )
    expect(outcomes.filter(Boolean)).toEqual([])
  })
})
