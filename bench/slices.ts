import { takeRows } from '@/core/dataset/column.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { sayRows } from '@/core/prediction/saidRow.ts'
import { findWeakSlices } from '@/core/slices/report.ts'
import { runAtOnce } from '@/core/work.ts'
import { openQuestion, testScore } from '@/testing/realQuestion.ts'
import { type BenchOutcome, median, timeRow } from './row.ts'

const TIMES = 5
const LIMIT_MS = 2_000

/** SliceLine with three predicates on the test rows of adult, found on one half and checked on the other. */
export async function run(): Promise<BenchOutcome> {
  const { question, frames } = await openQuestion('adult.data', 14, 'logLoss')
  const learner = (trainRows: number): Learner => ({ kind: 'boosting', options: LEARNERS.boosting.defaults(trainRows) })
  const { scored } = await testScore(learner, question, frames, 1)
  const { task, classes, target } = question
  const { actual, predictions, rows } = scored
  const said = runAtOnce(sayRows({ task, classes, actual, predictions, threshold: 0.5 }))
  const errors = said.actual.map((label, row) => Number(label !== said.called[row]))
  const all = takeRows(frames.frame, rows)
  const frame = { ...all, columns: all.columns.filter(({ name }) => name !== target) }
  const times: number[] = []
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now()
    const { slices } = runAtOnce(findWeakSlices({ frame, errors, seed: 1 }))
    times.push(performance.now() - start)
    if (time === 0)
      console.log(`  ${slices.length} slices, ${slices.filter(({ check }) => check?.isConfirmed).length} confirmed`)
  }
  const work = `${rows.length.toLocaleString('en-GB')} test rows of adult, ${frame.columns.length} columns: slices of three predicates, found and checked`
  return { device: 'Node', rows: [timeRow({ work, peer: 'limit', unit: 'ms' }, median(times), LIMIT_MS, 1)] }
}
