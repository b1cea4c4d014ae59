import { type Frame, takeRows } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { openScored, type Scored } from './scored.ts'

/**
 * What a run said of a part, and the rows that it said it of, with all columns of the data.
 * @param toSee What cannot be done without: "see where it fails".
 * @throws AssayError `storage.missing` where the part is not scored, or its predictions or rows are not here.
 */
export async function openPart(
  stores: Stores,
  { runId, part }: { readonly runId: RunId; readonly part: Evaluation['part'] },
  toSee: string,
  task: Pick<Task, 'signal'>,
): Promise<{ readonly scored: Scored; readonly frame: Frame }> {
  const scored = await openScored(stores, runId, part)
  if (typeof scored === 'string')
    throw new AssayError(
      'storage.missing',
      scored === 'notScored'
        ? `This run is not scored on ${part} rows yet. ${part === 'test' ? 'Open its test rows first.' : 'Train it first.'}`
        : `The predictions of this run are not in this browser. Train it again here to ${toSee}.`,
      { runId },
    )
  const { question } = scored.run.spec
  const { frame, testFrame } = await openFrames(stores, question, task)
  const whole = partDatasetId(question, part) === question.datasetId ? frame : testFrame!
  return { scored, frame: takeRows(whole, scored.rows) }
}
