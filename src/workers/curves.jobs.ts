import { errorOverTime, mistakesOverTime } from '@/core/curves/errorOverTime.ts'
import type { CurveJobs } from '@/core/curves/jobs.ts'
import { runCurves } from '@/core/curves/runCurves.ts'
import { AssayError } from '@/core/errors.ts'
import { throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { labelsOf } from '@/engine/labels.ts'
import { transfer } from './rpc.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { requireScored } from './scored.ts'

/** Jobs that draw up what a run said of its rows. */
export function makeCurveJobs(stores: Stores): Pick<CurveJobs, 'curves' | 'errorOverTime'> {
  return {
    async curves({ runId, part }, task) {
      const { said } = await requireScored(stores, runId, part, 'draw its charts')
      throwIfAborted(task)
      const curves = await runFor(
        task,
        runCurves(said, (done, total) => task.report({ done, total })),
      )
      if (curves.kind !== 'binary') return curves
      const { thresholds, truePositives, falsePositives } = curves.ranked
      return transfer(curves, [thresholds.buffer, truePositives.buffer, falsePositives.buffer])
    },

    async errorOverTime({ runId, part, column }, task) {
      const { run, rows, said } = await requireScored(stores, runId, part, 'draw its charts')
      const { question } = run.spec
      const { frame, testFrame } = await openFrames(stores, question, task, new Set([column]))
      const source = part === 'test' ? (testFrame ?? frame) : frame
      const vector = source.columns.find(({ name }) => name === column)?.vector
      if (vector?.kind !== 'numeric')
        throw new AssayError(
          'storage.missing',
          `There is no column of dates or numbers called “${column}” in the data of these rows. Choose another one.`,
          { column },
        )
      const times = Float64Array.from(rows, (row) => vector.values[row]!)
      const { scores, width } = said.predictions
      if (said.task === 'regression') return errorOverTime(times, said.actual, scores)
      return mistakesOverTime(times, said.actual, labelsOf(said.task, scores, width, said.threshold)!)
    },
  }
}
