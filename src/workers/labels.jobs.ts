import { openBudget } from '@/core/budget.ts'
import { AssayError, isAborted, toErrorData } from '@/core/errors.ts'
import type { LabelJobs } from '@/core/labels/jobs.ts'
import { CHECK_FOLDS, type LabelCheck } from '@/core/labels/labelCheck.ts'
import type { SingleLearner } from '@/core/learner/learner.ts'
import { type Run, type RunId, type RunResult, trainedOn } from '@/core/run/run.ts'
import { runFor } from '@/core/work.ts'
import { findLabels } from '@/engine/labels/findLabels.ts'
import { predictOutOfFold } from '@/engine/labels/outOfFold.ts'
import { assignRows } from '@/engine/prepare.ts'
import { openFrames } from './runFiles.ts'
import type { TrainSurroundings } from './train.jobs.ts'

/** The checks of labels of the train worker. */
export function makeFindLabels(surroundings: TrainSurroundings): LabelJobs['findLabels'] {
  const { records, platform } = surroundings
  const keep = (runId: RunId, change: Partial<LabelCheck>) =>
    records.update('labelCheck', runId, (check) => check && { ...check, ...change })

  return async ({ runId, budgetMs }, task) => {
    const isOver = openBudget(budgetMs)
    const [run, result, check] = await Promise.all([
      records.get('run', runId),
      records.get('result', runId),
      records.get('labelCheck', runId),
    ])
    if (!run || !result || !check)
      throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
    try {
      await keep(runId, { status: 'running', error: undefined, finishedAt: undefined })
      const { spec } = run
      const { question, seed } = spec
      const learner = learnerOf(run, result)
      const frames = await openFrames(surroundings, question, task)
      const { split } = assignRows(question, seed, frames)
      const did = trainedOn(result)
      const device = spec.device === 'auto' ? did : { ...did, backend: spec.device }
      const { reached, ...held } = await predictOutOfFold(
        { spec: { question, learner, seed }, folds: CHECK_FOLDS, device, frames, platform, isOver },
        { signal: task.signal, report: ({ kind: _kind, ...event }) => task.report(event) },
      )
      const found = await runFor(task, findLabels(question, held, split))
      await keep(runId, {
        status: 'done',
        folds: CHECK_FOLDS,
        reached,
        learner: learner.kind === spec.learner.kind ? undefined : learner.kind,
        found,
        finishedAt: Date.now(),
      })
    } catch (cause) {
      const status = isAborted(cause) ? 'stopped' : 'failed'
      const error = status === 'failed' ? toErrorData(cause) : undefined
      await keep(runId, { status, error, finishedAt: Date.now() })
      if (status === 'failed') throw cause
    }
    const ended = await records.get('labelCheck', runId)
    if (!ended)
      throw new AssayError(
        'storage.missing',
        'This run was removed while its labels were checked, so nothing was kept.',
        {
          runId,
        },
      )
    return ended
  }
}

/** What is trained on each fold: the run's learner, or of auto's mix the one with most of the vote. */
function learnerOf({ spec: { learner } }: Run, { auto }: RunResult): SingleLearner {
  if (learner.kind !== 'auto') return learner
  const [first] = [...(auto?.tried ?? [])].sort((a, b) => b.weight - a.weight)
  return first?.learner ?? { kind: 'glm', options: {} }
}
