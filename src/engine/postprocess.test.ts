import { describe, expect, it } from 'vitest'
import type { CalibrationKind } from '@/core/calibration/calibration.ts'
import { measureCoverage } from '@/core/conformal/coverage.ts'
import { sliceFrame } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { logLoss } from '@/core/metrics/probability.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import { unattended } from '@/core/task.ts'
import { runAtOnce } from '@/core/work.ts'
import { numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { postprocess } from './postprocess.ts'
import { loadPipeline, predict } from './predict.ts'
import { assignRows } from './prepare.ts'
import { scorePart } from './score.ts'
import { trainRun } from './trainRun.ts'

const frame = animals(600)
/** One that is far too sure of itself. */
const sure = { kind: 'neighbours', options: { k: 3 } } as const
const legs: Partial<Question> = { target: 'legs', task: 'binary', classes: ['2', '4'], metric: 'logLoss' }
const weight: Partial<Question> = { target: 'weight', task: 'regression', classes: [], metric: 'rmse' }

async function train(change: Partial<Question>, postprocessing?: Postprocessing, rows = frame) {
  const spec = { ...makeSpec(animalQuestion(change), sure), ...(postprocessing && { postprocessing }) }
  const cache = { get: () => undefined, set: () => {} }
  const surroundings = { runId: 'r', platform: nodePlatform, openFrames: async () => ({ frame: rows }), cache }
  const trained = await trainRun({ ...surroundings, spec }, unattended)
  const part = assignRows(spec.question, spec.seed, { frame: rows }).part
  return { ...trained, part, loaded: await loadPipeline(trained.pipeline, trained.weights) }
}

describe('a calibration', () => {
  it.each(['platt', 'isotonic', 'temperature'] as const)(
    'by %s leaves the model as it is, and scores validation rows by what did not see them',
    async (calibration) => {
      const plain = await train(legs)
      const calibrated = await train(legs, { calibration })
      expect(calibrated.result.weightsDigest).toBe(plain.result.weightsDigest)
      expect(calibrated.pipeline.calibration?.kind).toBe(calibration)
      const rows = calibrated.part('validation')
      // The number of legs is drawn by chance: who is sure of it is wrong, and a calibration says so.
      const [before, crossed] = [plain, calibrated].map(({ validation }) => validation.evaluation.metrics.logLoss!)
      const seen = await predict(calibrated.loaded, rows.frame, unattended)
      const flattered = logLoss(rows.actual, seen.predictions.scores, 2)!
      expect(before).toBeGreaterThan(1)
      // Chance has no temperature: both searches end at the highest.
      if (calibration === 'temperature') expect(crossed).toBeGreaterThanOrEqual(flattered)
      else expect(crossed).toBeGreaterThan(flattered)
      if (calibration !== 'isotonic') expect(crossed).toBeLessThan(0.75)
      // Test rows by the pipeline itself.
      const test = calibrated.part('test')
      const scored = await scorePart(calibrated.loaded, 'test', test, unattended)
      expect(scored.predictions.scores).toEqual(
        (await predict(calibrated.loaded, test.frame, unattended)).predictions.scores,
      )
      expect(scored.evaluation.metrics.ece).toBeLessThan(
        (await scorePart(plain.loaded, 'test', test, unattended)).evaluation.metrics.ece!,
      )
    },
  )

  it('comes before the threshold', async () => {
    const { loaded } = await train(legs)
    const lowered = {
      ...loaded,
      pipeline: { ...loaded.pipeline, calibration: { kind: 'platt', lines: [{ slope: 0, intercept: -1 }] } as const },
    }
    const { predictions } = await predict(lowered, sliceFrame(frame, 0, 50), unattended)
    // All at 1 / (1 + e) = .27.
    expect(new Set(predictions.labels)).toEqual(new Set([0]))
    const moved = { ...lowered, pipeline: { ...lowered.pipeline, threshold: 0.25 } }
    expect(new Set((await predict(moved, sliceFrame(frame, 0, 50), unattended)).predictions.labels)).toEqual(
      new Set([1]),
    )
  })

  it('keeps out of the folds of a cross-validation', async () => {
    const plain = await train({ ...legs, folds: 3 })
    const calibrated = await train({ ...legs, folds: 3 }, { calibration: 'platt' })
    expect(calibrated.result.folds).toEqual(plain.result.folds)
  })

  it('is refused where all validation rows hang together', async () => {
    const { loaded, part } = await train(legs)
    const rows = part('validation')
    const one = numericColumn('owner', Array(rows.rows.length).fill(7), 'integer')
    const owned = { ...rows, frame: { ...rows.frame, columns: [...rows.frame.columns, one] } }
    const split = { kind: 'group', column: 'owner', validation: 0.2, test: 0.2 } as const
    const spec = {
      ...makeSpec(animalQuestion({ ...legs, split }), sure),
      postprocessing: { calibration: 'isotonic' },
    } as const
    await expect(postprocess(loaded, spec, owned, unattended)).rejects.toThrow(/of one group/)
  })

  it('is refused where a class has too few rows, which it would call impossible', async () => {
    const { loaded, part } = await train({})
    const rows = part('validation')
    const calibrate = async (calibration: CalibrationKind, counts: readonly number[]) => {
      const labels = counts.flatMap((count, label) => Array<number>(count).fill(label))
      const some = { frame: sliceFrame(rows.frame, 0, labels.length), rows: rows.rows.slice(0, labels.length) }
      const spec = { ...makeSpec(animalQuestion(), sure), postprocessing: { calibration } }
      return postprocess(loaded, spec, { ...some, actual: Float64Array.from(labels) }, unattended)
    }
    for (const kind of ['platt', 'isotonic'] as const) {
      await expect(calibrate(kind, [40, 40, 4])).rejects.toThrow(
        /5 validation rows of each class at least, and there are 4 of reptile\. A temperature/,
      )
      await expect(calibrate(kind, [40, 40, 0])).rejects.toThrow(/there is none of reptile/)
      expect((await calibrate(kind, [40, 40, 5])).pipeline.calibration?.kind).toBe(kind)
    }
    // One number for all classes: a class may be rare, but not all together.
    expect((await calibrate('temperature', [40, 4, 1])).pipeline.calibration?.kind).toBe('temperature')
    await expect(calibrate('temperature', [40, 3, 1])).rejects.toThrow(/there are 4 not bird/)
  })

  it('is refused where all rows of a class hang together', async () => {
    const { loaded, part } = await train(legs)
    const rows = part('validation')
    const owners = Array.from(rows.rows, (_, row) => (row < 8 ? 0 : row))
    const owner = numericColumn('owner', owners, 'integer')
    const owned = {
      ...rows,
      frame: { ...rows.frame, columns: [...rows.frame.columns, owner] },
      actual: Float64Array.from(owners, (each) => Number(each === 0)),
    }
    const split = { kind: 'group', column: 'owner', validation: 0.2, test: 0.2 } as const
    const spec = {
      ...makeSpec(animalQuestion({ ...legs, split }), sure),
      postprocessing: { calibration: 'isotonic' },
    } as const
    await expect(postprocess(loaded, spec, owned, unattended)).rejects.toThrow(/rows of 4 hang together/)
  })

  it('is refused where there is nothing to fit it on', async () => {
    const few = sliceFrame(frame, 0, 30)
    await expect(train(legs, { calibration: 'platt' }, few)).rejects.toThrow(/needs 10 validation rows/)
  })
})

describe('intervals and sets', () => {
  it('hold the truth of test rows about as often as they say', async () => {
    for (const [change, postprocessing] of [
      [weight, { conformal: { level: 0.8 } }],
      [legs, { calibration: 'platt', conformal: { level: 0.8 } }],
      [{}, { conformal: { level: 0.8, sets: 'aps' } }],
    ] as const satisfies readonly (readonly [Partial<Question>, Postprocessing])[]) {
      const { loaded, pipeline, part } = await train(change, postprocessing)
      const { frame: rows, actual } = part('test')
      const { predictions } = await predict(loaded, rows, unattended)
      const report = runAtOnce(measureCoverage({ conformal: pipeline.conformal!, ...predictions, actual }))!
      // Beta-binomial of 120 validation and 120 test rows: .8 ± 4 deviations of .051.
      expect(report.all.covered / report.all.rows).toBeGreaterThan(0.6)
      if (predictions.intervals)
        actual.forEach((value, row) => {
          const isIn = value >= predictions.intervals!.low[row]! && value <= predictions.intervals!.high[row]!
          expect(isIn, `row ${row}`).toBe(Math.abs(value - predictions.scores[row]!) <= pipeline.conformal!.bound!)
        })
    }
  })

  it('of calibrated probabilities rest on cross-fitted ones', async () => {
    const { pipeline, validation } = await train(legs, { calibration: 'isotonic', conformal: { level: 0.9 } })
    const { scores } = validation.predictions
    const strange = Array.from(validation.actual, (label, row) => 1 - scores[2 * row + label]!).sort((a, b) => a - b)
    expect(pipeline.conformal).toEqual({
      kind: 'lac',
      level: 0.9,
      bound: strange[Math.ceil(0.9 * (strange.length + 1)) - 1],
      rows: strange.length,
    })
  })

  it('have no bound where validation rows are too few', async () => {
    const { pipeline, loaded } = await train(weight, { conformal: { level: 0.99 } }, sliceFrame(frame, 0, 100))
    expect(pipeline.conformal).toMatchObject({ bound: null })
    const { predictions } = await predict(loaded, sliceFrame(frame, 0, 2), unattended)
    expect([...predictions.intervals!.low]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])
  })
})
