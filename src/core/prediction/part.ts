import type { DatasetId } from '../dataset/dataset.ts'
import type { Question } from '../experiment/experiment.ts'
import type { Evaluation } from '../run/run.ts'

/** The dataset that the rows of a part are of: the second file where that tests, else the question's own. */
export function partDatasetId(
  { datasetId, split }: Pick<Question, 'datasetId' | 'split'>,
  part: Evaluation['part'],
): DatasetId {
  return split.kind === 'file' && part === 'test' ? split.testDatasetId : datasetId
}
