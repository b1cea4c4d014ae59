import { sha256Hex } from '@/core/hash.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { RunResult, RunSpec } from '@/core/run/run.ts'
import { type Task, unattended } from '@/core/task.ts'
import { trainAuto } from './auto/trainAuto.ts'
import { loadPipeline } from './predict.ts'
import { type ScoredPart, scorePart } from './score.ts'
import { stopwatch, type TrainSurroundings, trainSingle } from './training/single.ts'

export interface TrainRunInput extends TrainSurroundings {
  readonly spec: RunSpec
}

export interface TrainedRun {
  readonly result: RunResult
  readonly pipeline: Pipeline
  /** weights.bin of each member of the pipeline. */
  readonly weights: readonly ArrayBuffer[]
  readonly validation: ScoredPart
}

/**
 * From a spec to a pipeline that predicts and its score on the validation rows. A stop before the first step throws
 * `aborted`; later it keeps the best weights so far, and what follows is no longer stopped.
 */
export async function trainRun({ spec, ...surroundings }: TrainRunInput, task: Task<TrainEvent>): Promise<TrainedRun> {
  const { learner } = spec
  const trained =
    learner.kind === 'auto'
      ? await trainAuto({ ...spec, learner }, surroundings, task)
      : await trainSingle({ ...spec, learner }, surroundings, task)
  const clock = stopwatch()
  const { made, prepared, pipeline, weights, device, prepareMs, trainMs } = trained
  const { split } = prepared
  const loaded = await loadPipeline(pipeline, weights)
  try {
    const validation = await scorePart(loaded, 'validation', prepared.validation, unattended)
    const result: RunResult = {
      schema: 1,
      id: surroundings.runId,
      ...made,
      rows: {
        train: split.train.length,
        validation: split.validation.length,
        test: split.test.length,
        unlabelled: split.unlabelled,
      },
      timings: { prepareMs, trainMs, evaluateMs: clock() },
      device,
      weightsDigest: digestOf(pipeline.members.map(({ model }) => model.weightsDigest)),
    }
    return { result, pipeline, weights, validation }
  } finally {
    loaded.dispose()
  }
}

/** Of one model its own digest, of several that of all. */
function digestOf(digests: readonly string[]): string {
  return digests.length === 1 ? digests[0]! : sha256Hex(digests.join('\n'))
}
