import { describe, expect, it } from 'vitest'
import { compareModels } from '@/core/compare/compareModels.ts'
import type { Frame } from '@/core/dataset/column.ts'
import { CHECK_FOLDS, type LabelSuspect } from '@/core/labels/labelCheck.ts'
import { likeliestCount } from '@/core/labels/likeliest.ts'
import type { SingleLearner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { type EvaluateInput, evaluateMetric } from '@/core/metrics/evaluate.ts'
import { normalFrom, seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import { runAtOnce } from '@/core/work.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion } from '@/testing/runSpec.ts'
import { loadPipeline, predict } from '../predict.ts'
import { assignRows } from '../prepare.ts'
import { trainSingle } from '../training/single.ts'
import { findLabels } from './findLabels.ts'
import { predictOutOfFold } from './outOfFold.ts'

const ROWS = 1_500
const NOISE = 0.15
const CLASSES = ['no', 'yes'] as const
const question = animalQuestion({
  target: 'sold',
  task: 'binary',
  classes: [...CLASSES],
  metric: 'logLoss',
  recipe: { schema: 1, steps: [] },
})
const learner: SingleLearner = { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(ROWS), rounds: 60 } }

/** Two numbers by which something is sold or not, less surely near a bent line. */
function draw(seed: number) {
  const normal = normalFrom(seededRandom('likeliest', seed))
  const random = seededRandom('sold', seed)
  const a = Array.from({ length: ROWS }, () => normal())
  const b = Array.from({ length: ROWS }, () => normal())
  const sold = a.map((x, row) => Number(random() < 1 / (1 + Math.exp(-4 * (b[row]! - x * x + 1)))))
  return { a, b, sold }
}

function frameWith({ a, b }: ReturnType<typeof draw>, sold: readonly number[]): Frame {
  return frameOf(
    numericColumn('a', a),
    numericColumn('b', b),
    codedColumn(
      'sold',
      sold.map((code) => CLASSES[code]!),
    ),
  )
}

function lossOf(said: EvaluateInput): number {
  return evaluateMetric(said, 'logLoss')!
}

describe('suspects of labels that were turned round', () => {
  it.each([1, 2, 3])(
    'are wrong three times as often as chance has it, and mending them, or the likeliest unseen, makes the model better on clean test rows, seed %i',
    async (seed) => {
      const drawn = draw(seed)
      const { split, part } = assignRows(question, seed, { frame: frameWith(drawn, drawn.sold) })
      const test = part('test')
      const random = seededRandom('turned', seed)
      const turned = new Set([...split.train, ...split.validation].filter(() => random() < NOISE))
      const noisy = drawn.sold.map((code, row) => (turned.has(row) ? 1 - code : code))
      const said = async (sold: readonly number[]): Promise<EvaluateInput> => {
        const openFrames = async () => ({ frame: frameWith(drawn, sold) })
        const surroundings = {
          runId: 'r',
          platform: nodePlatform,
          openFrames,
          cache: { get: () => undefined, set: () => {} },
        }
        const trained = await trainSingle({ question, learner, seed, device: 'wasm' }, surroundings, unattended)
        const loaded = await loadPipeline(trained.pipeline, trained.weights)
        try {
          const { predictions } = await predict(loaded, test.frame, unattended)
          const { task, classes } = question
          return { task, classes, actual: test.actual, predictions, threshold: 0.5 }
        } finally {
          loaded.dispose()
        }
      }
      const held = await predictOutOfFold(
        {
          spec: { question, learner, seed },
          folds: CHECK_FOLDS,
          device: { backend: 'wasm', software: false },
          frames: { frame: frameWith(drawn, noisy) },
          platform: nodePlatform,
        },
        unattended,
      )
      const suspects = runAtOnce(findLabels(question, held, split)).suspects as readonly LabelSuspect[]
      const likeliest = suspects.slice(0, likeliestCount(suspects.length))
      const share = (rows: readonly LabelSuspect[]) => rows.filter(({ row }) => turned.has(row)).length / rows.length
      expect(share(likeliest)).toBeGreaterThan(share(suspects))
      expect(share(suspects)).toBeGreaterThan(3 * NOISE)

      const before = await said(noisy)
      const unseen = noisy.slice()
      for (const { row, suggested } of likeliest) unseen[row] = suggested
      expect(lossOf(await said(unseen))).toBeLessThan(lossOf(before))
      // Looked at, and put right where they are wrong.
      const mended = noisy.slice()
      for (const { row } of suspects) mended[row] = drawn.sold[row]!
      const after = await said(mended)
      const compared = runAtOnce(compareModels({ ...before, a: before, b: after, metric: 'logLoss', seed }))
      expect(lossOf(after)).toBeLessThan(lossOf(before))
      expect(compared!.p).toBeLessThan(0.05)
    },
  )
})

describe('likeliestCount', () => {
  it('is a part of the suspects, one at least', () => {
    expect([0, 1, 2, 10, 3_202].map(likeliestCount)).toEqual([0, 1, 1, 3, 961])
  })
})
