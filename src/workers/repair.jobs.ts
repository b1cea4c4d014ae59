import { judgeComparison } from '@/core/compare/comparison.ts'
import { AssayError } from '@/core/errors.ts'
import { type RepairComparison, type RepairJobs, ROW_PARTS } from '@/core/labels/jobs.ts'
import { evaluateMetric } from '@/core/metrics/evaluate.ts'
import { runFor } from '@/core/work.ts'
import { assignRows } from '@/engine/prepare.ts'
import { reporter } from './compare.jobs.ts'
import { dependenceOf } from './groups.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { openScored } from './scored.ts'
import { comparePaired, pairRows } from './sharedRows.ts'

/** Jobs on a run before and after rows of its data were repaired. */
export function makeRepairJobs(stores: Stores): RepairJobs {
  const { records } = stores

  return {
    async rowParts({ runId }, task) {
      const run = await records.get('run', runId)
      if (!run)
        throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
      const { question, seed } = run.spec
      const { target, split } = question
      const names = new Set('column' in split ? [target, split.column] : [target])
      const frames = await openFrames(stores, question, task, names)
      const assigned = assignRows(question, seed, frames).split
      const parts = new Uint8Array(frames.frame.rows)
      // Those of a second file are no rows of this one.
      for (const [place, part] of ROW_PARTS.entries())
        if (part && !(part === 'test' && split.kind === 'file')) for (const row of assigned[part]) parts[row] = place
      return parts
    },

    async compareRepair({ before, after, part, metric }, task): Promise<RepairComparison> {
      const [a, b] = [await openScored(stores, before, part), await openScored(stores, after, part)]
      if (typeof a === 'string') return { rows: 0, leftOut: 0, reason: a }
      if (typeof b === 'string') return { rows: 0, leftOut: 0, reason: b }
      const paired = await pairRows(stores, a, part, task)(b)
      if (typeof paired === 'string')
        return { rows: 0, leftOut: paired === 'otherRows' ? a.rows.length : 0, reason: paired }
      const rows = paired.a.actual.length
      const compared = { rows, leftOut: a.rows.length - rows }
      const found = await runFor(
        task,
        comparePaired(paired, metric, await dependenceOf(stores, a, task), reporter(task, 1)),
      )
      const [valueA, valueB] = [evaluateMetric(paired.a, metric), evaluateMetric(paired.b, metric)]
      if (!found || valueA === undefined || valueB === undefined) return { ...compared, reason: 'noChance' }
      return { ...compared, before: valueA, after: valueB, verdict: judgeComparison(found) }
    },
  }
}
