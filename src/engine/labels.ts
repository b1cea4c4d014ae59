import type { TaskKind } from '@/core/metrics/metric.ts'

/**
 * The class each row is given: for two classes the second from `threshold` up, for more the most probable, ties to the
 * lower index. `scores` is rows × width. Undefined for regression.
 */
export function labelsOf(
  task: TaskKind,
  scores: Float32Array,
  width: number,
  threshold: number,
): Int32Array<ArrayBuffer> | undefined {
  if (task === 'regression') return undefined
  const labels = new Int32Array(scores.length / width)
  for (let row = 0; row < labels.length; row++) {
    const at = row * width
    if (task === 'binary') labels[row] = scores[at + 1]! >= threshold ? 1 : 0
    else {
      let best = 0
      for (let j = 1; j < width; j++) if (scores[at + j]! > scores[at + best]!) best = j
      labels[row] = best
    }
  }
  return labels
}
