import { describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import { CHECK_FOLDS, type LabelSuspect } from '@/core/labels/labelCheck.ts'
import { likeliestCount } from '@/core/labels/likeliest.ts'
import type { SingleLearner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { evaluateMetric } from '@/core/metrics/evaluate.ts'
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

describe('relabelling the likeliest suspects unseen', () => {
  it.each([1, 2, 3])(
    'makes the model better on clean test rows where labels were turned round, seed %i',
    async (seed) => {
      const drawn = draw(seed)
      const { split, part } = assignRows(question, seed, { frame: frameWith(drawn, drawn.sold) })
      const test = part('test')
      const random = seededRandom('turned', seed)
      const turned = new Set([...split.train, ...split.validation].filter(() => random() < NOISE))
      const noisy = drawn.sold.map((code, row) => (turned.has(row) ? 1 - code : code))
      const lossOf = async (sold: readonly number[]) => {
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
          return evaluateMetric({ task, classes, actual: test.actual, predictions, threshold: 0.5 }, 'logLoss')!
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
      const repaired = noisy.slice()
      for (const { row, suggested } of likeliest) repaired[row] = suggested
      expect(await lossOf(repaired)).toBeLessThan(await lossOf(noisy))
    },
  )
})

describe('likeliestCount', () => {
  it('is a part of the suspects, one at least', () => {
    expect([0, 1, 2, 10, 3_202].map(likeliestCount)).toEqual([0, 1, 1, 3, 961])
  })
})
