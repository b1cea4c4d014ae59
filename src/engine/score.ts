import { sha256Of } from '@/core/hash.ts'
import { evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import type { Pipeline, Predictions } from '@/core/pipeline/pipeline.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { type LoadedPipeline, predict } from './predict.ts'
import type { PartRows } from './prepare.ts'

/** Predictions of one part beside the truth, and the Evaluation that they give. */
export interface ScoredPart {
  readonly evaluation: Evaluation
  readonly predictions: Predictions
  readonly rows: Uint32Array
  readonly actual: Float64Array
}

/** Predicts a part's raw rows as anybody's rows would be, and scores them. */
export async function scorePart(
  loaded: LoadedPipeline,
  part: Evaluation['part'],
  rows: PartRows,
  task: Task<Progress>,
): Promise<ScoredPart> {
  const { predictions } = await predict(loaded, rows.frame, task)
  return scorePredictions(loaded.pipeline, part, rows, predictions)
}

/** The Evaluation of what was predicted for a part's rows. */
export async function scorePredictions(
  { id: runId, contract, threshold }: Pick<Pipeline, 'id' | 'contract' | 'threshold'>,
  part: Evaluation['part'],
  { rows, actual }: Pick<PartRows, 'rows' | 'actual'>,
  predictions: Predictions,
): Promise<ScoredPart> {
  const { task, classes, quantile } = contract
  const said = { task, classes, quantile, actual, predictions, threshold }
  const evaluation: Evaluation = {
    schema: 1,
    id: `${runId}/${part}`,
    runId,
    part,
    rows: rows.length,
    ...evaluatePredictions(said),
    digest: await sha256Of(predictions.scores as Float32Array<ArrayBuffer>),
    createdAt: Date.now(),
  }
  return { evaluation, predictions, rows, actual }
}
