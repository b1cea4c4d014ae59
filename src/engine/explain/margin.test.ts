import { describe, expect, it } from 'vitest'
import { type Frame, findColumn, sliceFrame, takeRows, takeVector } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { unattended } from '@/core/task.ts'
import { codedColumn, frameOf } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { loadPipeline, predict } from '../predict.ts'
import { trainRun } from '../trainRun.ts'
import { stack } from './answer.ts'
import { openMargin } from './margin.ts'
import { bruteForceShapley } from './testing.ts'

const { columns: drawn, rows: count } = animals(240)
const tame = Array.from({ length: count }, (_, row) => (Math.sin(7 * row) > 0.2 ? 'yes' : 'no'))
const frame = frameOf(...drawn, codedColumn('tame', tame))
/** As many that stand for "not known" as make the mean of all sets quick to take. */
const BACKGROUND = 12

/** The background with some columns as a row has them. */
function mix(background: Frame, rows: Frame, row: number, has: (column: number) => boolean): Frame {
  const same = new Uint32Array(background.rows).fill(row)
  return {
    ...background,
    columns: background.columns.map((column, i) =>
      has(i) ? { ...column, vector: takeVector(rows.columns[i]!.vector, same) } : column,
    ),
  }
}

const CASES: readonly {
  readonly name: string
  readonly learner: Learner
  readonly asked: Partial<Question>
  /** What of a row's scores the contributions to an output are of. */
  readonly marginOf: (scores: ArrayLike<number>, output: number) => number
}[] = [
  {
    name: 'a number',
    learner: { kind: 'glm', options: { strength: 0.01 } },
    asked: { target: 'weight', task: 'regression', classes: [], metric: 'rmse' },
    marginOf: (scores) => scores[0]!,
  },
  {
    name: 'a count, by its logarithm',
    learner: { kind: 'glm', options: { strength: 0.01, distribution: 'poisson' } },
    asked: { target: 'weight', task: 'regression', classes: [], metric: 'rmse' },
    marginOf: (scores) => Math.log(scores[0]!),
  },
  {
    name: 'the log-odds of the second of two classes',
    learner: { kind: 'glm', options: { strength: 0.1 } },
    asked: { target: 'tame', task: 'binary', classes: ['no', 'yes'], metric: 'logLoss' },
    marginOf: (scores) => Math.log(scores[1]! / scores[0]!),
  },
  {
    name: 'the score of one of several classes, by descent',
    learner: { kind: 'linear', options: { ...LEARNERS.linear.defaults(240), epochs: 10 } },
    asked: {},
    // Scores are known but for what all classes have in common.
    marginOf: (scores, output) => Math.log(scores[output]! / scores[0]!),
  },
]

describe('contributions of a line', () => {
  it.each(CASES)('are Shapley values by definition, categories and gaps as one column each: $name', async (each) => {
    const spec = makeSpec(animalQuestion(each.asked), each.learner)
    const { pipeline, weights } = await trainRun(
      {
        runId: 'r',
        spec,
        platform: nodePlatform,
        openFrames: async () => ({ frame }),
        cache: { get: () => undefined, set: () => {} },
      },
      unattended,
    )
    const { contract } = pipeline
    const columns = contract.inputs.map(({ name }) => findColumn(frame, name)!)
    const rows = takeRows({ rows: frame.rows, columns }, Uint32Array.of(3, 5, 8, 14))
    const background = sliceFrame({ rows: frame.rows, columns }, 20, 20 + BACKGROUND)
    const explain = async (output: number) =>
      (await openMargin({ pipeline, weights: weights[0]! }, background, output, async () => {}))(rows)
    const isSeveral = contract.task === 'multiclass'
    const [found, beside] = [await explain(isSeveral ? 2 : 1), isSeveral ? await explain(0) : undefined]
    expect(found.columns).toEqual(columns.map(({ name }) => name))
    const loaded = await loadPipeline(pipeline, weights)
    try {
      const sets = 2 ** columns.length
      for (let row = 0; row < rows.rows; row++) {
        const asked = Array.from({ length: sets }, (_, set) =>
          mix(background, rows, row, (i) => ((set >> i) & 1) === 1),
        )
        const { scores, width } = (await predict(loaded, stack(asked), unattended)).predictions
        const exact = bruteForceShapley(columns.length, (has) => {
          const set = columns.reduce((sum, _, i) => sum + (has(i) ? 2 ** i : 0), 0)
          let sum = 0
          for (let other = set * BACKGROUND; other < (set + 1) * BACKGROUND; other++)
            sum += each.marginOf(scores.subarray(other * width, (other + 1) * width), 2)
          return sum / BACKGROUND
        })
        for (const [i, value] of exact.entries()) {
          const at = row * columns.length + i
          const said = found.values[at]! - (beside?.values[at] ?? 0)
          // Answers are in single precision.
          expect(Math.abs(said - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)))
        }
      }
    } finally {
      loaded.dispose()
    }
  })
})
