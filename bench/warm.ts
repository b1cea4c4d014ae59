import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { evaluateMetric } from '@/core/metrics/evaluate.ts'
import { seededRandom } from '@/core/random.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { withWarmStart } from '@/core/run/warmStart.ts'
import { unattended } from '@/core/task.ts'
import { loadPipeline, predict } from '@/engine/predict.ts'
import { assignRows, type Frames, type PreparedCache } from '@/engine/prepare.ts'
import type { EarlierModel } from '@/engine/training/warmStart.ts'
import { type TrainedRun, trainRun } from '@/engine/trainRun.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { openQuestion } from '@/testing/realQuestion.ts'
import { relabel } from './labels.ts'
import { type BenchOutcome, type BenchRow, timeRow } from './row.ts'

const SEED = 1
const NOISE = 0.1
/** Of the labels that are wrong a repair mends so many. */
const MENDED = 0.3
const CACHE: PreparedCache = { get: () => undefined, set: () => {} }
/** Each is timed so often, in turn; the least counts, since compiling on the way and whatever else the machine does only add to it. */
const ROUNDS = 15
/** By how much the warm model's log loss may be worse. */
const CLOSE = 0.003

/**
 * What can go on from weights, as it comes; of a linear model whose strength is given. A network has its patience whatever it begins with, here
 * the same epochs, and looks at the validation rows once more: it is only to take no longer than that.
 */
const LEARNERS_HERE: readonly {
  readonly name: string
  readonly learnerFor: (trainRows: number) => Learner
  /** How many times as fast it is to be. */
  readonly least: number
}[] = [
  {
    name: 'network',
    learnerFor: (rows) => ({ kind: 'network', options: LEARNERS.network.defaults(rows) }),
    least: 0.95,
  },
  {
    name: 'logistic by descent',
    learnerFor: (rows) => ({ kind: 'linear', options: LEARNERS.linear.defaults(rows) }),
    least: 1,
  },
  { name: 'logistic regression', learnerFor: () => ({ kind: 'glm', options: { strength: 1e-4 } }), least: 1 },
]

interface Timed {
  readonly spec: RunSpec
  readonly run: TrainedRun
  readonly seconds: number
}

/** A repair of adult's labels, trained from the start and from the weights of before: how long, and how good on clean test rows. */
export async function run(): Promise<BenchOutcome> {
  const { question, frames } = await openQuestion('adult.data', 14, 'logLoss')
  const clean = frames.frame
  const { split, part } = assignRows(question, SEED, { frame: clean })
  const test = part('test')
  const random = seededRandom('planted labels', SEED)
  const planted = [...split.train, ...split.validation].filter(() => random() < NOISE)
  const mended = new Set(planted.filter(() => random() < MENDED))
  const wrong = new Set(planted)
  const turned = (isWrong: (row: number) => boolean): Frames => ({
    frame: relabel(clean, question, (row, code) => (isWrong(row) ? 1 - code : code)),
  })
  const noisy = turned((row) => wrong.has(row))
  const repaired = turned((row) => wrong.has(row) && !mended.has(row))

  async function train(learner: Learner, of: Frames, from?: Timed): Promise<Timed> {
    const base = { schema: 1, question, learner, seed: SEED, device: 'wasm' } as const
    const spec = withWarmStart(base, from?.run.result.weightsDigest)
    const earlier: EarlierModel | undefined = from && { ...from.run, spec: from.spec }
    const start = process.cpuUsage()
    const run = await trainRun(
      {
        runId: 'r',
        spec,
        platform: nodePlatform,
        openFrames: async () => of,
        cache: CACHE,
        ...(earlier && { openEarlier: async () => earlier }),
      },
      unattended,
    )
    const { user, system } = process.cpuUsage(start)
    return { spec, run, seconds: (user + system) / 1e6 }
  }

  async function lossOf({ run }: Timed): Promise<number> {
    const loaded = await loadPipeline(run.pipeline, run.weights)
    try {
      const { predictions } = await predict(loaded, test.frame, unattended)
      const { task, classes } = question
      return evaluateMetric({ task, classes, actual: test.actual, predictions, threshold: 0.5 }, 'logLoss')!
    } finally {
      loaded.dispose()
    }
  }

  const rows: BenchRow[] = []
  for (const { name, learnerFor, least } of LEARNERS_HERE) {
    const learner = learnerFor(split.train.length)
    const before = await train(learner, noisy)
    const cold = await train(learner, repaired)
    const warm = await train(learner, repaired, before)
    const times = { cold: [cold.seconds], warm: [warm.seconds] }
    while (times.cold.length < ROUNDS) {
      times.cold.push((await train(learner, repaired)).seconds)
      times.warm.push((await train(learner, repaired, before)).seconds)
    }
    const [old, colds, warms] = [await lossOf(before), await lossOf(cold), await lossOf(warm)]
    const epochs = (each: Timed) => each.run.result.stepsDone
    console.log(`  ${name}: ${epochs(cold)} steps cold, ${epochs(warm)} warm; log loss ${old.toFixed(4)} before`)
    const work = `adult, ${mended.size} of ${planted.length} wrong labels mended, ${name} trained again`
    const timed = { work: `${work}: time`, peer: 'from the start', unit: 's' }
    rows.push(timeRow(timed, Math.min(...times.warm), Math.min(...times.cold), least), {
      work: `${work}: log loss on ${test.actual.length} clean test rows (${old.toFixed(4)} before)`,
      peer: 'from the start',
      ours: Number(warms.toFixed(4)),
      theirs: Number(colds.toFixed(4)),
      unit: 'logLoss',
      ratio: Number((colds / warms).toFixed(3)),
      goal: `at most ${CLOSE} more`,
      met: warms <= colds + CLOSE,
    })
  }
  return { device: 'WebAssembly in Node', rows }
}
