import type { Ended } from '@/core/run/replicates.ts'
import type { FoldResult, RunResult, RunSpec } from '@/core/run/run.ts'
import { makeRun } from './runSpec.ts'

/** A run that has ended, with an accuracy on its validation rows and, where they are given, on folds. */
export function makeEnded(
  id: string,
  spec: RunSpec,
  accuracy: number,
  folds?: readonly number[],
  finishedAt = spec.seed,
): Ended {
  const result: RunResult = {
    schema: 1,
    id,
    history: [],
    stepsDone: 1,
    bestEpoch: 1,
    ended: 'epochs',
    rows: { train: 160, validation: 40, test: 50, unlabelled: 0 },
    featureCount: 1,
    parameterCount: 1,
    timings: { prepareMs: 1, trainMs: 1, evaluateMs: 1 },
    device: { backend: 'wasm', adapter: 'WebAssembly', software: false },
    weightsDigest: '0'.repeat(64),
    ...(folds && {
      folds: folds.map((value): FoldResult => ({ train: 160, validation: 40, metrics: { accuracy: value } })),
    }),
  }
  return {
    run: { ...makeRun(id, spec), status: 'done', finishedAt },
    result,
    evaluation: {
      schema: 1,
      id: `${id}/validation`,
      runId: id,
      part: 'validation',
      rows: 40,
      metrics: { accuracy },
      digest: '0'.repeat(64),
      createdAt: 0,
    },
  }
}
