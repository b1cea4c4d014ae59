import { fitDense } from '@/core/encoding/dense.ts'
import { tablesOf } from '@/core/encoding/embedding.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { contentHash } from '@/core/hash.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import { describeContract } from '@/core/pipeline/contract.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import { seededRandom } from '@/core/random.ts'
import { applyRecipe, fitRecipe } from '@/core/recipe/fit.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { type RunSpec, specHash } from '@/core/run/run.ts'
import { runAtOnce } from '@/core/work.ts'
import type { RunBundle } from '@/engine/bundle/runBundle.ts'
import { saveLayersModel } from '@/engine/neural/layersModel.ts'
import { initialParameters } from '@/engine/neural/params.ts'
import { describeNetwork } from '@/engine/neural/shape.ts'
import { unstandardise } from '@/engine/neural/target.ts'
import { makeColumn, makeDataset } from './dataset.ts'
import { codedColumn, frameOf, numericColumn } from './frames.ts'

const DAY = 86_400_000
const pick = <T>(random: () => number, values: readonly T[]): T => values[Math.floor(random() * values.length)]!
const often = <T>(random: () => number, value: T): T | null => (random() < 0.1 ? null : value)

/** The last is rare enough to be grouped. */
const ISLANDS = [...Array(12).fill('Biscoe'), ...Array(10).fill('Dream'), ...Array(6).fill('Torgersen'), 'Coulman']

/** Every kind of step there is, on the columns of {@link penguinFrame}. */
const RECIPE: Recipe = {
  schema: 1,
  steps: [
    { id: '1', on: true, kind: 'drop', columns: ['tag'] },
    { id: '2', on: true, kind: 'impute', columns: ['bill length', 'sex'], method: 'mode', indicator: true },
    { id: '3', on: true, kind: 'log', columns: ['mass'] },
    { id: '4', on: true, kind: 'groupRare', columns: ['island'], minShare: 0.05, other: 'elsewhere' },
    {
      id: '5',
      on: true,
      kind: 'dateParts',
      columns: ['seen'],
      parts: ['year', 'month', 'dayOfMonth', 'weekday', 'dayOfYear', 'hour', 'elapsedDays'],
    },
    { id: '6', on: false, kind: 'drop', columns: ['banded'] },
  ],
}

/**
 * Rows like those of penguins, with missing cells in every column; `tag` names each bird and must never get out. With
 * `isWide` there is a `nest` of more values than are one-hot for a network.
 */
export function penguinFrame(rows = 120, isWide = false) {
  const random = seededRandom('penguins')
  const times = (make: () => number | null) => Array.from({ length: rows }, make)
  const texts = (make: (_: unknown, i: number) => string | null) => Array.from({ length: rows }, make)
  return frameOf(
    codedColumn(
      'tag',
      texts((_, i) => `secret-bird-${i}`),
      'identifier',
    ),
    numericColumn(
      'bill length',
      times(() => often(random, 32 + 25 * random())),
    ),
    numericColumn(
      'mass',
      times(() => often(random, Math.round(2_700 + 3_500 * random()))),
      'integer',
    ),
    codedColumn(
      'island',
      texts(() => often(random, pick(random, ISLANDS))),
      'category',
    ),
    codedColumn(
      'sex',
      texts(() => often(random, pick(random, ['female', 'male']))),
    ),
    numericColumn(
      'seen',
      times(() => often(random, Math.floor(13_900 * DAY + 900 * DAY * random()))),
      'datetime',
    ),
    numericColumn(
      'banded',
      times(() => often(random, Number(random() < 0.4))),
      'boolean',
    ),
    ...(isWide
      ? [
          codedColumn(
            'nest',
            texts((_, i) => (i % 17 === 4 ? null : `nest ${i % 83}`)),
          ),
        ]
      : []),
  )
}

const CLASSES: Readonly<Record<TaskKind, readonly string[]>> = {
  binary: ['Adelie', 'Gentoo'],
  multiclass: ['Adelie', 'Chinstrap', 'Gentoo'],
  regression: [],
}

