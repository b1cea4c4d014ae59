import { openBudget } from '@/core/budget.ts'
import { AssayError, isAborted, toErrorData } from '@/core/errors.ts'
import type { RunId } from '@/core/run/run.ts'
import { type Ageing, leftToAge, originsOf } from '@/core/staleness/ageing.ts'
import type { AgeingJobs } from '@/core/staleness/jobs.ts'
import { throwIfAborted } from '@/core/task.ts'
import { openTimeline } from '@/engine/staleness/periods.ts'
import { trainBefore } from '@/engine/staleness/trainBefore.ts'
import { repeatedSpec } from './repeatedSpec.ts'
import { openFrames } from './runFiles.ts'
import type { TrainSurroundings } from './train.jobs.ts'

/** What becomes of models as they age, kept training by training. */
export function makeDrawAgeing(surroundings: TrainSurroundings): AgeingJobs['drawAgeing'] {
  const { records, platform } = surroundings
  const keep = (runId: RunId, change: (ageing: Ageing) => Partial<Ageing>) =>
    records.update('ageing', runId, (ageing) => ageing && { ...ageing, ...change(ageing) })

  return async ({ runId, budgetMs }, task) => {
    const isOver = openBudget(budgetMs)
    const [run, result, pipeline, ageing] = await Promise.all([
      records.get('run', runId),
      records.get('result', runId),
      records.get('pipeline', runId),
      records.get('ageing', runId),
    ])
    if (!run || !result || !pipeline || !ageing)
      throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
    try {
      await keep(runId, () => ({ status: 'running', error: undefined, finishedAt: undefined }))
      const spec = repeatedSpec(run, result)
      const frames = await openFrames(surroundings, spec.question, task)
      const timeline = openTimeline(spec.question, spec.seed, frames, ageing.column)
      const { periods } = timeline
      await keep(runId, () => ({ periods }))
      const total = originsOf(periods.length).length
      const left = leftToAge(periods.length, ageing.trainings)
      const { threshold } = pipeline
      for (const [index, origin] of left.entries()) {
        throwIfAborted(task)
        if (index > 0 && isOver()) break
        task.report({ done: total - left.length + index, total, rows: timeline.windowRows })
        const training = await trainBefore({ spec, threshold, frames, timeline, origin, platform }, task)
        await keep(runId, ({ trainings }) => ({ trainings: [...trainings, training] }))
      }
      await keep(runId, () => ({ status: 'done', finishedAt: Date.now() }))
    } catch (cause) {
      const status = isAborted(cause) ? 'stopped' : 'failed'
      const error = status === 'failed' ? toErrorData(cause) : undefined
      await keep(runId, () => ({ status, error, finishedAt: Date.now() }))
      if (status === 'failed') throw cause
    }
    const ended = await records.get('ageing', runId)
    if (!ended)
      throw new AssayError('storage.missing', 'This run was removed while it was aged, so nothing was kept.', { runId })
    return ended
  }
}
