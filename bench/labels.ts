import { compareModels } from '@/core/compare/compareModels.ts'
import { type Frame, findColumn } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { findLabelIssues } from '@/core/labels/confident.ts'
import { CHECK_FOLDS, type LabelSuspect } from '@/core/labels/labelCheck.ts'
import type { SingleLearner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { EvaluateInput } from '@/core/metrics/evaluate.ts'
import { evaluateMetric } from '@/core/metrics/evaluate.ts'
import { seededRandom } from '@/core/random.ts'
import { unattended } from '@/core/task.ts'
import { runAtOnce } from '@/core/work.ts'
import { findLabels } from '@/engine/labels/findLabels.ts'
import { predictOutOfFold } from '@/engine/labels/outOfFold.ts'
import { loadPipeline, predict } from '@/engine/predict.ts'
import { assignRows, type Frames, type PreparedCache } from '@/engine/prepare.ts'
import { trainSingle } from '@/engine/training/single.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { openQuestion } from '@/testing/realQuestion.ts'
import { type BenchOutcome, type BenchRow, median } from './row.ts'

const SEED = 1
const NOISE = 0.1
const CACHE: PreparedCache = { get: () => undefined, set: () => {} }
const DEVICE = { backend: 'wasm', software: false } as const
/** Suspects that are changed without a look: the first of the list. */
const SUREST = 1_000
const METRICS = ['logLoss', 'auc', 'accuracy'] as const

/** Planted label noise in adult: what is flagged, what repairing it alone brings on clean test rows; and the time of a big check. */
export async function run(): Promise<BenchOutcome> {
  return { device: 'WebAssembly in Node', rows: [...(await noise()), bigCheck()] }
}

async function noise(): Promise<readonly BenchRow[]> {
  const { question, frames } = await openQuestion('adult.data', 14, 'logLoss')
  const clean = frames.frame
  const { split, part } = assignRows(question, SEED, { frame: clean })
  const test = part('test')
  const random = seededRandom('planted labels', SEED)
  const planted = new Set([...split.train, ...split.validation].filter(() => random() < NOISE))
  const noisy = relabel(clean, question, (row, code) => (planted.has(row) ? 1 - code : code))
  const learner = {
    kind: 'boosting',
    options: LEARNERS.boosting.defaults(split.train.length),
  } as const satisfies SingleLearner
  const spec = { question, learner, seed: SEED }
  const held = await predictOutOfFold(
    { spec, folds: CHECK_FOLDS, device: DEVICE, frames: { frame: noisy }, platform: nodePlatform },
    unattended,
  )
  const found = runAtOnce(findLabels(question, held, split))
  const suspects = found.suspects as readonly LabelSuspect[]
  const right = suspects.filter(({ row }) => planted.has(row)).length
  const precision = right / suspects.length
  const rate = planted.size / held.rows.length
  console.log(`  ${suspects.length} flagged of ${held.rows.length}, ${right} of ${planted.size} planted`)
  const flagged = new Set(suspects.map(({ row }) => row))
  async function said(frames: Frames): Promise<EvaluateInput> {
    const surroundings = { runId: 'r', platform: nodePlatform, cache: CACHE, openFrames: async () => frames }
    const trained = await trainSingle({ ...spec, device: 'wasm' }, surroundings, unattended)
    const loaded = await loadPipeline(trained.pipeline, trained.weights)
    try {
      const { predictions } = await predict(loaded, test.frame, unattended)
      const { task, classes } = question
      return { task, classes, actual: test.actual, predictions, threshold: 0.5 }
    } finally {
      loaded.dispose()
    }
  }
  const before = await said({ frame: noisy })
  const rows: BenchRow[] = [
    {
      work: `adult, ${Math.round(100 * NOISE)}% of labels turned round: share of the flagged that are (${suspects.length} flagged, ${right} of ${planted.size} found)`,
      peer: 'rows drawn by chance',
      ours: rounded(precision),
      theirs: rounded(rate),
      unit: 'share',
      ratio: rounded(precision / rate),
      goal: '≥ 3',
      met: precision >= 3 * rate,
    },
  ]
  const surest = new Set(suspects.slice(0, SUREST).map(({ row }) => row))
  const sure = [...surest].filter((row) => planted.has(row)).length
  const turned = (isTurned: (row: number) => boolean) => ({
    frame: relabel(noisy, question, (row, code) => (isTurned(row) ? 1 - code : code)),
  })
  const weighed = (weight: number) => ({
    frame: noisy,
    weights: Float64Array.from({ length: noisy.rows }, (_, row) => (flagged.has(row) ? weight : 1)),
  })
  const repairs: readonly { readonly how: string; readonly frames: Frames; readonly hasGoal?: boolean }[] = [
    {
      how: 'the flagged rows looked at, and put right where they are wrong',
      frames: turned((row) => flagged.has(row) && planted.has(row)),
      hasGoal: true,
    },
    { how: 'all flagged rows relabelled unseen', frames: turned((row) => flagged.has(row)) },
    {
      how: `the likeliest ${surest.size} of them (${sure} planted) relabelled unseen`,
      frames: turned((row) => surest.has(row)),
    },
    { how: 'no flagged row trained on', frames: weighed(0) },
    { how: 'all flagged rows weighed by 0.2', frames: weighed(0.2) },
  ]
  for (const { how, frames: repaired, hasGoal = false } of repairs) {
    const after = await said(repaired)
    for (const metric of METRICS) {
      const compared = runAtOnce(compareModels({ ...before, a: before, b: after, metric, seed: SEED }))
      const [old, now] = [evaluateMetric(before, metric)!, evaluateMetric(after, metric)!]
      const isBetter = metric === 'logLoss' ? now < old : now > old
      const isGoal = hasGoal && metric === question.metric
      rows.push({
        work: `adult, ${how}: ${metric} on ${test.actual.length} clean test rows, ${compared?.test}, p = ${compared?.p.toPrecision(2)}`,
        peer: 'trained on the noise',
        ours: rounded(now),
        theirs: rounded(old),
        unit: metric,
        ratio: rounded(metric === 'logLoss' ? old / now : now / old),
        goal: isGoal ? 'better, p < .05' : 'none, told beside it',
        met: !isGoal || (isBetter && compared !== undefined && compared.p < 0.05),
      })
    }
  }
  return rows
}

/** The rows of the target with other codes; of two classes, 0 and 1 in the question's order. */
export function relabel(
  frame: Frame,
  { target, classes }: Question,
  codeOf: (row: number, code: number) => number,
): Frame {
  const { vector } = findColumn(frame, target)!
  if (vector.kind !== 'coded') throw new Error(`${target} is no category`)
  const codes = vector.codes.map((code, row) => {
    const index = classes.indexOf(vector.dictionary[code] ?? '')
    return index < 0 ? code : vector.dictionary.indexOf(classes[codeOf(row, index)]!)
  })
  return {
    ...frame,
    columns: frame.columns.map((column) =>
      column.name === target ? { ...column, vector: { ...vector, codes } } : column,
    ),
  }
}

const BIG = { rows: 50_000, classes: 10 }

/** Confident learning alone, on made probabilities. */
function bigCheck(): BenchRow {
  const random = seededRandom('big check', SEED)
  const { rows, classes } = BIG
  const labels = Int32Array.from({ length: rows }, () => Math.floor(classes * random()))
  const probabilities = new Float32Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    const own = Float64Array.from({ length: classes }, (_, k) => random() + (k === labels[row] ? 2 * random() : 0))
    const sum = own.reduce((total, each) => total + each, 0)
    for (let k = 0; k < classes; k++) probabilities[row * classes + k] = own[k]! / sum
  }
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now()
    runAtOnce(findLabelIssues({ labels, probabilities, classes }))
    return performance.now() - start
  })
  const ms = median(times)
  return {
    work: `confident learning, ${rows.toLocaleString('en')} rows of ${classes} classes`,
    peer: 'a second',
    ours: rounded(ms),
    theirs: 1_000,
    unit: 'ms',
    ratio: rounded(1_000 / ms),
    goal: '≥ 1',
    met: ms <= 1_000,
  }
}

const rounded = (value: number) => Number(value.toPrecision(4))
