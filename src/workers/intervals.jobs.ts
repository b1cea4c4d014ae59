import { AssayError } from '@/core/errors.ts'
import { type Confusion, valuesOfMatrix } from '@/core/metrics/confusion.ts'
import { type EvaluateInput, evaluatePredictions, judge } from '@/core/metrics/evaluate.ts'
import { metricsFor } from '@/core/metrics/metric.ts'
import type { IntervalsOf, ModelJobs, Progress } from '@/core/pipeline/jobs.ts'
import type { Records } from '@/core/ports.ts'
import { matrixReportIntervals, reportIntervals } from '@/core/resample/classIntervals.ts'
import { confusionIntervals, metricIntervals } from '@/core/resample/intervals.ts'
import type { Resampling } from '@/core/resample/resample.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { runFor, type Work } from '@/core/work.ts'
import { reporter } from './compare.jobs.ts'
import { dependenceOf } from './groups.ts'
import type { Stores } from './runFiles.ts'
import { openScored } from './scored.ts'
import { DRAWING_SEED } from './sharedRows.ts'

/** How sure the scores of a run's part are: its metrics, and what is said of each class. */
export function makeIntervalJobs(stores: Stores): Pick<ModelJobs, 'intervals' | 'classIntervals'> {
  return {
    intervals: (of, task) => intervalsOf(stores, of, task, metricIntervals, confusionIntervals),
    classIntervals: (of, task) => intervalsOf(stores, of, task, reportIntervals, matrixReportIntervals),
  }
}

/** Intervals by what the part's predictions say, or by its confusion matrix where they are not here and rows stand alone. */
async function intervalsOf<Found>(
  stores: Stores,
  { runId, part }: Pick<Evaluation, 'runId' | 'part'>,
  task: Task<Progress>,
  bySaid: (said: EvaluateInput & Resampling) => Work<Found>,
  byMatrix: (confusion: Confusion, resampling: Resampling) => Work<Found>,
): Promise<IntervalsOf<Found>> {
  const { records } = stores
  const scored = await openScored(stores, runId, part)
  await completeScores(records, `${runId}/${part}`, scored)
  if (typeof scored === 'string') {
    const { confusion, digest = '' } = (await records.get('evaluation', `${runId}/${part}`)) ?? {}
    const kind = (await records.get('run', runId))?.spec.question.split.kind
    // An imported run comes without its predictions, but with its matrix, which says as much where rows stand alone.
    if (scored === 'notStored' && confusion && kind !== 'group' && kind !== 'time')
      return { intervals: await runFor(task, byMatrix(confusion, { seed: DRAWING_SEED })), digest, confusion }
    throw new AssayError(
      'storage.missing',
      scored === 'notScored'
        ? 'This run is not scored on these rows.'
        : 'The predictions of this run are not in this browser. Train it again here to see how sure its scores are.',
      { runId },
    )
  }
  const { said, digest } = scored
  const dependence = await dependenceOf(stores, scored, task)
  const work = bySaid({ ...said, ...dependence, seed: DRAWING_SEED, progress: reporter(task, 1) })
  const intervals = await runFor(task, work)
  const confusion = said.task === 'regression' ? undefined : judge(said)?.confusion
  return { intervals, digest, confusion }
}

/**
 * Adds the metrics that an evaluation lacks because it is older than they are, as far as its predictions, or else its matrix,
 * have them. What it has stays as it is.
 */
async function completeScores(records: Records, id: string, scored: Awaited<ReturnType<typeof openScored>>) {
  const stored = await records.get('evaluation', id)
  const task = stored && (await records.get('run', stored.runId))?.spec.question.task
  if (!task || metricsFor(task).every((name) => name in stored.metrics)) return
  const found =
    typeof scored === 'string' ? valuesOfMatrix(stored.confusion ?? []) : evaluatePredictions(scored.said).metrics
  if (Object.keys(found).every((name) => name in stored.metrics)) return
  await records.update('evaluation', id, (now) =>
    // Of another threshold by now, it is not older.
    now?.createdAt === stored.createdAt && isSame(now.confusion, stored.confusion)
      ? { ...now, metrics: { ...found, ...now.metrics } }
      : undefined,
  )
}

const isSame = (a: Evaluation['confusion'], b: Evaluation['confusion']) => a?.join() === b?.join()
