import { AssayError } from '@/core/errors.ts'
import { type NearestEvent, nearest } from '@/core/knn/nearest.ts'
import type { Points } from '@/core/knn/points.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { openSearch } from '../knn/search.ts'
import { gatherAnswers } from './answers.ts'
import type { NeighboursModel } from './model.ts'

/** Queries that one search is opened for. */
const QUERIES_AT_ONCE = 16_384

/**
 * Answers for rows as wide as the model's points: the weighted share of each class among the k nearest points (rows ×
 * classes), or the weighted mean of their numbers (one a row), as scikit-learn's KNeighborsClassifier and KNeighborsRegressor.
 * Distances are Euclidean, in single precision; of points equally far those that come first among the training rows are taken.
 * By 1 / distance, points at distance 0 alone count where there are any, all alike. A row's answer does not depend on the
 * rows beside it.
 * @throws AssayError `predict.missingColumns` for rows of another width; `aborted` when stopped.
 */
export async function predictNeighbours(
  model: NeighboursModel,
  queries: Points,
  task: Task<NearestEvent>,
): Promise<Float32Array<ArrayBuffer>> {
  const { points, classCount, blocks } = model
  if (queries.width !== points.width)
    throw new AssayError(
      'predict.missingColumns',
      `The model looks at ${points.width} features, and these rows have ${queries.width}. Give it rows with the columns it was trained on.`,
    )
  const k = Math.min(model.k, points.rows)
  const outputs = classCount || 1
  const scores = new Float32Array(queries.rows * outputs)
  for (let start = 0; start < queries.rows; start += QUERIES_AT_ONCE) {
    throwIfAborted(task)
    const rows = Math.min(QUERIES_AT_ONCE, queries.rows - start)
    const values = queries.values.subarray(start * queries.width, (start + rows) * queries.width)
    const report = ({ done }: NearestEvent) => task.report({ done: start + done, total: queries.rows })
    const found = await nearest(
      { points, queries: { values, rows, width: queries.width }, k, metric: 'euclidean', blocks },
      { signal: task.signal, report },
      openSearch,
    )
    await runFor(task, gatherAnswers(model, found, scores.subarray(start * outputs, (start + rows) * outputs)))
  }
  return scores
}
