import { toFrame } from '@/core/dataset/column.ts'
import type { DatasetId, StoredTable } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import type { Frames } from '@/engine/prepare.ts'
import type { ScoredPart } from '@/engine/score.ts'
import { openRowIds, openWeights } from '@/storage/numbers.ts'
import { openTable } from '@/storage/tables.ts'

export interface Stores {
  readonly records: Records
  readonly arrays: Arrays
}

/** Where a run's arrays lie. */
export const weightsPath = (runId: RunId, member: number) => `runs/${runId}/weights.${member}`
const partPath = (runId: RunId, part: Evaluation['part'], what: 'scores' | 'rows' | 'actual') =>
  `runs/${runId}/${part}.${what}`

/** The question's data in one piece; only the columns of `names`, all when left out. */
export async function openFrames(
  { records, arrays }: Stores,
  { datasetId, split, target }: Pick<Question, 'datasetId' | 'split' | 'target'>,
  task: Pick<Task, 'signal'>,
  names?: ReadonlySet<string>,
): Promise<Frames> {
  const find = async (id: DatasetId) => {
    const dataset = await records.get('dataset', id)
    if (!dataset)
      throw new AssayError(
        'storage.missing',
        'The data that this run was made of are not in this browser. Load the same file again, then try again.',
        { datasetId: id },
      )
    return dataset
  }
  const open = async (table: StoredTable, wanted = names) => toFrame(await openTable(arrays, table, wanted, task))
  const dataset = await find(datasetId)
  const weights = await openWeights(arrays, dataset, task)
  return {
    frame: await open(dataset),
    ...(split.kind === 'file' && { testFrame: await open(await find(split.testDatasetId)) }),
    ...(weights && { weights }),
    ...(dataset.firstRead && {
      first: {
        frame: await open(
          { ...dataset, ...dataset.firstRead },
          new Set('column' in split ? [target, split.column] : [target]),
        ),
        ids: await openRowIds(arrays, dataset, task),
      },
    }),
  }
}

/** Keeps a part's predictions beside the truth: Float32 rows × classes, Uint32 row numbers, Float64 answers. */
export async function writePart(
  arrays: Arrays,
  { evaluation: { runId, part }, predictions, rows, actual }: ScoredPart,
): Promise<void> {
  await arrays.write(partPath(runId, part, 'scores'), [predictions.scores as Float32Array<ArrayBuffer>])
  await arrays.write(partPath(runId, part, 'rows'), [rows as Uint32Array<ArrayBuffer>])
  await arrays.write(partPath(runId, part, 'actual'), [actual as Float64Array<ArrayBuffer>])
}

/** A part's stored predictions. Throws `storage.missing` where it was not evaluated. */
export async function readPart(
  arrays: Arrays,
  runId: RunId,
  part: Evaluation['part'],
): Promise<{ readonly scores: Float32Array; readonly rows: Uint32Array; readonly actual: Float64Array }> {
  return {
    scores: new Float32Array(await arrays.read(partPath(runId, part, 'scores'))),
    rows: new Uint32Array(await arrays.read(partPath(runId, part, 'rows'))),
    actual: new Float64Array(await arrays.read(partPath(runId, part, 'actual'))),
  }
}
