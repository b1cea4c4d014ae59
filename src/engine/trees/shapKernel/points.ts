import { addDouble, doubleAt, setDouble } from '../forestKernel/memory.ts'
import type { Grid } from './grid.ts'

/**
 * Loops over the points of a quadrature: of each list the places of its first double are given. They are AssemblyScript too:
 * compiled, they have assembly/points.ts in the place of this one, which takes two at a time. Numbers come out the same but for
 * the order in which they are added up.
 */

/** to = product · inverse · scale · (1 − t), and sums are 0. */
export function leave(its: Grid, product: usize, inverse: usize, scale: f64, to: usize, sums: usize): void {
  for (let k: usize = 0; k < its.bytes; k += 8) {
    setDouble(to + k, doubleAt(product + k) * doubleAt(inverse + k) * scale * doubleAt(its.rests + k))
    setDouble(sums + k, 0)
  }
}

/** Passes sums on, with what is flat times the product; returns what a column adds where the row has left its way. */
export function settleLeft(
  its: Grid,
  product: usize,
  inverse: usize,
  flat: f64,
  before: f64,
  sums: usize,
  to: usize,
): f64 {
  let added: f64 = 0
  for (let k: usize = 0; k < its.bytes; k += 8) {
    const sum: f64 = doubleAt(sums + k) + flat * doubleAt(product + k)
    addDouble(to + k, sum)
    added -= sum * (doubleAt(its.restWeights + k) + doubleAt(its.weights + k) * before * doubleAt(inverse + k))
  }
  return added
}

/** to = product · inverse · scale · (z + t (1 − z)); the inverse is kept, and then that of the bracket; sums are 0. */
export function follow(
  its: Grid,
  product: usize,
  inverse: usize,
  scale: f64,
  z: f64,
  to: usize,
  sums: usize,
  kept: usize,
): void {
  const rest: f64 = 1 - z
  for (let k: usize = 0; k < its.bytes; k += 8) {
    const old: f64 = doubleAt(inverse + k)
    const factor: f64 = z + doubleAt(its.points + k) * rest
    setDouble(to + k, doubleAt(product + k) * old * scale * factor)
    setDouble(kept + k, old)
    setDouble(inverse + k, 1 / factor)
    setDouble(sums + k, 0)
  }
}

/** As {@link settleLeft} where the row goes the column's way; the inverse is again what was kept. */
export function settleFollowed(
  its: Grid,
  product: usize,
  inverse: usize,
  flat: f64,
  rest: f64,
  before: f64,
  sums: usize,
  kept: usize,
  to: usize,
): f64 {
  let added: f64 = 0
  for (let k: usize = 0; k < its.bytes; k += 8) {
    const sum: f64 = doubleAt(sums + k) + flat * doubleAt(product + k)
    const old: f64 = doubleAt(kept + k)
    addDouble(to + k, sum)
    added += sum * doubleAt(its.weights + k) * (rest * doubleAt(inverse + k) - before * old)
    setDouble(inverse + k, old)
  }
  return added
}

/** Passes on what leaves come to of which only one column says more: `none` + t · `change`; returns what it adds. */
export function settleLast(
  its: Grid,
  product: usize,
  inverse: usize,
  none: f64,
  change: f64,
  before: f64,
  to: usize,
): f64 {
  let added: f64 = 0
  for (let k: usize = 0; k < its.bytes; k += 8) {
    const old: f64 = doubleAt(inverse + k)
    const base: f64 = doubleAt(product + k) * old
    const sum: f64 = base * (none + doubleAt(its.points + k) * change)
    addDouble(to + k, sum)
    added += doubleAt(its.weights + k) * (base * change - before * old * sum)
  }
  return added
}
