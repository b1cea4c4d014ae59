import type { Neighbours } from '@/core/knn/nearest.ts'
import type { Work } from '@/core/work.ts'
import type { NeighboursModel } from './model.ts'

/** Rows whose neighbours are looked at between two rests. */
const ROWS_AT_ONCE = 512

/** What the neighbours of rows say, into `scores` (rows × classes, or a number each). */
export function* gatherAnswers(
  { weights, classCount, answers }: NeighboursModel,
  { k, indices, distances }: Neighbours,
  scores: Float32Array,
): Work<void> {
  const outputs = classCount || 1
  const rows = scores.length / outputs
  const sums = new Float64Array(outputs)
  for (let row = 0; row < rows; row++) {
    const from = row * k
    sums.fill(0)
    let total = 0
    // Nearest first: where the first is no distance away, so are all that count.
    const isAtPoint = weights === 'distance' && distances[from] === 0
    for (let i = from; i < from + k; i++) {
      // Distances whose squares single precision does not hold find nobody: those behind the last found are left out.
      if (indices[i]! < 0) break
      const weight = weights === 'uniform' ? 1 : isAtPoint ? Number(distances[i] === 0) : 1 / distances[i]!
      const answer = answers[indices[i]!]!
      total += weight
      if (classCount > 0) sums[answer]! += weight
      else sums[0]! += weight * answer
    }
    // From so far away all are alike: the first trained on.
    for (let i = 0; indices[from]! < 0 && i < k; i++) {
      total += 1
      sums[classCount > 0 ? answers[i]! : 0]! += classCount > 0 ? 1 : answers[i]!
    }
    for (let output = 0; output < outputs; output++) scores[row * outputs + output] = sums[output]! / total
    if (row % ROWS_AT_ONCE === 0) yield
  }
}
