/**
 * What each row counts when every class is to count alike: rows / (classes × rows of its class), as scikit-learn's
 * `class_weight='balanced'` has it, times the row's own weight. Classes without a row have no part in it.
 */
export function balancedWeights(labels: Float64Array, classCount: number, weights?: Float64Array): Float64Array {
  const counts = new Float64Array(classCount)
  for (const label of labels) counts[label] = counts[label]! + 1
  const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  return labels.map((label, row) => ((weights?.[row] ?? 1) * labels.length) / (present * counts[label]!))
}
