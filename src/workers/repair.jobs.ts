import { compareModels } from '@/core/compare/compareModels.ts'
import { judgeComparison } from '@/core/compare/comparison.ts'
import { AssayError } from '@/core/errors.ts'
import { type RepairComparison, type RepairJobs, ROW_PARTS } from '@/core/labels/jobs.ts'
import { type EvaluateInput, evaluateMetric } from '@/core/metrics/evaluate.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Task } from '@/core/task.ts'
import { eachRow, runFor } from '@/core/work.ts'
import { assignRows } from '@/engine/prepare.ts'
import { openRowIds } from '@/storage/numbers.ts'
import { reporter } from './compare.jobs.ts'
import { groupsOf } from './groups.ts'
import { openFrames, type Stores } from './runFiles.ts'
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
      const { question } = a.run.spec
      const asked = b.run.spec.question
      if (question.target !== asked.target || question.classes.join('\n') !== asked.classes.join('\n'))
        return { rows: 0, leftOut: 0, reason: 'otherQuestion' }
      const same = await runFor(task, untouched(a, b, await keysOf(a, part, task), await keysOf(b, part, task)))
      const compared = { rows: same.a.length, leftOut: a.rows.length - same.a.length }
      if (same.a.length === 0) return { ...compared, reason: 'otherRows' }
      const [ofA, ofB] = [among(a.said, same.a), among(b.said, same.b)]
      const groups = await groupsOf(stores, a, task)
      const comparing = compareModels({
        ...ofA,
        a: ofA,
        b: ofB,
        metric,
        groups: groups && Int32Array.from(same.a, (place) => groups[place]!),
        seed: SEED,
        progress: reporter(task, 1),
      })
      const found = await runFor(task, comparing)
      const [valueA, valueB] = [evaluateMetric(ofA, metric), evaluateMetric(ofB, metric)]
      if (!found || valueA === undefined || valueB === undefined) return { ...compared, reason: 'noChance' }
      return { ...compared, before: valueA, after: valueB, verdict: judgeComparison(found) }
    },
  }
}

/**
 * The places in both of the rows that both were scored on with one label: neither the label of before nor that of after would be
 * a fair judge of a row that was relabelled.
 */
function* untouched(a: Scored, b: Scored, keysA: Uint32Array, keysB: Uint32Array) {
  const places = new Map<number, number>()
  yield* eachRow(keysB.length, (place) => void places.set(keysB[place]!, place))
  const same = { a: [] as number[], b: [] as number[] }
  yield* eachRow(keysA.length, (place) => {
    const other = places.get(keysA[place]!)
    if (other === undefined || a.said.actual[place] !== b.said.actual[other]) return
    same.a.push(place)
    same.b.push(other)
  })
  return same
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
