import { adjustHolm } from '@/core/compare/adjust.ts'
import { compareModels } from '@/core/compare/compareModels.ts'
import { type Comparison, judgeComparison } from '@/core/compare/comparison.ts'
import { AssayError, toErrorData } from '@/core/errors.ts'
import type { ComparedRun, ModelJobs, NoComparison, Progress } from '@/core/pipeline/jobs.ts'
import { confusionIntervals, metricIntervals } from '@/core/resample/intervals.ts'
import { RESAMPLES } from '@/core/resample/resample.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import type { SplitSpec } from '@/core/split/split.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { openScored, type Scored } from './scored.ts'

/** One for all, so that a run's interval and every comparison rest on the same draws whenever they are asked for. */
const SEED = 1

/** Jobs on what finished runs said of their rows: how sure a score is, and which run is better. */
export function makeCompareJobs(stores: Stores): Pick<ModelJobs, 'compareRuns' | 'intervals'> {
  const { records } = stores

  /** Which group each row is of, where the split keeps groups together; undefined where rows stand alone. */
  async function groupsOf({ run, rows }: Scored, task: Pick<Task, 'signal'>): Promise<Int32Array | undefined> {
    const { question } = run.spec
    if (question.split.kind !== 'group') return undefined
    const { column } = question.split
    const { frame } = await openFrames(stores, question, task, new Set([column]))
    const found = frame.columns.find(({ name }) => name === column)
    if (!found)
      throw new AssayError('storage.missing', `The column “${column}” that groups the rows is not in the data.`, {
        column,
      })
    const textOf = cellTexts(found.vector, found.type)
    const places = new Map<string, number>()
    return Int32Array.from(rows, (row, i) => {
      const text = textOf(row)
      // A row without a group is one of its own.
      if (text === null) return -1 - i
      const place = places.get(text) ?? places.size
      places.set(text, place)
      return place
    })
  }

  return {
    async compareRuns({ base: baseId, others, part, metric }, task) {
      const base = await openScored(stores, baseId, part)
      const none = (runId: RunId, reason: NoComparison, cause = runId): ComparedRun => ({ runId, reason, cause })
      if (typeof base === 'string') return others.map((runId) => none(runId, base, baseId))
      let groups: Int32Array | undefined
      try {
        groups = await groupsOf(base, task)
      } catch (cause) {
        if (toErrorData(cause).code !== 'storage.missing') throw cause
        return others.map((runId) => none(runId, 'groupsMissing', baseId))
      }

      const report = reporter(task, others.length)
      const found: (ComparedRun | Comparison)[] = []
      for (const [place, runId] of others.entries()) {
        report(place * RESAMPLES)
        throwIfAborted(task)
        const other = await openScored(stores, runId, part)
        const reason = typeof other === 'string' ? other : whyApart(base, other, part)
        if (typeof other === 'string' || reason) {
          found.push(none(runId, reason!))
          continue
        }
        const comparing = compareModels({
          task: base.said.task,
          classes: base.said.classes,
          actual: base.said.actual,
          a: base.said,
          b: other.said,
          metric,
          groups,
          seed: SEED,
          progress: (done) => report(place * RESAMPLES + done),
        })
        found.push((await runFor(task, comparing)) ?? none(runId, 'noChance'))
      }
      report(others.length * RESAMPLES)

      const adjusted = adjustHolm(found.flatMap((each) => ('p' in each ? [each.p] : [])))
      let place = 0
      return found.map((each, i) =>
        'p' in each ? { runId: others[i]!, verdict: judgeComparison(each, { p: adjusted[place++]! }) } : each,
      )
    },

    async intervals({ runId, part }, task) {
      const scored = await openScored(stores, runId, part)
      if (typeof scored === 'string') {
        const confusion = (await records.get('evaluation', `${runId}/${part}`))?.confusion
        const isGrouped = (await records.get('run', runId))?.spec.question.split.kind === 'group'
        // An imported run comes without its predictions, but with its matrix, which says as much where rows stand alone.
        if (scored === 'notStored' && confusion && !isGrouped)
          return runFor(task, confusionIntervals(confusion, { seed: SEED }))
        throw new AssayError(
          'storage.missing',
          scored === 'notScored'
            ? 'This run is not scored on these rows.'
            : 'The predictions of this run are not in this browser. Train it again here to see how sure its scores are.',
          { runId },
        )
      }
      const groups = await groupsOf(scored, task)
      return runFor(task, metricIntervals({ ...scored.said, groups, seed: SEED, progress: reporter(task, 1) }))
    },
  }
}

/** Tells how many of the resamples are done, no more than a hundred times. */
function reporter(task: Task<Progress>, rounds: number): (done: number) => void {
  const total = rounds * RESAMPLES
  let told = -1
  return (done) => {
    const percent = Math.floor((100 * done) / total)
    if (percent <= told) return
    told = percent
    task.report({ done, total })
  }
}

/** Why what two runs said cannot be held against each other; undefined where it can. */
function whyApart(a: Scored, b: Scored, part: Evaluation['part']): NoComparison | undefined {
  const [asked, other] = [a.run.spec.question, b.run.spec.question]
  if (
    a.said.task !== b.said.task ||
    asked.target !== other.target ||
    a.said.classes.length !== b.said.classes.length ||
    a.said.classes.some((label, i) => label !== b.said.classes[i])
  )
    return 'otherQuestion'
  const isSame = isEqual(a.rows, b.rows) && isEqual(a.said.actual, b.said.actual)
  return isSame && fileOf(asked.split, part) === fileOf(other.split, part) ? undefined : 'otherRows'
}

/** The second dataset that a part's rows are of, where they are of one. */
function fileOf(split: SplitSpec, part: Evaluation['part']): string | undefined {
  return split.kind === 'file' && part === 'test' ? split.testDatasetId : undefined
}

function isEqual(a: Uint32Array | Float64Array, b: Uint32Array | Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
