import type { CurveJobs } from '@/core/curves/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import { type EvaluateInput, evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { RecordEntry } from '@/core/ports.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { ScoredPart } from '@/engine/score.ts'
import { oneAtATime } from './oneAtATime.ts'
import { type Stores, writePart } from './runFiles.ts'
import { requireScored } from './scored.ts'

const PARTS = ['validation', 'test'] as const

/** What a pipeline's threshold and its evaluations have to do with each other: those always speak of the threshold it has. */
export interface Thresholds extends Pick<CurveJobs, 'setThreshold'> {
  /** Keeps a part that was just scored by a threshold; anew where the pipeline has another by now. */
  readonly keepScored: (scored: ScoredPart, scoredBy: number) => Promise<Evaluation>
}

export function makeThresholdJobs(stores: Stores): Thresholds {
  const { records, arrays } = stores
  // A threshold that is set while a part is being scored would leave that part at the old one.
  const inTurn = oneAtATime()

  async function pipelineOf(runId: RunId) {
    const pipeline = await records.get('pipeline', runId)
    if (!pipeline)
      throw new AssayError('storage.missing', 'This run has no model in this browser. Train it again here.', { runId })
    return pipeline
  }

  return {
    keepScored: (scored, scoredBy) =>
      inTurn(async () => {
        const { contract, threshold } = await pipelineOf(scored.evaluation.runId)
        const { task, classes } = contract
        const evaluation =
          threshold === scoredBy
            ? scored.evaluation
            : evaluateAnew(scored.evaluation, { ...scored, task, classes, threshold })
        await writePart(arrays, scored)
        await records.put('evaluation', evaluation)
        return evaluation
      }),

    setThreshold: ({ runId, threshold }) =>
      inTurn(async () => {
        const pipeline = await pipelineOf(runId)
        if (pipeline.contract.task !== 'binary' || !(threshold >= 0 && threshold <= 1))
          throw new AssayError(
            'spec.invalid',
            'A threshold is a probability from 0 to 1 of the second of two classes. Enter one.',
            { threshold },
          )
        const evaluations: Evaluation[] = []
        for (const part of PARTS) {
          const old = await records.get('evaluation', `${runId}/${part}`)
          if (!old) continue
          const { said } = await requireScored(stores, runId, part, 'choose its threshold')
          evaluations.push(evaluateAnew(old, { ...said, threshold }))
        }
        const entries: RecordEntry[] = evaluations.map((record) => ({ kind: 'evaluation', record }))
        await records.putAll([{ kind: 'pipeline', record: { ...pipeline, threshold } }, ...entries])
        return evaluations
      }),
  }
}

function evaluateAnew({ confusion: _old, ...about }: Evaluation, said: EvaluateInput): Evaluation {
  return { ...about, ...evaluatePredictions(said) }
}
