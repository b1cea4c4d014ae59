import { AssayError, toErrorData } from '@/core/errors.ts'
import type { EvaluateInput } from '@/core/metrics/evaluate.ts'
import type { Evaluation, Run, RunId } from '@/core/run/run.ts'
import { readPart, type Stores } from './runFiles.ts'

/** A run's part as it was scored. */
export interface Scored {
  readonly run: Run
  readonly rows: Uint32Array
  readonly said: EvaluateInput
}

/** What a run said of a part beside the truth; or that it was not scored there, or that its predictions are not here. */
export async function openScored(
  { records, arrays }: Stores,
  runId: RunId,
  part: Evaluation['part'],
): Promise<Scored | 'notScored' | 'notStored'> {
  const run = await records.get('run', runId)
  const pipeline = await records.get('pipeline', runId)
  if (!run || !pipeline || !(await records.get('evaluation', `${runId}/${part}`))) return 'notScored'
  try {
    const { scores, rows, actual } = await readPart(arrays, runId, part)
    const { task, classes } = pipeline.contract
    const width = task === 'regression' ? 1 : classes.length
    const predictions = { rows: rows.length, width, scores }
    return { run, rows, said: { task, classes, actual, predictions, threshold: pipeline.threshold } }
  } catch (cause) {
    if (toErrorData(cause).code === 'storage.missing') return 'notStored'
    throw cause
  }
}

/** As {@link openScored}. Throws `storage.missing`, with what the predictions would be needed `to` do. */
export async function requireScored(
  stores: Stores,
  runId: RunId,
  part: Evaluation['part'],
  to: string,
): Promise<Scored> {
  const scored = await openScored(stores, runId, part)
  if (typeof scored !== 'string') return scored
  throw new AssayError(
    'storage.missing',
    scored === 'notScored'
      ? 'This run is not scored on these rows.'
      : `The predictions of this run are not in this browser. Train it again here to ${to}.`,
    { runId },
  )
}
