import { beforeAll, describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Explained } from '@/core/explain/jobs.ts'
import { LEARNER_KINDS, type Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { codedColumn, frameOf } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { readPart } from './runFiles.ts'
import { makeThresholdJobs } from './threshold.jobs.ts'
import { makeTrainJobs } from './train.jobs.ts'

const ROWS = 240
/** Rows explained of each model. */
const SOME = 4
/** Several trainings, on a machine that does other things too. */
const TRAINING_MS = 120_000

const ASKED: Readonly<Record<TaskKind, Partial<Question>>> = {
  binary: { target: 'large', classes: ['no', 'yes'], metric: 'logLoss' },
  multiclass: { target: 'kind', classes: ['bird', 'mammal', 'reptile'], metric: 'logLoss' },
  regression: { target: 'weight', classes: [], metric: 'rmse' },
}
const TASKS = Object.keys(ASKED) as readonly TaskKind[]

/** As they come, quickly trained. */
function learnerOf(kind: Learner['kind']): Learner {
  if (kind === 'network') return quickNetwork
  const options = LEARNERS[kind].defaults(ROWS)
  if (kind === 'auto') return { kind, options: { budgetS: 1, tries: 4 } }
  if (kind === 'linear') return { kind, options: { ...LEARNERS.linear.defaults(ROWS), epochs: 20 } }
  return { kind, options } as Learner
}

interface Case {
  readonly name: string
  readonly task: TaskKind
  readonly learner: Learner
  /** What is added up; whatever it is where absent. */
  readonly scale: Explained['scale'] | undefined
  readonly postprocessing?: { readonly calibration: 'isotonic' | 'platt' | 'temperature' }
}

/** What models of one layer or of trees add up to, as the page says it. */
const MARGINS = { binary: 'logOdds', multiclass: 'score', regression: 'answer' } as const

/** Every learner with every task. */
const everyLearner = LEARNER_KINDS.flatMap((kind) =>
  TASKS.map(
    (task): Case => ({
      name: `${kind}, ${task}`,
      task,
      learner: learnerOf(kind),
      // The one model that auto may be left with is explained as such.
      scale:
        kind === 'auto'
          ? undefined
          : ['baseline', 'glm', 'linear', 'boosting'].includes(kind)
            ? MARGINS[task]
            : 'answer',
    }),
  ),
)

/** What else makes a model answer otherwise than its learner's usual one does. */
const variants: readonly Case[] = [
  {
    name: 'counts by a line',
    task: 'regression',
    learner: { kind: 'glm', options: { distribution: 'poisson' } },
    scale: 'log',
  },
  {
    name: 'counts by boosting',
    task: 'regression',
    learner: { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(ROWS), loss: 'poisson' } },
    scale: 'log',
  },
  {
    name: 'several networks',
    task: 'multiclass',
    learner: { ...quickNetwork, options: { ...quickNetwork.options, members: 3 } } as Learner,
    scale: 'answer',
  },
  ...(['isotonic', 'platt', 'temperature'] as const).map(
    (calibration): Case => ({
      name: `boosting, ${calibration}`,
      task: 'binary',
      learner: learnerOf('boosting'),
      scale: 'answer',
      postprocessing: { calibration },
    }),
  ),
  {
    name: 'a line of several classes, isotonic',
    task: 'multiclass',
    learner: learnerOf('glm'),
    scale: 'answer',
    postprocessing: { calibration: 'isotonic' },
  },
]

const arrays = openMemoryArrays()
const records = openMemoryRecords()
const stores = { records, arrays, platform: nodePlatform }
const train = makeTrainJobs(stores)
let model: OwnModelJobs

beforeAll(async () => {
  const { columns, rows } = animals(ROWS)
  const sizes = columns.find(({ name }) => name === 'weight')!.vector
  const large = Array.from({ length: rows }, (_, row) =>
    sizes.kind === 'numeric' && sizes.values[row]! + 4 * Math.sin(row) > 20 ? 'yes' : 'no',
  )
  await storeFrame(records, arrays, 'animals.csv', frameOf(...columns, codedColumn('large', large)))
  model = makeModelJobs(stores)
})

async function trainCase({ name, task, learner, postprocessing }: Case): Promise<void> {
  const spec = makeSpec(animalQuestion({ task, ...ASKED[task] }), learner)
  await records.put('run', makeRun(name, { ...spec, ...(postprocessing && { postprocessing }) }))
  await train.train({ runId: name }, unattended)
  // Validation rows are scored by calibrations that were fitted without them, and explained by the one that is kept.
  await model.evaluate({ runId: name, part: 'test' }, unattended)
}

/** What contributions add up to, as the answer that it means; of scores the sums for all classes are needed. */
function answerOf(scale: Explained['scale'], sums: readonly number[], output: number): number {
  const sum = sums[output]!
  switch (scale) {
    case 'answer':
      return sum
    case 'log':
      return Math.exp(sum)
    case 'logOdds':
      return 1 / (1 + Math.exp(-sum))
    case 'score':
      return Math.exp(sum) / sums.reduce((total, each) => total + Math.exp(each), 0)
  }
}

/** Holds the sums of contributions of some rows to what is stored as the run's predictions. */
async function expectSums({ name, task, scale }: Case): Promise<void> {
  const outputs = task === 'multiclass' ? 3 : 1
  const found: Explained[] = []
  for (let output = 0; output < outputs; output++)
    found.push(await model.explain({ runId: name, part: 'test', output, most: SOME }, unattended))
  const part = await readPart(arrays, name, 'test')
  const width = part.scores.length / part.rows.length
  expect(found[0]!.rows).toHaveLength(SOME)
  const added = scale ?? found[0]!.scale
  for (const each of found) expect([each.scale, each.reached]).toEqual([added, undefined])
  for (const [at, row] of found[0]!.rows.entries()) {
    const sums = found.map(({ expected, values, columns }) =>
      values.subarray(at * columns.length, (at + 1) * columns.length).reduce((sum, value) => sum + value, expected),
    )
    for (let output = 0; output < outputs; output++) {
      expect(found[output]!.answers[at]).toBeCloseTo(sums[output]!, 10)
      const said = part.scores[part.rows.indexOf(row) * width + (task === 'binary' ? 1 : output)]!
      // Stored in single precision.
      expect(Math.abs(answerOf(added, sums, output) - said)).toBeLessThan(2e-6 * Math.max(1, Math.abs(said)))
    }
  }
}

describe('contributions and what is expected of any row add up to what the model says', () => {
  it.each([...everyLearner, ...variants])(
    '$name',
    async (each) => {
      await trainCase(each)
      await expectSums(each)
    },
    TRAINING_MS,
  )

  it('the mixes of auto among them are of several models', async () => {
    const mixes = await Promise.all(TASKS.map((task) => records.get('pipeline', `auto, ${task}`)))
    expect(Math.max(...mixes.map((mix) => mix!.members.length))).toBeGreaterThan(1)
  })

  it('whatever the threshold, which changes no probability', async () => {
    const [each] = everyLearner.filter(({ name }) => name === 'boosting, binary')
    const ask = () => model.explain({ runId: each!.name, part: 'test', most: SOME }, unattended)
    const before = await ask()
    await makeThresholdJobs(stores).setThreshold({ runId: each!.name, threshold: 0.9 }, unattended)
    expect((await records.get('pipeline', each!.name))!.threshold).toBe(0.9)
    expect([...(await ask()).values]).toEqual([...before.values])
    await expectSums(each!)
  })
})
