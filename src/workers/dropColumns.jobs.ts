import { openBudget } from '@/core/budget.ts'
import { compareModels } from '@/core/compare/compareModels.ts'
import { AssayError, isAborted, toErrorData } from '@/core/errors.ts'
import { assignRole } from '@/core/experiment/edit.ts'
import { columnsLeft, type DropColumns, type DroppedColumn } from '@/core/explain/dropColumns.ts'
import type { DropJobs } from '@/core/explain/dropJobs.ts'
import type { Dependence } from '@/core/resample/resample.ts'
import type { RunId, RunSpec } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import type { PreparedCache } from '@/engine/prepare.ts'
import { trainRun } from '@/engine/trainRun.ts'
import { dependenceOf } from './groups.ts'
import { repeatedSpec } from './repeatedSpec.ts'
import { openFrames } from './runFiles.ts'
import { isEqual, requireScored, type Scored } from './scored.ts'
import type { TrainSurroundings } from './train.jobs.ts'

/** The draws of every comparison, as those of runs. */
const SEED = 1
/** Matrices without a column are of no use to the next. */
const NO_CACHE: PreparedCache = { get: () => undefined, set: () => {} }

/** Trainings without a column, of the train worker, kept column by column. */
export function makeDropColumns(surroundings: TrainSurroundings): DropJobs['dropColumns'] {
  const { records } = surroundings
  const keep = (runId: RunId, change: (found: DropColumns) => Partial<DropColumns>) =>
    records.update('dropColumns', runId, (found) => found && { ...found, ...change(found) })

  return async ({ runId, budgetMs }, task) => {
    const [run, result, found] = await Promise.all([
      records.get('run', runId),
      records.get('result', runId),
      records.get('dropColumns', runId),
    ])
    if (!run || !result || !found)
      throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
    try {
      await keep(runId, () => ({ status: 'running', error: undefined, finishedAt: undefined }))
      const base = await requireScored(surroundings, runId, 'validation', 'train it without a column')
      const dependence = await dependenceOf(surroundings, base, task)
      const spec = repeatedSpec(run, result)
      const isOver = openBudget(budgetMs)
      const left = columnsLeft(found)
      for (const [index, column] of left.entries()) {
        throwIfAborted(task)
        if (index > 0 && isOver()) break
        task.report({ done: found.columns.length - left.length + index, total: found.columns.length, column })
        const dropped = await trainWithout(column, { spec, base, dependence, metric: found.metric, surroundings }, task)
        await keep(runId, ({ done }) => ({ done: [...done, dropped] }))
      }
      await keep(runId, () => ({ status: 'done', finishedAt: Date.now() }))
    } catch (cause) {
      const status = isAborted(cause) ? 'stopped' : 'failed'
      const error = status === 'failed' ? toErrorData(cause) : undefined
      await keep(runId, () => ({ status, error, finishedAt: Date.now() }))
      if (status === 'failed') throw cause
    }
    const ended = await records.get('dropColumns', runId)
    if (!ended)
      throw new AssayError('storage.missing', 'This run was removed while it was trained without its columns.', {
        runId,
      })
    return ended
  }
}

interface Without {
  readonly spec: RunSpec
  readonly base: Scored
  readonly dependence: Dependence
  readonly metric: DropColumns['metric']
  readonly surroundings: TrainSurroundings
}

/**
 * Trains as the run was, postprocessing included, with a column that neither steps nor learner see, and compares the two on the
 * validation rows. What cannot be trained without it says why.
 */
async function trainWithout(
  column: string,
  { spec, base, dependence, metric, surroundings }: Without,
  task: Pick<Task, 'signal'>,
): Promise<DroppedColumn> {
  const startedAt = performance.now()
  const trainMs = () => performance.now() - startedAt
  try {
    const question = assignRole(spec.question, column, 'later', spec.question.recipe)
    const { validation } = await trainRun(
      {
        runId: 'drop-column',
        spec: { ...spec, question },
        platform: surroundings.platform,
        cache: NO_CACHE,
        openFrames: () => openFrames(surroundings, question, task),
      },
      { signal: task.signal, report: () => {} },
    )
    // What was stopped midway says nothing of a whole training.
    throwIfAborted(task)
    if (!isEqual(validation.rows, base.rows))
      return { column, trainMs: trainMs(), error: 'Without it other rows validate, so the two cannot be compared.' }
    const { task: kind, classes, actual, threshold } = base.said
    const comparison = await runFor(
      task,
      compareModels({
        task: kind,
        classes,
        actual,
        a: base.said,
        b: { predictions: validation.predictions, threshold },
        metric,
        ...dependence,
        seed: SEED,
      }),
    )
    return { column, trainMs: trainMs(), ...(comparison && { comparison }) }
  } catch (cause) {
    throwIfAborted(task)
    if (!(cause instanceof AssayError)) throw cause
    return { column, trainMs: trainMs(), error: cause.message }
  }
}
