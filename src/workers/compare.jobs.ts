import { aimAtTwo } from '@/core/compare/compareModels.ts'
import { toErrorData } from '@/core/errors.ts'
import type { ComparedRun, ModelJobs, NoComparison, Progress } from '@/core/pipeline/jobs.ts'
import { type Dependence, RESAMPLES } from '@/core/resample/resample.ts'
import type { RunId } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { dependenceOf } from './groups.ts'
import type { Stores } from './runFiles.ts'
import { openScored } from './scored.ts'
import { comparePaired, pairRows } from './sharedRows.ts'

/** Of runs that said something of the same rows: which is better. */
export function makeCompareJobs(stores: Stores): Pick<ModelJobs, 'compareRuns'> {
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

      const pair = pairRows(stores, base, part, task)
      const report = reporter(task, others.length)
      const found: ComparedRun[] = []
      for (const [place, runId] of others.entries()) {
        report(place * RESAMPLES)
        throwIfAborted(task)
        const other = await openScored(stores, runId, part)
        const paired = typeof other === 'string' ? other : await pair(other)
        if (typeof paired === 'string') {
          found.push(none(runId, paired))
          continue
        }
        if (metric === 'pinball' && aimAtTwo(paired.a, paired.b)) {
          found.push(none(runId, 'otherQuantile'))
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
  }
}

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
