import { beforeAll, describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import { AssayError, type ErrorCode } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { LEARNER_KINDS, type Learner, type LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { unattended } from '@/core/task.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { openPredictionDevice } from './neural/device.ts'
import { loadPipeline, predict } from './predict.ts'
import { trainRun } from './trainRun.ts'

/** A learner as its form proposes it, made quick where it would take its time. */
function learnerOf(kind: LearnerKind): Learner {
  const quick: Partial<Record<LearnerKind, object>> = {
    auto: { tries: 3 },
    boosting: { rounds: 20, minRows: 2 },
    forest: { trees: 10 },
    network: { hidden: [8], epochs: 3, batchSize: 256 },
    linear: { epochs: 3, batchSize: 256 },
  }
  return { kind, options: { ...LEARNERS[kind].defaults(300), ...quick[kind] } } as Learner
}

function train(kind: LearnerKind, frame: Frame, question: Question, report?: (event: TrainEvent) => void) {
  return trainLearner(learnerOf(kind), frame, question, report)
}

function trainLearner(
  learner: Learner,
  frame: Frame,
  question: Question,
  report: (event: TrainEvent) => void = () => {},
) {
  const spec = { ...makeSpec(question, learner), device: 'wasm' as const }
  const cache = { get: () => undefined, set: () => {} }
  return trainRun(
    { runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache },
    { signal: unattended.signal, report },
  )
}

async function answersOf({ pipeline, weights }: Awaited<ReturnType<typeof train>>, frame: Frame) {
  const loaded = await loadPipeline(pipeline, weights)
  try {
    return (await predict(loaded, frame, unattended)).predictions
  } finally {
    loaded.dispose()
  }
}

const rows = (count: number) => Array.from({ length: count }, (_, i) => i)
const cycle = <T>(count: number, values: readonly T[]) => rows(count).map((i) => values[i % values.length]!)
const wave = (count: number) => rows(count).map((i) => Math.sin(i))
const plain = { recipe: { schema: 1, steps: [] } } as const
const asked = {
  binary: animalQuestion({ ...plain, target: 'y', task: 'binary', classes: ['no', 'yes'], metric: 'logLoss' }),
  three: animalQuestion({ ...plain, target: 'y', classes: ['a', 'b', 'c'], metric: 'logLoss' }),
  number: animalQuestion({ ...plain, target: 'y', task: 'regression', classes: [], metric: 'rmse' }),
}
const labels = (count: number, values: readonly (string | null)[] = ['no', 'yes']) =>
  codedColumn('y', cycle(count, values), 'category')

/** What comes of a training: a sound model, or what it says instead. */
type Outcome = 'model' | ErrorCode

/** What people have in their files, and what every learner makes of it. */
const ODD: readonly (readonly [name: string, frame: Frame, question: Question, outcome: Outcome])[] = [
  [
    'a constant target',
    frameOf(numericColumn('x', wave(60)), numericColumn('y', cycle(60, [7]))),
    asked.number,
    'model',
  ],
  ['one class', frameOf(numericColumn('x', wave(60)), labels(60, ['yes'])), asked.binary, 'model'],
  [
    'a class of one row',
    frameOf(numericColumn('x', wave(60)), labels(60, ['no', ...cycle(59, ['yes'])])),
    asked.binary,
    'model',
  ],
  ['no column to learn from', frameOf(labels(60)), asked.binary, 'recipe.invalid'],
  ['six rows', frameOf(numericColumn('x', wave(6)), labels(6)), asked.binary, 'model'],
  ['one row', frameOf(numericColumn('x', [1]), labels(1)), asked.binary, 'split.empty'],
  [
    'missing and infinite cells, a column without a cell, one with a single value',
    frameOf(
      numericColumn('x', cycle(80, [1, null, Number.POSITIVE_INFINITY, -3, Number.NEGATIVE_INFINITY])),
      numericColumn('nothing', cycle(80, [null])),
      codedColumn('none', cycle(80, [null]), 'category'),
      numericColumn('same', cycle(80, [4])),
      labels(80),
    ),
    asked.binary,
    'model',
  ],
  [
    'numbers at the ends of what numbers are',
    frameOf(numericColumn('x', cycle(80, [1e300, -1e300, 5e-324, 0])), labels(80, ['no', 'yes', 'yes'])),
    asked.binary,
    'model',
  ],
  [
    'a vast target',
    frameOf(
      numericColumn('x', wave(80)),
      numericColumn(
        'y',
        wave(80).map((value) => 1e30 * value),
      ),
    ),
    asked.number,
    'model',
  ],
]

/** Of the learners as they are proposed only: it takes its time, and how it ends hangs on the column, not on a choice. */
const MANY_CATEGORIES: (typeof ODD)[number] = [
  'ten thousand categories',
  frameOf(
    codedColumn(
      'x',
      rows(12_000).map((i) => `c${i % 10_000}`),
      'category',
    ),
    labels(12_000),
  ),
  asked.binary,
  'model',
]

/** What a training came to: a model is to be sound, and a message is to say what happened, and what to do next. */
async function outcomeOf(training: ReturnType<typeof train>, frame: Frame): Promise<Outcome> {
  let run: Awaited<typeof training>
  try {
    run = await training
  } catch (cause) {
    expect(cause).toBeInstanceOf(AssayError)
    const { code, message } = cause as AssayError
    expect(message.split('. ').length, message).toBeGreaterThan(1)
    return code
  }
  const { scores, rows: count } = await answersOf(run, frame)
  expect(count).toBe(frame.rows)
  expect(scores.every(Number.isFinite)).toBe(true)
  return 'model'
}

/** Each choice that a learner's table offers beside the default, on its own. */
const VARIANTS = LEARNER_KINDS.flatMap((kind) =>
  LEARNERS[kind].fields.flatMap(({ key, choices = [], tasks }) =>
    choices.slice(1).map(({ value }) => ({ kind, key, value, tasks })),
  ),
)

/** Where a choice has a reason of its own to refuse: numbers below zero are no counts. */
const REFUSED: Readonly<Record<string, Outcome>> = { 'poisson of a vast target': 'target.unusable' }

/** Auto tries all others, on a machine that does other things too. */
const TIMEOUT_MS = 120_000

describe.each(LEARNER_KINDS)('%s', { timeout: TIMEOUT_MS }, (kind) => {
  beforeAll(async () => void (await openPredictionDevice(nodePlatform)))

  it.each([...ODD, MANY_CATEGORIES])('%s', async (_, frame, question, outcome) => {
    expect(await outcomeOf(train(kind, frame, question), frame)).toBe(outcome)
  })

  it.each([
    ['classes', animalQuestion()],
    ['a number', animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })],
  ])('of %s: its pipeline has what its result says, and repeats to the bit', async (_, question) => {
    const frame = animals(300)
    const told: TrainEvent[] = []
    const run = await train(kind, frame, question, (event) => told.push(event))
    const { result, pipeline, weights, validation } = run
    expect(told.some((event) => event.kind === 'prepared')).toBe(true)
    const epochs = told.flatMap((event) => (event.kind === 'epoch' ? [event.record.epoch] : []))
    expect(epochs.at(-1) ?? 0).toBe(result.history.at(-1)?.epoch ?? 0)
    expect(pipeline.members.length).toBe(weights.length)
    expect(pipeline.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1)
    expect(result.rows.validation).toBe(validation.rows.length)
    // A row's answer does not depend on the rows beside it.
    const all = await answersOf(run, frame)
    const { columns } = frame
    const alone = await answersOf(run, {
      rows: 1,
      columns: columns.map((column) => ({
        ...column,
        vector:
          column.vector.kind === 'numeric'
            ? { kind: 'numeric', values: column.vector.values.slice(17, 18) }
            : { ...column.vector, codes: column.vector.codes.slice(17, 18) },
      })),
    })
    expect([...alone.scores]).toEqual([...all.scores.subarray(17 * all.width, 18 * all.width)])
    const again = await train(kind, frame, question)
    expect(again.result.weightsDigest).toBe(result.weightsDigest)
  })
})

