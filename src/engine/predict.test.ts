import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Frame, takeRows } from '@/core/dataset/column.ts'
import type { DenseEncoding } from '@/core/encoding/encoding.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner, LearnerOf } from '@/core/learner/learner.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import { unattended } from '@/core/task.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { labelsOf } from './labels.ts'
import { type LoadedPipeline, loadPipeline, predict } from './predict.ts'
import { type TrainedRun, trainRun } from './trainRun.ts'

const frame = animals(300)

function train(question: Question): Promise<TrainedRun> {
  return trainRun(
    {
      runId: 'r',
      spec: makeSpec(question),
      platform: nodePlatform,
      openFrames: async () => ({ frame }),
      cache: { get: () => undefined, set: () => {} },
    },
    unattended,
  )
}

let trained: TrainedRun
let loaded: LoadedPipeline

beforeAll(async () => {
  trained = await train(animalQuestion({ recipe: withoutWeight }))
  loaded = await loadPipeline(trained.pipeline, trained.weights)
})

afterAll(() => loaded.dispose())

const withoutWeight: Question['recipe'] = {
  schema: 1,
  steps: [{ kind: 'drop', id: 'a', on: true, columns: ['note', 'weight'] }],
}

function scoresOf(rows: Frame, pipeline = loaded) {
  return predict(pipeline, rows, unattended).then(({ predictions }) => predictions.scores)
}

