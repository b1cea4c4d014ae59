import { featureNames } from '@/core/encoding/dense.ts'
import type { DenseEncoding } from '@/core/encoding/encoding.ts'

/** One preparation: how long it took from columns to matrix, and what proves that it is the right one. */
export interface Prepared {
  readonly ms: number
  readonly answer: { readonly rows: number; readonly sums: Readonly<Record<string, number>> }
}

/** Weights of rows in a sum repeat after so many. */
const PERIOD = 1009

/**
 * Per column of a row-major matrix, by its name, the sum of its cells, each weighted by its row's place: scaled columns
 * add up to 0 unweighted, in whatever order their rows are.
 */
export function sumColumns(matrix: Float32Array, names: readonly string[]): Prepared['answer'] {
  const sums = new Float64Array(names.length)
  const rows = matrix.length / names.length
  for (let row = 0, at = 0; row < rows; row++) {
    const weight = ((row % PERIOD) + 1) / PERIOD
    for (let j = 0; j < sums.length; j++) sums[j]! += weight * matrix[at++]!
  }
  return { rows, sums: Object.fromEntries(names.map((name, j) => [name, sums[j]!])) }
}

export function checkMatrix(matrix: Float32Array, encoding: DenseEncoding): Prepared['answer'] {
  return sumColumns(matrix, featureNames(encoding))
}
