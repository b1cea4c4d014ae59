import { beforeEach, describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import { evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import { unpackBundle } from '@/engine/bundle/pack.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeBundleJobs } from './bundle.jobs.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { readPart } from './runFiles.ts'
import { makeThresholdJobs } from './threshold.jobs.ts'
import { makeTrainJobs } from './train.jobs.ts'

const ROWS = 120
const glm = { kind: 'glm', options: { strength: 0.01, l1Share: 0 } } as const
const asked: Partial<Question> = {
  target: 'sold',
  task: 'binary',
  classes: ['no', 'yes'],
  metric: 'f1',
  recipe: { schema: 1, steps: [] },
}

/** Numbers of which `sold` and `price` follow, day by day. */
function shop() {
  const random = seededRandom('shop')
  const size = Array.from({ length: ROWS }, () => random())
  return frameOf(
    numericColumn('size', size),
    numericColumn(
      'day',
      size.map((_, row) => Date.UTC(2020, 0, 1 + row)),
      'datetime',
    ),
    codedColumn(
      'sold',
      size.map((value) => (value + random() > 1.2 ? 'yes' : 'no')),
    ),
    numericColumn(
      'price',
      size.map((value) => 10 * value + random()),
    ),
  )
}

let records: Records
let arrays: Arrays
let model: OwnModelJobs

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  const stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', shop())
  const train = makeTrainJobs(stores)
  const price: Partial<Question> = { ...asked, target: 'price', task: 'regression', classes: [], metric: 'rmse' }
  for (const [id, change] of Object.entries({ sold: asked, price })) {
    await records.put('run', makeRun(id, makeSpec(animalQuestion(change), glm)))
    await train.train({ runId: id }, unattended)
  }
  model = makeModelJobs(stores)
})

const evaluationOf = (part: 'validation' | 'test') => records.get('evaluation', `sold/${part}`)

describe('curves', () => {
  it('are of the predictions that were stored', async () => {
    const curves = await model.curves({ runId: 'sold', part: 'validation' }, unattended)
    if (curves.kind !== 'binary') throw new Error(curves.kind)
    const { metrics, rows } = (await evaluationOf('validation'))!
    expect(curves.rows).toBe(rows)
    expect(curves.auc).toBe(metrics.auc)
    expect(curves.calibration.error).toBe(metrics.ece)
  })

  it('along a column have every row of the part once', async () => {
    const bins = await model.errorOverTime({ runId: 'price', part: 'validation', column: 'day' }, unattended)
    const { rows } = (await records.get('evaluation', 'price/validation'))!
    expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows)
    expect(bins[0]!.from).toBeGreaterThanOrEqual(Date.UTC(2020, 0, 1))
    const along = (runId: string, column: string) =>
      model.errorOverTime({ runId, part: 'validation', column }, unattended)
    await expect(along('price', 'colour')).rejects.toMatchObject({ code: 'storage.missing' })
    // Of classes the mistakes, by the threshold: as many as the confusion matrix has.
    const { metrics } = (await evaluationOf('validation'))!
    const mistakes = (await along('sold', 'day')).reduce((sum, bin) => sum + bin.mean * bin.rows, 0)
    expect(mistakes).toBeCloseTo((1 - metrics.accuracy!) * rows, 9)
    expect(mistakes).toBeGreaterThan(0)
  })

  it('are not there of a part that is closed, or of a run whose predictions stayed elsewhere', async () => {
    const closed = model.curves({ runId: 'sold', part: 'test' }, unattended)
    await expect(closed).rejects.toMatchObject({ code: 'storage.missing', message: /not scored/ })
    await arrays.remove('runs/sold/validation.scores')
    const elsewhere = model.curves({ runId: 'sold', part: 'validation' }, unattended)
    await expect(elsewhere).rejects.toMatchObject({ code: 'storage.missing', message: /Train it again here/ })
  })
})

