import { AssayError, isAborted, toErrorData } from '@/core/errors.ts'
import type { LearningCurveJobs } from '@/core/learningCurve/jobs.ts'
import { type LearningCurve, leftOf, planTrainings } from '@/core/learningCurve/learningCurve.ts'
import type { RunId } from '@/core/run/run.ts'
import { throwIfAborted } from '@/core/task.ts'
import { openParts } from '@/engine/learningCurve/drawParts.ts'
import { trainPart } from '@/engine/learningCurve/trainPart.ts'
import { repeatedSpec } from './repeatedSpec.ts'
import { openFrames } from './runFiles.ts'
import type { TrainSurroundings } from './train.jobs.ts'

/** The learning curves of the train worker, kept training by training. */
export function makeDrawCurve(surroundings: TrainSurroundings): LearningCurveJobs['drawCurve'] {
  const { records, platform } = surroundings
  const keep = (runId: RunId, change: (curve: LearningCurve) => Partial<LearningCurve>) =>
    records.update('learningCurve', runId, (curve) => curve && { ...curve, ...change(curve) })

  return async ({ runId }, task) => {
    const [run, result, curve] = await Promise.all([
      records.get('run', runId),
      records.get('result', runId),
      records.get('learningCurve', runId),
    ])
    if (!run || !result || !curve)
      throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
    try {
      await keep(runId, () => ({ status: 'running', error: undefined, finishedAt: undefined }))
      const spec = repeatedSpec(run, result)
      const parts = openParts(spec.question, spec.seed, await openFrames(surroundings, spec.question, task))
      await keep(runId, () => ({ trainRows: parts.trainRows, validationRows: parts.validation.rows.length }))
      const plan = planTrainings(result.timings.trainMs)
      const left = leftOf(plan, curve.trainings)
      for (const [index, planned] of left.entries()) {
        throwIfAborted(task)
        const rows = Math.round(planned.share * parts.trainRows)
        task.report({ done: plan.length - left.length + index, total: plan.length, rows })
        const training = await trainPart({ spec, parts, planned, platform }, task)
        await keep(runId, ({ trainings }) => ({ trainings: [...trainings, training] }))
      }
      await keep(runId, () => ({ status: 'done', finishedAt: Date.now() }))
    } catch (cause) {
      const status = isAborted(cause) ? 'stopped' : 'failed'
      const error = status === 'failed' ? toErrorData(cause) : undefined
      await keep(runId, () => ({ status, error, finishedAt: Date.now() }))
      if (status === 'failed') throw cause
    }
    const ended = await records.get('learningCurve', runId)
    if (!ended)
      throw new AssayError('storage.missing', 'This run was removed while its curve was drawn, so nothing was kept.', {
        runId,
      })
    return ended
  }
}
