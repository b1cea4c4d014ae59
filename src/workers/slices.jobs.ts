import { type Frame, findColumn, takeRows } from '@/core/dataset/column.ts'
import { type Condition, checkView, numberTest, textTest } from '@/core/dataset/view.ts'
import { AssayError } from '@/core/errors.ts'
import { sayRows } from '@/core/prediction/saidRow.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { confirmSlices } from '@/core/slices/confirm.ts'
import type { SliceError, SliceJobs } from '@/core/slices/jobs.ts'
import { findWeakSlices } from '@/core/slices/report.ts'
import type { Task } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { groupsOf } from './groups.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { fileOf, openScored, type Scored } from './scored.ts'

/** One for all, so that the halves are the same whenever they are asked for. */
const SEED = 1

/** Jobs on the rows that a model does badly on. */
export function makeSliceJobs(stores: Stores): SliceJobs {
  async function open(runId: RunId, part: Evaluation['part'], error: SliceError, task: Pick<Task, 'signal'>) {
    const scored = await openScored(stores, runId, part)
    if (typeof scored === 'string')
      throw new AssayError(
        'storage.missing',
        scored === 'notScored'
          ? `This run is not scored on ${part} rows yet.`
          : 'The predictions of this run are not in this browser. Train it again here to see where it fails.',
        { runId },
      )
    const { question } = scored.run.spec
    const frames = await openFrames(stores, question, task)
    const whole = fileOf(question.split, part) === undefined ? frames.frame : frames.testFrame!
    return { scored, frame: takeRows(whole, scored.rows), errors: errorsOf(scored, error) }
  }

  return {
    async findWeakSlices({ runId, part, error }, task) {
      const { scored, frame, errors } = await open(runId, part, error, task)
      const { target } = scored.run.spec.question
      const groups = await groupsOf(stores, scored, task)
      const work = findWeakSlices({ frame: slicedBy(frame, target), errors, groups, seed: SEED })
      return runFor(task, work)
    },

    async checkSlice({ runId, part, error, conditions }, task) {
      const { frame, errors } = await open(runId, part, error, task)
      checkView({ conditions, search: '', sort: [] }, frame.columns)
      const [check] = await runFor(task, confirmSlices(errors, [rowsThatMeet(frame, conditions)], { seed: SEED }))
      return check
    },
  }
}

function errorsOf({ said }: Scored, error: SliceError): Float64Array {
  const { loss, called, actual } = sayRows(said)
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