describe('predicting', () => {
  it('answers each row as it would alone, in any company and order of columns', async () => {
    const all = await scoresOf(frame)
    const shuffled = Uint32Array.from({ length: 300 }, (_, i) => (i * 7) % 300)
    const turned = takeRows({ ...frame, columns: frame.columns.toReversed() }, shuffled)
    const others = await scoresOf(turned)
    shuffled.forEach((row, i) => {
      for (let j = 0; j < 3; j++) expect(others[3 * i + j]).toBeCloseTo(all[3 * row + j]!, 6)
    })
    for (const row of [0, 3, 5, 299]) {
      const alone = await scoresOf(takeRows(frame, Uint32Array.of(row)))
      for (let j = 0; j < 3; j++) expect(alone[j]).toBeCloseTo(all[3 * row + j]!, 6)
    }
  })

  it('goes on over the seams between batches', async () => {
    const rows = Uint32Array.from({ length: 20_000 }, (_, i) => i % 300)
    const few = await scoresOf(frame)
    const many = await scoresOf(takeRows(frame, rows))
    for (const row of [0, 8_191, 8_192, 16_383, 16_384, 19_999])
      for (let j = 0; j < 3; j++) expect(many[3 * row + j]).toBeCloseTo(few[3 * (row % 300) + j]!, 6)
  })

  it('gives probabilities that sum to 1, and the scores that training saw', async () => {
    const { predictions, evaluation, rows } = trained.validation
    for (let row = 0; row < predictions.rows; row++) {
      const sum = predictions.scores.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b, 0)
      expect(sum).toBeCloseTo(1, 6)
    }
    expect(evaluation.metrics.accuracy).toBeGreaterThan(0.85)
    const best = trained.result.history[trained.result.bestEpoch - 1]!
    expect(evaluation.metrics.logLoss).toBeCloseTo(best.validationLoss, 5)
    expect(evaluation.metrics.accuracy).toBeCloseTo(best.validationMetric!, 6)
    expect(await scoresOf(takeRows(frame, rows))).toEqual(predictions.scores)
  })

  it('tells of cells that it could not use, by their row', async () => {
    const odd = frameOf(
      numericColumn('legs', [2, 4]),
      codedColumn('skin', ['fur', 'slime']),
      codedColumn('size', ['about five', '5']),
    )
    const { issues } = await predict(loaded, odd, unattended)
    expect(issues.counts).toEqual({ coerced: 2 })
    expect(issues.samples.map(({ line, column }) => [line, column])).toEqual(
      expect.arrayContaining([
        [1, 'size'],
        [2, 'skin'],
      ]),
    )
  })

  it('names every column that is missing, even of a table without rows', async () => {
    await expect(predict(loaded, { rows: 0, columns: [] }, unattended)).rejects.toMatchObject({
      code: 'predict.missingColumns',
      details: { missing: ['size', 'skin', 'legs'] },
    })
  })

  it('hears a stop', async () => {
    await expect(predict(loaded, frame, { signal: AbortSignal.abort(), report: () => {} })).rejects.toMatchObject({
      code: 'aborted',
    })
  })

  it('takes the weighted mean of several members, and leaves no tensor behind', async () => {
    const other = await train(
      animalQuestion({ split: { kind: 'modulus', modulus: 4, remainder: 1, validation: 0.3 }, recipe: withoutWeight }),
    )
    const before = tf.memory().numTensors
    const [a] = trained.pipeline.members
    const [b] = other.pipeline.members
    const both: Pipeline = {
      ...trained.pipeline,
      members: [
        { ...a!, weight: 0.25 },
        { ...b!, weight: 0.75 },
      ],
    }
    const ensemble = await loadPipeline(both, [...trained.weights, ...other.weights])
    const second = await loadPipeline(other.pipeline, other.weights)
    const [mean, first, last] = [await scoresOf(frame, ensemble), await scoresOf(frame), await scoresOf(frame, second)]
    mean.forEach((value, i) => {
      expect(value).toBeCloseTo(0.25 * first[i]! + 0.75 * last[i]!, 6)
    })
    ensemble.dispose()
    second.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('other questions', () => {
  it('of two classes answer with both probabilities', async () => {
    const two = frameOf(
      ...frame.columns.slice(0, 3),
      numericColumn(
        'reptile',
        [...(frame.columns[4]!.vector as { codes: Int32Array }).codes].map((code) => (code === 0 ? 1 : 0)),
        'boolean',
      ),
    )
    const run = await trainRun(
      {
        runId: 'r',
        spec: makeSpec(
          animalQuestion({
            target: 'reptile',
            task: 'binary',
            classes: ['false', 'true'],
            metric: 'auc',
            recipe: { schema: 1, steps: [] },
          }),
        ),
        platform: nodePlatform,
        openFrames: async () => ({ frame: two }),
        cache: { get: () => undefined, set: () => {} },
      },
      unattended,
    )
    const { scores, width, labels } = run.validation.predictions
    expect(width).toBe(2)
    expect(run.validation.evaluation.metrics.auc).toBeGreaterThan(0.95)
    labels!.forEach((label, row) => {
      expect(scores[2 * row]! + scores[2 * row + 1]!).toBeCloseTo(1, 6)
      expect(label).toBe(scores[2 * row + 1]! >= 0.5 ? 1 : 0)
    })
  })

  it('of a number answer in the target’s own units', async () => {
    const { validation } = await train(
      animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' }),
    )
    expect(validation.evaluation.metrics.r2).toBeGreaterThan(0.8)
    expect(validation.evaluation.metrics.rmse).toBeLessThan(4)
  })
})

describe('an embedded category', () => {
  const STREETS = 66
  const wide = frameOf(
    ...frame.columns.filter(({ name }) => ['size', 'kind'].includes(name)),
    codedColumn(
      'street',
      // Few enough for each to be among the training rows.
      Array.from({ length: 300 }, (_, row) => (row % 23 === 5 ? null : `street ${(row * 7) % STREETS}`)),
    ),
  )
  const wideQuestion = animalQuestion({ recipe: { schema: 1, steps: [] } })

  it.each([1, 3])('of %i networks answers as training saw it, and takes what is new or missing', async (members) => {
    const learner = { kind: 'network', options: { ...quickNetwork.options, members } } as Learner
    const run = await trainRun(
      {
        runId: 'r',
        spec: makeSpec(wideQuestion, learner),
        platform: nodePlatform,
        openFrames: async () => ({ frame: wide }),
        cache: { get: () => undefined, set: () => {} },
      },
      unattended,
    )
    const { columns, width } = run.pipeline.members[0]!.encoding as DenseEncoding
    expect(columns.map(({ kind }) => kind)).toEqual(['scaled', 'embedded'])
    expect(run.result.featureCount).toBe(width)
    const opened = await loadPipeline(run.pipeline, run.weights)
    const { predictions, rows } = run.validation
    expect(await scoresOf(takeRows(wide, rows), opened)).toEqual(predictions.scores)
    const odd = frameOf(numericColumn('size', [2, 2, 2]), codedColumn('street', ['street 0', 'nowhere', null]))
    const scores = await scoresOf(odd, opened)
    const streets = Array.from({ length: STREETS }, (_, i) => `street ${i}`)
    const seen = await scoresOf(
      frameOf(
        numericColumn(
          'size',
          streets.map(() => 2),
        ),
        codedColumn('street', streets),
      ),
      opened,
    )
    opened.dispose()
    for (let c = 0; c < 3; c++) {
      const known = streets.map((_, i) => seen[3 * i + c]!)
      expect(scores[3 + c]!).toBeGreaterThan(Math.min(...known))
      expect(scores[3 + c]!).toBeLessThan(Math.max(...known))
    }
    expect(scores.every(Number.isFinite)).toBe(true)
    const rowsOf = [0, 1, 2].map((row) => [...scores.subarray(3 * row, 3 * row + 3)].join())
    expect(new Set(rowsOf).size).toBe(3)
    if (members > 1) return
    const best = run.result.history[run.result.bestEpoch - 1]!
    expect(run.validation.evaluation.metrics.logLoss).toBeCloseTo(best.validationLoss, 5)
  })

  it('is one-hot for a linear model', async () => {
    const spec = makeSpec(wideQuestion, {
      kind: 'linear',
      options: { ...(quickNetwork.options as LearnerOf<'network'>['options']), epochs: 2 },
    })
    const { pipeline } = await trainRun(
      {
        runId: 'r',
        spec,
        platform: nodePlatform,
        openFrames: async () => ({ frame: wide }),
        cache: { get: () => undefined, set: () => {} },
      },
      unattended,
    )
    expect(pipeline.members[0]!.encoding.columns.map(({ kind }) => kind)).toEqual(['scaled', 'oneHot'])
  })
})

describe('labels', () => {
  it('go to the lower index on a tie', () => {
    const scores = Float32Array.of(0.4, 0.4, 0.2, 0.2, 0.4, 0.4)
    expect([...labelsOf('multiclass', scores, 3, 0.5)!]).toEqual([0, 1])
  })

  it('of two classes follow the threshold, which counts as reached', () => {
    const scores = Float32Array.of(0.75, 0.25, 0.5, 0.5)
    expect([...labelsOf('binary', scores, 2, 0.25)!]).toEqual([1, 1])
    expect([...labelsOf('binary', scores, 2, 0.5)!]).toEqual([0, 1])
  })
})
