import { beforeAll, describe, expect, it } from 'vitest'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { pinball } from '@/core/metrics/residual.ts'
import { unattended } from '@/core/task.ts'
import { aimingAt, trainAnimals, weight } from '@/testing/animalRuns.ts'
import { animalQuestion, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { readPart } from './runFiles.ts'

type Trained = Awaited<ReturnType<typeof trainAnimals>>

let records: Trained['records']
let arrays: Trained['arrays']
let model: Trained['model']

beforeAll(async () => {
  const trained = await trainAnimals({
    network: makeSpec(animalQuestion()),
    baseline: makeSpec(animalQuestion(), { kind: 'baseline', options: {} }),
    weight: makeSpec(animalQuestion(weight), quickNetwork),
    legs: makeSpec(animalQuestion({ target: 'legs', task: 'binary', classes: ['2', '4'] })),
    upper: aimingAt(0.9, 20),
  })
  ;({ records, arrays, model } = trained)
})

describe('intervals', () => {
  it.each([
    ['network', ['accuracy', 'weightedRecall', 'logLoss', 'brier', 'ece']],
    [
      'baseline',
      ['accuracy', 'logLoss', 'brier', 'ece', 'f1', 'precision', 'weightedF1', 'weightedPrecision', 'weightedRecall'],
    ],
    ['weight', metricsFor('regression')],
  ])('hold the scores of %s', async (runId, names) => {
    const { intervals } = await model.intervals({ runId, part: 'validation' }, unattended)
    const { metrics } = (await records.get('evaluation', `${runId}/validation`))!
    for (const [name, interval] of Object.entries(intervals) as [MetricName, { low: number; high: number }][]) {
      expect(METRICS[name].tasks).toContain(runId === 'weight' ? 'regression' : 'multiclass')
      expect(interval.low).toBeLessThanOrEqual(metrics[name]!)
      expect(interval.high).toBeGreaterThanOrEqual(metrics[name]!)
    }
    expect(Object.keys(intervals).toSorted()).toEqual(names.toSorted())
    expect((await model.intervals({ runId, part: 'validation' }, unattended)).intervals).toEqual(intervals)
  })

  it('are those of the matrix where the predictions are not here, as of an imported run', async () => {
    for (const [id, as] of [
      ['sent', 'network'],
      ['sentWeight', 'weight'],
    ] as const) {
      const evaluation = (await records.get('evaluation', `${as}/validation`))!
      await records.put('run', { ...(await records.get('run', as))!, id })
      await records.put('pipeline', { ...(await records.get('pipeline', as))!, id })
      await records.put('evaluation', { ...evaluation, id: `${id}/validation`, runId: id })
    }
    const here = await model.intervals({ runId: 'network', part: 'validation' }, unattended)
    const sent = await model.intervals({ runId: 'sent', part: 'validation' }, unattended)
    expect(sent).toEqual({
      ...here,
      intervals: { accuracy: here.intervals.accuracy, weightedRecall: here.intervals.weightedRecall },
    })
    const ofClasses = await model.classIntervals({ runId: 'network', part: 'validation' }, unattended)
    const { classes, ...means } = ofClasses.intervals!
    expect(classes.some(({ aucValue }) => aucValue !== undefined)).toBe(true)
    expect(await model.classIntervals({ runId: 'sent', part: 'validation' }, unattended)).toEqual({
      ...ofClasses,
      intervals: { ...means, classes: classes.map(({ auc: _auc, aucValue: _value, ...of }) => of) },
    })
    expect((await model.classIntervals({ runId: 'weight', part: 'validation' }, unattended)).intervals).toBeUndefined()
    for (const job of [model.intervals, model.classIntervals])
      for (const runId of ['sentWeight', 'never'])
        await expect(job({ runId, part: 'validation' }, unattended)).rejects.toMatchObject({
          code: 'storage.missing',
        })
  })

  it('complete what an earlier version scored with fewer metrics, as far as predictions or the matrix tell', async () => {
    const whole = (await records.get('evaluation', 'network/validation'))!
    const { averagePrecision: _a, weightedF1: _w, brier: _b, ...older } = whole.metrics
    // What was recorded stays, whatever a later version makes of it.
    await records.put('evaluation', { ...whole, metrics: { ...older, accuracy: 0.123 } })
    await model.intervals({ runId: 'network', part: 'validation' }, unattended)
    expect(await records.get('evaluation', 'network/validation')).toEqual({
      ...whole,
      metrics: { ...whole.metrics, accuracy: 0.123 },
    })
    await records.put('evaluation', { ...whole, id: 'sent/validation', runId: 'sent', metrics: older })
    await model.intervals({ runId: 'sent', part: 'validation' }, unattended)
    const { brier: _, averagePrecision, ...ofMatrix } = whole.metrics
    expect((await records.get('evaluation', 'sent/validation'))?.metrics).toEqual(ofMatrix)
    expect(averagePrecision).toBeGreaterThan(0)
    await records.put('evaluation', whole)
  })

  it('of the pinball loss are of the quantile that the run aims at, as its score and its rounds are', async () => {
    const { contract } = (await records.get('pipeline', 'upper'))!
    expect(contract.quantile).toBe(0.9)
    expect((await records.get('pipeline', 'weight'))!.contract.quantile).toBeUndefined()
    const { scores, actual } = await readPart(arrays, 'upper', 'validation')
    const { metrics } = (await records.get('evaluation', 'upper/validation'))!
    const expected = pinball(actual, scores, 0.9)!
    expect(metrics.pinball).toBeCloseTo(expected, 12)
    expect(Math.abs(metrics.mae! / 2 - expected)).toBeGreaterThan(0.1 * expected)
    const { history, bestEpoch } = (await records.get('result', 'upper'))!
    const rounds = history.filter(({ validationMetric }) => validationMetric !== null)
    expect(rounds.find(({ epoch }) => epoch === bestEpoch)!.validationMetric).toBeCloseTo(expected, 4)
    const { intervals } = await model.intervals({ runId: 'upper', part: 'validation' }, unattended)
    expect(intervals.pinball!.low).toBeLessThan(expected)
    expect(intervals.pinball!.high).toBeGreaterThan(expected)
    expect(intervals.mae!.low / 2).not.toBeCloseTo(intervals.pinball!.low, 3)
  })

  it('say of which predictions they are, and how those were called', async () => {
    const { digest, confusion } = (await records.get('evaluation', 'legs/validation'))!
    const before = await model.intervals({ runId: 'legs', part: 'validation' }, unattended)
    expect([before.digest, before.confusion]).toEqual([digest, confusion])
    const [moved] = await model.setThreshold({ runId: 'legs', threshold: 1 }, unattended)
    const after = await model.intervals({ runId: 'legs', part: 'validation' }, unattended)
    expect([after.digest, after.confusion]).toEqual([digest, moved!.confusion])
    expect(after.confusion).not.toEqual(confusion)
    expect((await model.intervals({ runId: 'weight', part: 'validation' }, unattended)).confusion).toBeUndefined()
  })
})
