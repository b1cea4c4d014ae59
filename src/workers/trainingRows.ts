import type { Frame } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { conform } from '@/core/pipeline/contract.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import { breather, type Task } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { fitGower, type GowerRows, nearestDistances } from '@/engine/explain/gower.ts'
import { assignRows } from '@/engine/prepare.ts'
import { createLruCache } from '@/storage/lru.ts'
import { columnsFor } from './partFrame.ts'
import { openFrames, type Stores } from './runFiles.ts'

/** The rows that a pipeline was trained on, as it takes them. */
export interface TrainingRows {
  /** Their numbers in the dataset. */
  readonly rows: Uint32Array
  readonly frame: Frame
  /** Class indices, or numbers. */
  readonly actual: Float64Array
  readonly gower: GowerRows
}

/** Bytes of training rows that are kept for the next row that a form sends. */
const BUDGET = 128_000_000

export interface TrainingRowsOpener {
  open(pipeline: Pipeline, task: Pick<Task, 'signal'>): Promise<TrainingRows>
  /** As `nearestDistances` of them; the same whenever it is asked for. */
  usual(pipeline: Pipeline, task: Task<{ readonly done: number; readonly total: number }>): Promise<Float64Array>
}

export function openTrainingRows(stores: Stores): TrainingRowsOpener {
  const opened = createLruCache<TrainingRows>(BUDGET)
  const usual = new Map<string, Float64Array>()

  const opener: TrainingRowsOpener = {
    async open({ id, contract }, task) {
      const held = opened.get(id)
      if (held) return held
      const run = await stores.records.get('run', id)
      if (!run)
        throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', {
          runId: id,
        })
      const { question, seed } = run.spec
      const frames = await openFrames(stores, question, task, columnsFor({ contract }, question.split))
      const breathe = breather(task)
      await breathe()
      const { rows, frame, actual } = assignRows(question, seed, frames).part('train')
      await breathe()
      const conformed = conform(frame, contract).frame
      const gower = await runFor(task, fitGower(conformed))
      const made = { rows, frame: conformed, actual, gower }
      opened.set(id, made, rows.length * (12 * conformed.columns.length + 12))
      return made
    },

    async usual(pipeline, task) {
      const held = usual.get(pipeline.id)
      if (held) return held
      const { gower } = await opener.open(pipeline, task)
      const made = await runFor(
        task,
        nearestDistances(gower, (done, total) => task.report({ done, total })),
      )
      usual.set(pipeline.id, made)
      return made
    },
  }
  return opener
}
