import { beforeAll, describe, expect, it } from 'vitest'
import type { MetricName, TaskKind } from '@/core/metrics/metric.ts'
import { seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { fitBaseline } from './baseline.ts'
import { openDevice } from './device.ts'
import { standardise } from './target.ts'
import { trainNetwork } from './train.ts'
import type { Examples } from './trainer.ts'

const WIDTH = 3

/** Rows in which some stand twice or thrice, and the weights that say the same; rows of weight 0 are left out. */
function twice(task: TaskKind) {
  const random = seededRandom('weights', task)
  const rows = Array.from({ length: 40 }, (_, row) => ({
    x: Array.from({ length: WIDTH }, () => 2 * random() - 1),
    y: task === 'regression' ? 100 * random() : row % (task === 'binary' ? 2 : 3),
    weight: [1, 2, 1, 3][row % 4]!,
  }))
  const examples = (list: typeof rows): Examples => ({
    x: Float32Array.from(list.flatMap(({ x }) => x)),
    y: Float64Array.from(list, ({ y }) => y),
  })
  return {
    once: examples(rows),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    repeated: examples(rows.flatMap((row) => new Array<typeof row>(row.weight).fill(row))),
  }
}

const tasks = [
  { task: 'binary', classes: ['a', 'b'], metric: 'logLoss' },
  { task: 'multiclass', classes: ['a', 'b', 'c'], metric: 'logLoss' },
  { task: 'regression', classes: [], metric: 'rmse' },
] as const satisfies readonly { task: TaskKind; classes: readonly string[]; metric: MetricName }[]

describe.each(tasks)('a row of weight 2 is the row twice: $task', ({ task, classes, metric }) => {
  const { once, weights, repeated } = twice(task)
  beforeAll(async () => {
    await openDevice('cpu', nodePlatform)
  })

  it('for the baseline, also of a class that no row has', () => {
    const weighted = fitBaseline(WIDTH, task, classes.length + (task === 'multiclass' ? 1 : 0), once.y, weights)
    const plain = fitBaseline(WIDTH, task, classes.length + (task === 'multiclass' ? 1 : 0), repeated.y)
    for (const [i, value] of plain.parameters.entries()) expect(weighted.parameters[i]).toBeCloseTo(value, 5)
    expect(standardise(task, once.y, weights).mean).toBeCloseTo(standardise(task, repeated.y).mean, 10)
    expect(standardise(task, once.y, weights).scale).toBeCloseTo(standardise(task, repeated.y).scale, 10)
  })

  it('for training that sees all rows at each step, and its loss; only proportions matter', async () => {
    const train = (examples: Examples, given?: Float64Array) =>
      trainNetwork(
        {
          width: WIDTH,
          train: examples,
          weights: given,
          validation: once,
          task,
          classes,
          metric,
          learner: {
            kind: 'network',
            options: {
              hidden: [4],
              dropout: 0,
              l2: 1e-3,
              learningRate: 0.05,
              batchSize: 1_000,
              epochs: 5,
              patience: 0,
            },
          },
          seed: 2,
        },
        unattended,
      )
    const plain = await train(repeated)
    const unweighted = await train(once)
    for (const given of [weights, weights.map((weight) => weight * 10)]) {
      const weighted = await train(once, given)
      for (const [i, value] of weighted.parameters.entries()) expect(value).toBeCloseTo(plain.parameters[i]!, 2)
      weighted.history.forEach(({ trainLoss, validationLoss }, i) => {
        expect(trainLoss).toBeCloseTo(plain.history[i]!.trainLoss, 4)
        expect(validationLoss).toBeCloseTo(plain.history[i]!.validationLoss, 4)
      })
    }
    expect(Math.abs(unweighted.history[0]!.trainLoss - plain.history[0]!.trainLoss)).toBeGreaterThan(1e-3)
  })
})
