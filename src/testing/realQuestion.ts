import { toFrame } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { listClasses } from '@/core/experiment/target.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { MetricName, MetricValues } from '@/core/metrics/metric.ts'
import type { RunResult } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { loadPipeline } from '@/engine/predict.ts'
import { assignRows, type Frames, type PreparedCache } from '@/engine/prepare.ts'
import { type ScoredPart, scorePart } from '@/engine/score.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { trainRun } from '@/engine/trainRun.ts'
import { nodePlatform } from './nodePlatform.ts'
import { readSharedCsv } from './sharedData.ts'

/** A question about a real file, split as the published reference scores are: every fifth row tests. */
export async function openQuestion(
  name: string,
  target: number | string,
  metric: MetricName,
): Promise<{ readonly question: Question; readonly frames: Frames }> {
  const bytes = readSharedCsv(name)
  if (!bytes) throw new Error(`${name} is not among the shared data`)
  const { table } = await readCsv(new Blob([new Uint8Array(bytes)]), {}, unattended)
  const column = typeof target === 'number' ? table.columns[target]! : table.columns.find((c) => c.name === target)!
  const frame = toFrame(table)
  const vector = frame.columns.find(({ name }) => name === column.name)!.vector
  const classes = metric === 'rmse' ? [] : listClasses(vector, column.type)
  const question: Question = {
    datasetId: name,
    target: column.name,
    task: metric === 'rmse' ? 'regression' : classes.length === 2 ? 'binary' : 'multiclass',
    classes,
    metric,
    split: { kind: 'modulus', modulus: 5, remainder: 0, validation: 0.2 },
    recipe: { schema: 1, steps: [] },
  }
  return { question, frames: { frame } }
}

interface Tested {
  readonly metrics: MetricValues
  readonly result: RunResult
  /** What was predicted for which rows. */
  readonly scored: ScoredPart
}

/** Trains a learner on the training rows, and scores it on the test rows by the road of every prediction. */
export async function testScore(
  learnerFor: (trainRows: number) => Learner,
  question: Question,
  frames: Frames,
  seed: number,
): Promise<Tested> {
  const cache: PreparedCache = { get: () => undefined, set: () => {} }
  const assigned = assignRows(question, seed, frames)
  const learner = learnerFor(assigned.split.train.length)
  const spec = { schema: 1, question, learner, seed, device: 'wasm' } as const
  const run = await trainRun(
    { runId: 'r', spec, platform: nodePlatform, openFrames: async () => frames, cache },
    unattended,
  )
  const loaded = await loadPipeline(run.pipeline, run.weights)
  try {
    const scored = await scorePart(loaded, 'test', assigned.part('test'), unattended)
    return { metrics: scored.evaluation.metrics, result: run.result, scored }
  } finally {
    loaded.dispose()
  }
}
