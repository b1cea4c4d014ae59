import type { Work } from '@/core/work.ts'
import { factorise, solve } from './cholesky.ts'
import { WORK_AT_ONCE } from './design.ts'

/** Of the mean of a singular matrix's diagonal: what is added to it. */
const JITTER = 1e-10
/** Corrections that take what was added out again, as far as it can be. */
const CORRECTIONS = 4
/** Sweeps over the coordinates, and the share of the first sweep's greatest decrease at which they end. */
const MOST_SWEEPS = 5_000
const SETTLED = 1e-12

/**
 * The step d with H·d = −g, where the last place is the intercept, which no penalty holds. Where H is singular (columns that
 * others make up, no ridge) it is the shortest of all such steps, intercept aside: from coefficients of 0 that leads to
 * those of least norm, as scikit-learn's LinearRegression.
 */
export function* newtonStep(
  hessian: Float64Array,
  gradient: Float64Array,
): Work<{ readonly step: Float64Array; readonly isSingular: boolean }> {
  const size = gradient.length
  const sound = yield* factorise(hessian, size)
  if (sound) return { step: solve(sound, gradient).map((value) => -value), isSingular: false }
  const width = size - 1
  const last = width * size
  const corner = hessian[last + width]!
  const rest = new Float64Array(width * width)
  const wanted = new Float64Array(width)
  let trace = 0
  for (let i = 0; i < width; i++) {
    const share = corner > 0 ? hessian[last + i]! / corner : 0
    for (let j = 0; j < width; j++) rest[i * width + j] = hessian[i * size + j]! - share * hessian[last + j]!
    wanted[i] = share * gradient[width]! - gradient[i]!
    trace += rest[i * width + i]!
  }
  const step = new Float64Array(size)
  for (let jitter = (JITTER * trace) / width; jitter > 0 && jitter < trace; jitter *= 100) {
    const held = Float64Array.from(rest)
    for (let i = 0; i < width; i++) held[i * (width + 1)]! += jitter
    const cholesky = yield* factorise(held, width)
    if (!cholesky) continue
    // What the rows hardly tell is damped to nearly nothing, or each step would creep along it.
    const solved = solve(cholesky, wanted)
    const told = wanted.map((_, i) => rowTimes(rest, i, solved, width))
    for (let correction = 0; correction < CORRECTIONS; correction++) {
      const missing = told.map((value, i) => value - rowTimes(rest, i, step, width))
      const more = solve(cholesky, missing)
      for (let i = 0; i < width; i++) step[i]! += more[i]!
    }
    break
  }
  step[width] = corner > 0 ? -(gradient[width]! + rowTimes(hessian, width, step, size)) / corner : 0
  return { step, isSingular: true }
}

function rowTimes(matrix: Float64Array, row: number, vector: Float64Array, size: number): number {
  let sum = 0
  for (let j = 0, at = row * size; j < size; j++, at++) sum += matrix[at]! * vector[j]!
  return sum
}

/** What is left of a value that an absolute value pulls to 0. */
export function shrink(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0
}

/**
 * The step d from `parameters` that makes g·d + ½ d·H·d + l1·Σ|β + d| least, the last `intercepts` places free of l1: by
 * coordinate descent with covariance updates and an active set (Friedman, Hastie & Tibshirani 2010, §2.2 and §2.6). Ends
 * when no coordinate alone would take off `least`, so that the step meets the conditions of Karush, Kuhn and Tucker.
 */
export function* lassoStep(
  hessian: Float64Array,
  gradient: Float64Array,
  parameters: Float64Array,
  intercepts: number,
  l1: number,
  least: number,
): Work<Float64Array> {
  const size = gradient.length
  const slopes = Float64Array.from(gradient)
  const values = Float64Array.from(parameters)
  const all = Int32Array.from({ length: size }, (_, i) => i)
  let work = 0

  /** @returns The greatest decrease, doubled, of one coordinate. */
  const sweep = (places: Int32Array) => {
    let greatest = 0
    for (const j of places) {
      const curvature = hessian[j * size + j]!
      if (!(curvature > 0)) continue
      const before = values[j]!
      const free = curvature * before - slopes[j]!
      const after = (j >= size - intercepts ? free : shrink(free, l1)) / curvature
      const change = after - before
      if (change === 0) continue
      values[j] = after
      for (let i = 0, at = j * size; i < size; i++, at++) slopes[i]! += change * hessian[at]!
      work += size
      greatest = Math.max(greatest, change * change * curvature)
    }
    work += places.length
    return greatest
  }

  let first = 0
  for (let sweeps = 0; sweeps < MOST_SWEEPS; ) {
    const greatest = sweep(all)
    sweeps++
    first = Math.max(first, greatest)
    const enough = Math.max(least, SETTLED * first)
    if (greatest <= enough) break
    const active = all.filter((j) => values[j] !== 0 || j >= size - intercepts)
    while (sweeps++ < MOST_SWEEPS && sweep(active) > enough) {
      if (work < WORK_AT_ONCE) continue
      work = 0
      yield
    }
    yield
  }
  return values.map((value, i) => value - parameters[i]!)
}
