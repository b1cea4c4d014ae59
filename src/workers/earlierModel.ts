import type { Dataset } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { canonicalJson } from '@/core/hash.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { noEarlierModel } from '@/core/run/warmStart.ts'
import type { EarlierModel } from '@/engine/training/warmStart.ts'
import { type Stores, weightsPath } from './runFiles.ts'

/**
 * The model that a spec starts from, by its weights, of any run that made it on the same rows: one that was trained on others
 * may have learned what validates or tests here.
 * @throws AssayError `storage.missing` where no run of this browser has it, `spec.invalid` where none was dealt the same rows.
 */
export async function openEarlier(stores: Stores, spec: RunSpec): Promise<EarlierModel> {
  const { records, arrays } = stores
  const warmStart = spec.warmStart!
  const makers = (await records.all('result')).filter(({ weightsDigest }) => weightsDigest === warmStart.weightsDigest)
  const rows = await rowsKey(stores, spec)
  let isOfOtherRows = false
  for (const { id } of makers) {
    const [run, pipeline] = await Promise.all([records.get('run', id), records.get('pipeline', id)])
    if (!run || !pipeline) continue
    if ((await rowsKey(stores, run.spec)) !== rows) {
      isOfOtherRows = true
      continue
    }
    const weights = await Promise.all(pipeline.members.map((_, member) => arrays.read(weightsPath(id, member))))
    return { spec: run.spec, pipeline, weights }
  }
  if (!isOfOtherRows) throw noEarlierModel(warmStart)
  throw new AssayError(
    'spec.invalid',
    'The model to start from was trained on rows dealt otherwise: it may have learned from rows that validate or test here. Take the warm start out of the spec.',
  )
}

/** What decides which rows are in which part, and what is asked of them. */
async function rowsKey({ records }: Stores, { question, seed }: RunSpec): Promise<string> {
  const { datasetId, target, task, classes, split } = question
  const dataset = await records.get('dataset', datasetId)
  const dealt = dataset && dealtOver(dataset, 'column' in split ? [target, split.column] : [target])
  return canonicalJson({ dealt: dealt ?? datasetId, seed, target, task, classes, split })
}

/** What a split is dealt over: rows and columns as first read, which no edit changes. */
function dealtOver({ firstRead, ...dataset }: Dataset, names: readonly string[]) {
  const { rows, columns } = firstRead ?? dataset
  return { rows, columns: names.map((name) => columns.find((column) => column.name === name)?.digest) }
}
