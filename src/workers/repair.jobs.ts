import { compareModels } from '@/core/compare/compareModels.ts'
import { judgeComparison } from '@/core/compare/comparison.ts'
import type { RepairComparison, RepairJobs } from '@/core/labels/jobs.ts'
import { type EvaluateInput, evaluateMetric } from '@/core/metrics/evaluate.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import { RESAMPLES } from '@/core/resample/resample.ts'
import type { Task } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { openRowIds } from '@/storage/numbers.ts'
import { groupsOf } from './groups.ts'
import type { Stores } from './runFiles.ts'
import { openScored, type Scored } from './scored.ts'

/** As of other comparisons, so that the same question has the same answer. */
const SEED = 1

/** Jobs on a run before and after rows of its data were repaired. */
export function makeRepairJobs(stores: Stores): RepairJobs {
  const { records, arrays } = stores

  /** The key of each scored row. */
  async function keysOf({ run, rows }: Scored, part: 'validation' | 'test', task: Pick<Task, 'signal'>) {
    const dataset = await records.get('dataset', partDatasetId(run.spec.question, part))
    const ids = dataset && (await openRowIds(arrays, dataset, task))
    return ids ? Uint32Array.from(rows, (row) => ids[row]!) : rows
  }

  return {
    async compareRepair({ before, after, part, metric }, task): Promise<RepairComparison> {
      const [a, b] = [await openScored(stores, before, part), await openScored(stores, after, part)]
      if (typeof a === 'string') return { rows: 0, leftOut: 0, reason: a }
      if (typeof b === 'string') return { rows: 0, leftOut: 0, reason: b }
      const { question } = a.run.spec
      const asked = b.run.spec.question
      if (question.target !== asked.target || question.classes.join('\n') !== asked.classes.join('\n'))
        return { rows: 0, leftOut: 0, reason: 'otherQuestion' }
      const places = new Map<number, number>()
      for (const [place, key] of (await keysOf(b, part, task)).entries()) places.set(key, place)
      const same: { readonly a: number; readonly b: number }[] = []
      for (const [place, key] of (await keysOf(a, part, task)).entries()) {
        const other = places.get(key)
        // Neither the label of before nor that of after would be a fair judge of a row that was relabelled.
        if (other !== undefined && a.said.actual[place] === b.said.actual[other]) same.push({ a: place, b: other })
      }
      const compared = { rows: same.length, leftOut: a.rows.length - same.length }
      if (same.length === 0) return { ...compared, reason: 'otherRows' }
      const ofA = among(
        a.said,
        same.map(({ a: place }) => place),
      )
      const ofB = among(
        b.said,
        same.map(({ b: place }) => place),
      )
      const groups = await groupsOf(stores, a, task)
      const comparing = compareModels({
        ...ofA,
        a: ofA,
        b: ofB,
        metric,
        groups: groups && Int32Array.from(same, ({ a: place }) => groups[place]!),
        seed: SEED,
        progress: (done) => task.report({ done, total: RESAMPLES }),
      })
      const found = await runFor(task, comparing)
      const [valueA, valueB] = [evaluateMetric(ofA, metric), evaluateMetric(ofB, metric)]
      if (!found || valueA === undefined || valueB === undefined) return { ...compared, reason: 'noChance' }
      return { ...compared, before: valueA, after: valueB, verdict: judgeComparison(found) }
    },
  }
}

/** What was said of some of the rows. */
function among(said: EvaluateInput, places: readonly number[]): EvaluateInput {
  const { width, scores } = said.predictions
  const own = new Float32Array(places.length * width)
  for (const [at, place] of places.entries()) own.set(scores.subarray(place * width, (place + 1) * width), at * width)
  return {
    ...said,
    actual: Float64Array.from(places, (place) => said.actual[place]!),
    predictions: { rows: places.length, width, scores: own },
  }
}
