import { AssayError, isAborted } from '@/core/errors.ts'
import type { DescentLearner, SweptLearner } from '@/core/learner/learner.ts'
import { lossOf } from '@/core/metrics/evaluate.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { SweepEvent } from '@/core/sweep/jobs.ts'
import { beginTrial, learnerOf, seedOf, type Trial } from '@/core/sweep/sweep.ts'
import { type Task, unattended } from '@/core/task.ts'
import { loadPipeline } from '../predict.ts'
import { scorePart } from '../score.ts'
import { trainSingle } from '../training/single.ts'
import type { SweepInput } from './runSweep.ts'
import type { Candidate, TrialTrainer } from './trainTrials.ts'

/**
 * Trials of a learner that is not trained step by step, one after the other, each as its run would be. Its loss is that of the
 * epoch that was kept, or on the validation rows where there are none.
 */
export function openOneByOne(
  base: Exclude<SweptLearner, DescentLearner>,
  { sweep, platform, openFrames, cache, onDevice }: SweepInput,
  change: (trial: Trial) => void,
  task: Task<SweepEvent>,
): TrialTrainer {
  const { question, metric } = sweep
  let isToldDevice = false

  async function trainOne({ number, values }: Candidate): Promise<void> {
    let now = beginTrial(number, values)
    const report = (event: TrainEvent) => {
      if (event.kind !== 'epoch') return
      const { epoch, validationLoss, validationMetric } = event.record
      const isKnown = event.best && Number.isFinite(validationLoss)
      now = { ...now, epochsDone: epoch, ...(isKnown && { bestEpoch: epoch, validationLoss, validationMetric }) }
      change(now)
    }
    const seed = seedOf(sweep, values)
    try {
      const trained = await trainSingle(
        { question, learner: learnerOf(base, values), seed, device: 'auto' },
        { runId: `trial ${number}`, platform, openFrames, cache },
        { signal: task.signal, report },
      )
      if (!isToldDevice) {
        isToldDevice = true
        await onDevice?.(trained.device)
        task.report({ kind: 'device', device: trained.device })
      }
      const { history, bestEpoch, ended } = trained.made
      const loaded = await loadPipeline(trained.pipeline, trained.weights)
      try {
        const { validation } = trained.prepared
        const { predictions, evaluation } = await scorePart(loaded, 'validation', validation, unattended)
        const kept = history.find(({ epoch }) => epoch === bestEpoch)?.validationLoss
        const loss = kept ?? lossOf({ task: question.task, actual: validation.actual, predictions })
        const name = metric.name === 'validationLoss' ? question.metric : metric.name
        change({
          ...now,
          status: ended === 'stopped' ? 'stopped' : 'done',
          epochsDone: Math.max(1, history.at(-1)?.epoch ?? 1),
          bestEpoch: Math.max(1, bestEpoch),
          validationLoss: Number.isFinite(loss) ? loss! : null,
          validationMetric: evaluation.metrics[name] ?? null,
        })
      } finally {
        loaded.dispose()
      }
    } catch (cause) {
      if (isAborted(cause) || !(cause instanceof AssayError)) throw cause
      const status = cause.code === 'train.diverged' ? 'diverged' : 'failed'
      change({ ...now, status, bestEpoch: 0, validationLoss: null, validationMetric: null })
    }
  }

  return async (candidates) => {
    for (const candidate of candidates) {
      if (task.signal.aborted) break
      try {
        await trainOne(candidate)
      } catch (cause) {
        if (!isAborted(cause)) throw cause
      }
    }
    // None of them pauses.
    return []
  }
}