describe.each(VARIANTS)('$kind with $key $value', ({ kind, key, value, tasks }) => {
  beforeAll(async () => void (await openPredictionDevice(nodePlatform)))

  it.each(ODD.filter(([, , { task }]) => !tasks || tasks.includes(task)))(
    '%s',
    async (name, frame, question, outcome) => {
      const learner = learnerOf(kind)
      const chosen = { ...learner, options: { ...learner.options, [key]: value } } as Learner
      const expected = REFUSED[`${value} of ${name}`] ?? outcome
      expect(await outcomeOf(trainLearner(chosen, frame, question), frame)).toBe(expected)
    },
  )
})

const RATED = LEARNER_KINDS.filter((kind) => LEARNERS[kind].fields.some(({ key }) => key === 'learningRate'))
const wild = frameOf(
  numericColumn('x', wave(200)),
  numericColumn(
    'y',
    rows(200).map((i) => i % 7),
  ),
)
const wildLabels = (values: readonly string[]) => frameOf(numericColumn('x', wave(200)), labels(200, values))
/** Questions, and the choices of a loss that there are for them. */
const wildly = RATED.flatMap((kind) => {
  const losses = LEARNERS[kind].fields.find(({ key }) => key === 'loss')?.choices ?? []
  return [
    [kind, 'two classes', wildLabels(['no', 'yes', 'yes']), asked.binary, {}] as const,
    [kind, 'three classes', wildLabels(['a', 'b', 'c', 'a']), asked.three, {}] as const,
    [kind, 'a number', wild, asked.number, {}] as const,
    ...losses.map(({ value }) => [kind, `a number, ${value}`, wild, asked.number, { loss: value }] as const),
  ]
})

describe.each(wildly)('%s of %s with a learning rate that diverges', (kind, _name, frame, question, options) => {
  beforeAll(async () => void (await openPredictionDevice(nodePlatform)))

  const learner = learnerOf(kind)
  const outcomeAt = (learningRate: number) => {
    const chosen = { ...learner, options: { ...learner.options, ...options, learningRate } } as Learner
    return outcomeOf(trainLearner(chosen, frame, question), frame)
  }

  it.each([1, 1e3])('%s: a sound model, but for counts, whose scores are powers of e', async (learningRate) => {
    const isPastAll = learningRate > 1 && 'loss' in options && options.loss === 'poisson'
    expect(await outcomeAt(learningRate)).toBe(isPastAll ? 'train.diverged' : 'model')
  })

  it.each([1e30, 1e300])('%s: refused by trees, and told of by a descent that loses its way', async (learningRate) => {
    expect(kind === 'boosting' ? ['spec.invalid'] : ['model', 'train.diverged']).toContain(
      await outcomeAt(learningRate),
    )
  })
})
