import { AssayError, toErrorData } from '@/core/errors.ts'
import { valuesOfMatrix } from '@/core/metrics/confusion.ts'
import { evaluatePredictions, judge } from '@/core/metrics/evaluate.ts'
import { metricsFor } from '@/core/metrics/metric.ts'
import type { ComparedRun, ModelJobs, NoComparison, Progress } from '@/core/pipeline/jobs.ts'
import type { Records } from '@/core/ports.ts'
import { matrixReportIntervals, reportIntervals } from '@/core/resample/classIntervals.ts'
import { confusionIntervals, metricIntervals } from '@/core/resample/intervals.ts'
import { type Dependence, RESAMPLES } from '@/core/resample/resample.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { dependenceOf } from './groups.ts'
import type { Stores } from './runFiles.ts'
import { openScored } from './scored.ts'
import { comparePaired, DRAWING_SEED, pairRows } from './sharedRows.ts'

/** Jobs on what finished runs said of their rows: how sure a score is, and which run is better. */
export function makeCompareJobs(stores: Stores): Pick<ModelJobs, 'compareRuns' | 'intervals'> {
  const { records } = stores

  return {
    async compareRuns({ base: baseId, others, part, metric }, task) {
      const base = await openScored(stores, baseId, part)
      const none = (runId: RunId, reason: NoComparison, cause = runId): ComparedRun => ({ runId, reason, cause })
      if (typeof base === 'string') return others.map((runId) => none(runId, base, baseId))
      let dependence: Dependence
      try {
        dependence = await dependenceOf(stores, base, task)
      } catch (cause) {
        if (toErrorData(cause).code !== 'storage.missing') throw cause
        return others.map((runId) => none(runId, 'groupsMissing', baseId))
      }

      const report = reporter(task, others.length)
      const found: ComparedRun[] = []
      for (const [place, runId] of others.entries()) {
        report(place * RESAMPLES)
        throwIfAborted(task)
        const other = await openScored(stores, runId, part)
        const paired = typeof other === 'string' ? other : await pairRows(stores, base, other, part, task)
        if (typeof paired === 'string') {
          found.push(none(runId, paired))
          continue
        }
        const comparing = comparePaired(paired, metric, dependence, (done) => report(place * RESAMPLES + done))
        const comparison = await runFor(task, comparing)
        const { shared } = paired
        found.push(comparison ? { runId, comparison, ...(shared && { shared }) } : none(runId, 'noChance'))
      }
      report(others.length * RESAMPLES)
      return found
    },

    async intervals({ runId, part }, task) {
      const scored = await openScored(stores, runId, part)
      await completeScores(records, `${runId}/${part}`, scored)
      if (typeof scored === 'string') {
        const { confusion, digest = '' } = (await records.get('evaluation', `${runId}/${part}`)) ?? {}
        const kind = (await records.get('run', runId))?.spec.question.split.kind
        // An imported run comes without its predictions, but with its matrix, which says as much where rows stand alone.
        if (scored === 'notStored' && confusion && kind !== 'group' && kind !== 'time')
          return {
            intervals: await runFor(task, confusionIntervals(confusion, { seed: DRAWING_SEED })),
            byClass: await runFor(task, matrixReportIntervals(confusion, { seed: DRAWING_SEED })),
            digest,
            confusion,
          }
        throw new AssayError(
          'storage.missing',
          scored === 'notScored'
            ? 'This run is not scored on these rows.'
            : 'The predictions of this run are not in this browser. Train it again here to see how sure its scores are.',
          { runId },
        )
      }
      const { said, digest } = scored
      const asked = { ...said, ...(await dependenceOf(stores, scored, task)), seed: DRAWING_SEED }
      const intervals = await runFor(task, metricIntervals({ ...asked, progress: reporter(task, 1) }))
      const byClass = await runFor(task, reportIntervals(asked))
      const confusion = said.task === 'regression' ? undefined : judge(said)?.confusion
      return { intervals, byClass, digest, confusion }
    },
  }
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

/** Tells how many of the resamples are done, no more than a hundred times. */
export function reporter(task: Task<Progress>, rounds: number): (done: number) => void {
  const total = rounds * RESAMPLES
  let told = -1
  return (done) => {
    const percent = Math.floor((100 * done) / total)
    if (percent <= told) return
    told = percent
    task.report({ done, total })
  }
}
