import { compareModels } from '@/core/compare/compareModels.ts'
import type { Comparison } from '@/core/compare/comparison.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { canonicalJson } from '@/core/hash.ts'
import type { EvaluateInput } from '@/core/metrics/evaluate.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { NoComparison, SharedRows } from '@/core/pipeline/jobs.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Dependence } from '@/core/resample/resample.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { eachRow, runFor, type Work } from '@/core/work.ts'
import { openRowIds } from '@/storage/numbers.ts'
import type { Stores } from './runFiles.ts'
import { type Scored, whyApart } from './scored.ts'

/** One for all, so that a run's interval and every comparison rest on the same draws whenever they are asked for. */
export const DRAWING_SEED = 1

/** What two runs said of the rows that judge both. */
export interface PairedRows {
  readonly a: EvaluateInput
  readonly b: EvaluateInput
  /** Their numbers in the data of B. */
  readonly rows: Uint32Array
  /** The places of these rows in what A was scored on; all of them where absent. */
  readonly places?: readonly number[]
  /** What became of the other rows, where the two are of versions of one table. */
  readonly shared?: SharedRows
}

/**
 * The rows that judge a run beside A: those that both were scored on. Of two versions of one table rows are matched by their keys, and
 * one that was relabelled judges neither run, since neither answer would be fair to both.
 * @returns Why there are none: other questions, or other rows.
 */
export function pairRows(
  stores: Stores,
  a: Scored,
  part: Evaluation['part'],
  task: Pick<Task, 'signal'>,
): (b: Scored) => Promise<PairedRows | NoComparison> {
  const { records, arrays } = stores
  const dataOf = ({ run }: Scored) => records.get('dataset', partDatasetId(run.spec.question, part))
  const keysOf = async ({ rows }: Scored, data: Dataset) => {
    const ids = await openRowIds(arrays, data, task)
    return ids ? rows.map((row) => ids[row]!) : rows
  }
  const dataOfA = dataOf(a)
  // However many runs are of other versions, the rows of A are read once.
  let keysOfA: Promise<Uint32Array> | undefined
  return async (b) => {
    const reason = whyApart(a, b, part)
    if (reason && reason !== 'otherRows') return reason
    const [dataA, dataB] = [await dataOfA, await dataOf(b)]
    const areVersions = dataA && dataB && dataA.id !== dataB.id && dataA.lineage === dataB.lineage
    if (!areVersions || dealtBy(a) !== dealtBy(b)) return reason ?? { a: a.said, b: b.said, rows: b.rows }
    keysOfA ??= keysOf(a, dataA)
    const [keysA, keysB] = [await keysOfA, await keysOf(b, dataB)]
    const same = await runFor(task, matchRows({ keys: keysA, said: a.said }, { keys: keysB, said: b.said }))
    if (same.a.length === 0) return 'otherRows'
    const shared = { rows: same.a.length, ofBase: a.rows.length, ofOther: b.rows.length, relabelled: same.relabelled }
    const rows = Uint32Array.from(same.b, (place) => b.rows[place]!)
    return { a: among(a.said, same.a), b: among(b.said, same.b), rows, places: same.a, shared }
  }
}

/** What, with the data as first read, decides which rows validate and test. */
function dealtBy({ run: { spec } }: Scored): string {
  return canonicalJson([spec.question.split, spec.seed])
}

interface Keyed {
  readonly keys: Uint32Array
  readonly said: EvaluateInput
}

/** The places in both of the rows with one key and one answer, and how many have another answer. */
function* matchRows(a: Keyed, b: Keyed): Work<{ a: number[]; b: number[]; relabelled: number }> {
  const places = new Map<number, number>()
  yield* eachRow(b.keys.length, (place) => void places.set(b.keys[place]!, place))
  const same = { a: [] as number[], b: [] as number[], relabelled: 0 }
  yield* eachRow(a.keys.length, (place) => {
    const other = places.get(a.keys[place]!)
    if (other === undefined) return
    if (a.said.actual[place] !== b.said.actual[other]) {
      same.relabelled++
      return
    }
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

/**
 * How far B is from A on the rows that judge both; undefined where chance cannot be told.
 * @param dependence Of all rows of A.
 */
export function comparePaired(
  { a, b, places }: PairedRows,
  metric: MetricName,
  dependence: Dependence,
  progress: (done: number) => void,
): Work<Comparison | undefined> {
  const { groups, inTime } = dependence
  return compareModels({
    task: a.task,
    classes: a.classes,
    actual: a.actual,
    a,
    b,
    metric,
    groups: groups && places ? Int32Array.from(places, (place) => groups[place]!) : groups,
    inTime,
    seed: DRAWING_SEED,
    progress,
  })
}
