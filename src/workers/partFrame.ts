import { type Frame, takeRows } from '@/core/dataset/column.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { openFrames, type Stores } from './runFiles.ts'
import { requireScored, type Scored } from './scored.ts'

/**
 * What a run said of a part, and the rows that it said it of, with all columns of the data.
 * @param to What cannot be done without its predictions: "see where it fails".
 * @throws AssayError `storage.missing` where the part is not scored, or its predictions or rows are not here.
 */
export async function openPart(
  stores: Stores,
  { runId, part }: { readonly runId: RunId; readonly part: Evaluation['part'] },
  to: string,
  task: Pick<Task, 'signal'>,
): Promise<{ readonly scored: Scored; readonly frame: Frame }> {
  const scored = await requireScored(stores, runId, part, to)
  const { question } = scored.run.spec
  const { frame, testFrame } = await openFrames(stores, question, task)
  const whole = partDatasetId(question, part) === question.datasetId ? frame : testFrame!
  return { scored, frame: takeRows(whole, scored.rows) }
}

/** What an evaluation reads of the data: the contract's columns, the target, and what the split goes by. */
export function columnsFor({ contract }: Pick<Pipeline, 'contract'>, split: object): ReadonlySet<string> {
  const names = [...contract.inputs.map(({ name }) => name), contract.target]
  return new Set('column' in split ? [...names, String(split.column)] : names)
}

/** Places of all rows, or of so many evenly taken. */
export function evenly(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most)
  return Uint32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * rows) / count))
}
