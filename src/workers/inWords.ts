import type { PredictedRow } from '@/core/pipeline/jobs.ts'
import { type Pipeline, type Predictions, setOfRow, spreadOfRow } from '@/core/pipeline/pipeline.ts'

/** Predictions as a person reads them, row by row. */
export function inWords({ contract }: Pipeline, predictions: Predictions): PredictedRow[] {
  const { rows, width, scores, labels, intervals } = predictions
  return Array.from({ length: rows }, (_, row) => {
    const spread = spreadOfRow(predictions, row)
    const set = setOfRow(predictions, row)
    return {
      ...(labels
        ? {
            prediction: contract.classes[labels[row]!]!,
            probabilities: [...scores.subarray(row * width, (row + 1) * width)],
          }
        : { prediction: scores[row]! }),
      ...(spread !== undefined && { spread }),
      ...(intervals && { interval: { low: intervals.low[row]!, high: intervals.high[row]! } }),
      ...(set && { set: set.map((j) => contract.classes[j]!) }),
    }
  })
}