/** A whole run with a real model (of weights nobody trained) for each task; needs an open tfjs device. */
export async function makeRunBundle(
  task: TaskKind,
  { hidden = [7, 5], isWide = false }: { hidden?: readonly number[]; isWide?: boolean } = {},
): Promise<RunBundle> {
  const frame = penguinFrame(120, isWide)
  const classes = CLASSES[task]
  const target = task === 'regression' ? 'flipper_length|mm' : 'species'
  const split = { kind: 'random', validation: 0.2, test: 0.2 } as const
  const metric = task === 'regression' ? 'rmse' : 'logLoss'
  const question: Question = { datasetId: contentHash('rows'), target, task, classes, metric, split, recipe: RECIPE }
  const recipe = fitRecipe(RECIPE, frame)
  const encoding = fitDense(applyRecipe(recipe, frame), 'embedded')
  const shape = describeNetwork(encoding.width, hidden, task, classes.length, 'relu', tablesOf(encoding))
  const random = initialParameters(shape, 3).map((value) => value + 0.05)
  const parameters = unstandardise(random, shape, { mean: 200, scale: 14 })
  const { spec: model, weights } = await saveLayersModel(shape, parameters)
  const id = `run-${task}`
  const pipeline: Pipeline = {
    schema: 1,
    id,
    contract: runAtOnce(describeContract({ question, frame })),
    members: [{ recipe, encoding, model, weight: 1 }],
    threshold: 0.5,
  }
  const spec: RunSpec = {
    schema: 1,
    question,
    learner: {
      kind: 'network',
      options: { hidden, dropout: 0.1, l2: 0, learningRate: 0.01, batchSize: 64, epochs: 3, patience: 0 },
    },
    seed: 1,
    device: 'auto',
  }
  const device = { backend: 'cpu', adapter: 'Plain JavaScript', software: true } as const
  const metrics = task === 'regression' ? { rmse: 12.5, r2: 0.8 } : { logLoss: 0.25, accuracy: 0.9 }
  const columns = [
    makeColumn(
      'tag',
      'identifier',
      Array.from({ length: 120 }, (_, i) => `secret-bird-${i}`),
    ),
    makeColumn('island', 'category', ['Biscoe', 'Dream']),
  ]
  const dataset = {
    ...makeDataset('penguins.csv', columns),
    id: question.datasetId,
    lineage: question.datasetId,
    issues: {
      counts: { coerced: 1 },
      samples: [{ kind: 'coerced' as const, line: 2, column: 'tag', raw: 'secret-bird-7', reason: 'odd' }],
    },
  }
  return {
    run: {
      schema: 1,
      id,
      experimentId: 'experiment-1',
      spec,
      specHash: specHash(spec),
      mark: { letter: 'B', colour: 2, dashed: false },
      status: 'done',
      device,
      createdAt: 1,
      startedAt: 2,
      finishedAt: 1_790_000_000_000,
    },
    result: {
      schema: 1,
      id,
      history: [{ epoch: 1, trainLoss: 0.5, validationLoss: Number.NaN, validationMetric: null, elapsedMs: 3 }],
      stepsDone: 6,
      bestEpoch: 1,
      ended: 'epochs',
      rows: { train: 72, validation: 24, test: 24, unlabelled: 0 },
      featureCount: encoding.width,
      parameterCount: shape.size,
      timings: { prepareMs: 1, trainMs: 2, evaluateMs: 3 },
      device,
      weightsDigest: model.weightsDigest,
    },
    experiment: {
      schema: 1,
      id: 'experiment-1',
      name: 'Which penguin?',
      question,
      runsStarted: 2,
      createdAt: 1,
      updatedAt: 1,
    },
    pipeline,
    weights: [new Uint8Array(weights)],
    evaluations: [
      {
        schema: 1,
        id: `${id}/validation`,
        runId: id,
        part: 'validation',
        rows: 24,
        metrics,
        digest: contentHash(1),
        createdAt: 4,
      },
    ],
    annotation: { schema: 1, id, name: "Bob's *best*", tags: ['x'], notes: 'Look\n# here' },
    dataset: {
      ...dataset,
      columns: dataset.columns.map((column) => ({ ...column, digest: contentHash(column.name) })),
    },
  }
}
