import type { Work } from '@/core/work.ts'
import { WORK_AT_ONCE } from './design.ts'

/** A pivot below this share of what stood in its place has no digits left. */
const LEAST_PIVOT = 1e-12

/** A symmetric positive definite matrix as L·Lᵀ: `lower` is size × size, row by row; only its lower half means anything. */
export interface Cholesky {
  readonly size: number
  readonly lower: Float64Array
}

/** Undefined where the matrix (both halves or the lower one) is singular as far as double precision tells. */
export function* factorise(matrix: Float64Array, size: number): Work<Cholesky | undefined> {
  const lower = Float64Array.from(matrix)
  let work = 0
  for (let i = 0; i < size; i++) {
    const from = i * size
    for (let j = 0; j <= i; j++) {
      const other = j * size
      let [a, b] = [0, 0]
      let k = 0
      for (; k + 1 < j; k += 2) {
        a += lower[from + k]! * lower[other + k]!
        b += lower[from + k + 1]! * lower[other + k + 1]!
      }
      if (k < j) a += lower[from + k]! * lower[other + k]!
      const rest = lower[from + j]! - (a + b)
      if (j < i) lower[from + j] = rest / lower[other + j]!
      else {
        if (!(rest > LEAST_PIVOT * lower[from + j]!) || !Number.isFinite(rest)) return undefined
        lower[from + j] = Math.sqrt(rest)
      }
    }
    work += i * i
    if (work > WORK_AT_ONCE) {
      work = 0
      yield
    }
  }
  return { size, lower }
}

/** x of L·x = b. */
export function forward({ size, lower }: Cholesky, b: Float64Array): Float64Array {
  const x = Float64Array.from(b)
  for (let i = 0; i < size; i++) {
    let sum = x[i]!
    for (let k = 0, at = i * size; k < i; k++, at++) sum -= lower[at]! * x[k]!
    x[i] = sum / lower[i * size + i]!
  }
  return x
}

/** x of L·Lᵀ·x = b. */
export function solve(cholesky: Cholesky, b: Float64Array): Float64Array {
  const { size, lower } = cholesky
  const x = forward(cholesky, b)
  for (let i = size - 1; i >= 0; i--) {
    const value = x[i]! / lower[i * size + i]!
    x[i] = value
    for (let k = 0, at = i * size; k < i; k++, at++) x[k]! -= lower[at]! * value
  }
  return x
}

/** The diagonal of the inverse of L·Lᵀ: sums of squares of the columns of the inverse of L. */
export function* inverseDiagonal({ size, lower }: Cholesky): Work<Float64Array> {
  const diagonal = new Float64Array(size)
  const column = new Float64Array(size)
  let work = 0
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = i === j ? 1 : 0
      for (let k = j, at = i * size + j; k < i; k++, at++) sum -= lower[at]! * column[k]!
      column[i] = sum / lower[i * size + i]!
      diagonal[j]! += column[i]! * column[i]!
    }
    work += (size - j) ** 2 / 2
    if (work > WORK_AT_ONCE) {
      work = 0
      yield
    }
  }
  return diagonal
}
