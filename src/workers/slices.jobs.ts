import { openBudget } from '@/core/budget.ts'
import { type Frame, findColumn } from '@/core/dataset/column.ts'
import { type Condition, checkView, numberTest, textTest } from '@/core/dataset/view.ts'
import { sayRows } from '@/core/prediction/saidRow.ts'
import { unitsOf } from '@/core/resample/resample.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { confirmSlices } from '@/core/slices/confirm.ts'
import type { SliceError, SliceJobs } from '@/core/slices/jobs.ts'
import { findWeakSlices } from '@/core/slices/report.ts'
import type { Task } from '@/core/task.ts'
import { runFor, type Work } from '@/core/work.ts'
import { assignRows } from '@/engine/prepare.ts'
import { dependenceOf } from './groups.ts'
import { openPart } from './partFrame.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { requireScored, type Scored } from './scored.ts'

/** One for all, so that the halves are the same whenever they are asked for. */
const SEED = 1

interface OfPart {
  readonly runId: RunId
  readonly part: Evaluation['part']
}

/** Jobs on the rows that a model does badly on. */
export function makeSliceJobs(stores: Stores): SliceJobs {
  async function open(of: OfPart, error: SliceError, task: Pick<Task, 'signal'>) {
    const { scored, frame } = await openPart(stores, of, 'see where it fails', task)
    return { scored, frame, errors: await runFor(task, errorsOf(scored, error)) }
  }

  return {
    async findWeakSlices({ runId, part, error, budgetMs }, task) {
      const isOver = openBudget(budgetMs)
      const { scored, frame, errors } = await open({ runId, part }, error, task)
      const { target } = scored.run.spec.question
      const groups = unitsOf(await dependenceOf(stores, scored, task))
      const progress = (done: number, total: number) => task.report({ done, total })
      const input = { frame: slicedBy(frame, target), errors, groups, seed: SEED }
      const work = findWeakSlices(input, { isOver, progress })
      return runFor(task, work)
    },

    async checkSlice({ runId, part, error, conditions }, task) {
      const { scored, frame, errors } = await open({ runId, part }, error, task)
      checkView({ conditions, search: '', sort: [] }, frame.columns)
      const groups = unitsOf(await dependenceOf(stores, scored, task))
      const [check] = await runFor(
        task,
        confirmSlices(errors, [rowsThatMeet(frame, conditions)], { seed: SEED, groups }),
      )
      return check
    },

    async trainingRowsLike({ runId, conditions }, task) {
      const { run } = await requireScored(stores, runId, 'validation', 'see where it fails')
      const { question, seed } = run.spec
      const { rows, frame } = assignRows(question, seed, await openFrames(stores, question, task)).part('train')
      checkView({ conditions, search: '', sort: [] }, frame.columns)
      return rowsThatMeet(frame, conditions).map((place) => rows[place]!)
    },
  }
}

function* errorsOf({ said }: Scored, error: SliceError): Work<Float64Array> {
  const { loss, called, actual } = yield* sayRows(said)
  return error === 'wrong' ? actual.map((label, row) => Number(label !== called[row])) : loss
}

/** What is to be predicted makes no slice, nor does what names rows or is free text. */
function slicedBy(frame: Frame, target: string): Frame {
  return {
    ...frame,
    columns: frame.columns.filter(({ name, type }) => name !== target && type !== 'identifier' && type !== 'text'),
  }
}

function rowsThatMeet(frame: Frame, conditions: readonly Condition[]): Uint32Array {
  const tests = conditions.map((condition) => {
    const { vector, type } = findColumn(frame, condition.column)!
    if (vector.kind === 'numeric') {
      const test = numberTest(condition, type)
      return (row: number) => test(vector.values[row]!)
    }
    const test = textTest(condition)
    return (row: number) => test(vector.dictionary[vector.codes[row]!] ?? null)
  })
  return Uint32Array.from({ length: frame.rows }, (_, row) => row).filter((row) => tests.every((test) => test(row)))
}