describe('a threshold that is set', () => {
  it('scores every open part anew, and comes back to the very same', async () => {
    await model.evaluate({ runId: 'sold', part: 'test' }, unattended)
    const before = [await evaluationOf('validation'), await evaluationOf('test')]
    const evaluations = await model.setThreshold({ runId: 'sold', threshold: 0.2 }, unattended)
    expect(evaluations).toEqual([await evaluationOf('validation'), await evaluationOf('test')])
    for (const [i, part] of (['validation', 'test'] as const).entries()) {
      const { scores, actual } = await readPart(arrays, 'sold', part)
      const predictions = { rows: actual.length, width: 2, scores }
      const said = { task: 'binary', classes: ['no', 'yes'], actual, predictions, threshold: 0.2 } as const
      expect(evaluations[i]).toMatchObject(evaluatePredictions(said))
      expect(evaluations[i]!.metrics.recall).toBeGreaterThan(before[i]!.metrics.recall!)
      expect(evaluations[i]!.metrics.auc).toBe(before[i]!.metrics.auc)
    }
    await model.setThreshold({ runId: 'sold', threshold: 0.5 }, unattended)
    expect([await evaluationOf('validation'), await evaluationOf('test')]).toEqual(before)
  })

  it('is what predictions and shared files go by', async () => {
    const rows = [{ size: '0.6', day: '2020-01-05', price: '6' }]
    const predict = async () => (await model.predictRows({ runId: 'sold', rows }, unattended)).rows[0]!
    const { probabilities } = await predict()
    for (const [threshold, prediction] of [
      [0, 'yes'],
      [1, 'no'],
      [probabilities![1]!, 'yes'],
    ] as const) {
      await model.setThreshold({ runId: 'sold', threshold }, unattended)
      expect((await predict()).prediction).toBe(prediction)
    }
    await records.put('experiment', {
      schema: 1,
      id: 'e',
      name: 'Sold',
      question: animalQuestion(asked),
      runsStarted: 2,
      createdAt: 0,
      updatedAt: 0,
    })
    const { bundle } = await makeBundleJobs({ records, arrays }).exportBundle({ runId: 'sold' }, unattended)
    const { parts } = await unpackBundle(new Uint8Array(await bundle.arrayBuffer()))
    const pipeline = JSON.parse(new TextDecoder().decode(parts.get('pipeline.json')))
    expect(pipeline.threshold).toBe(probabilities![1])
  })

  it('while the test rows are being scored is the one that they are scored by', async () => {
    const { keepScored, setThreshold } = makeThresholdJobs({ records, arrays })
    const { scores, rows, actual } = await readPart(arrays, 'sold', 'validation')
    const old = (await evaluationOf('validation'))!
    await setThreshold({ runId: 'sold', threshold: 0.2 }, unattended)
    const evaluation = { ...old, id: 'sold/test', part: 'test' } as const
    const predictions = { rows: rows.length, width: 2, scores }
    const kept = await keepScored({ evaluation, predictions, rows, actual }, 0.5)
    expect(kept.metrics).toEqual((await evaluationOf('validation'))!.metrics)
    expect(await evaluationOf('test')).toEqual(kept)
  })

  it('is refused where it is none, and where scores could not follow, and then changes nothing', async () => {
    const before = [await records.get('pipeline', 'sold'), await evaluationOf('validation')]
    for (const threshold of [-0.1, 1.1, Number.NaN])
      await expect(model.setThreshold({ runId: 'sold', threshold }, unattended)).rejects.toMatchObject({
        code: 'spec.invalid',
      })
    await expect(model.setThreshold({ runId: 'price', threshold: 0.3 }, unattended)).rejects.toMatchObject({
      code: 'spec.invalid',
    })
    await arrays.remove('runs/sold/validation.scores')
    await expect(model.setThreshold({ runId: 'sold', threshold: 0.3 }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
    expect([await records.get('pipeline', 'sold'), await evaluationOf('validation')]).toEqual(before)
  })
})
