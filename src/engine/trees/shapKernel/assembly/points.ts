// What ../points.ts does one by one, two at a time, for the compiler: see there. `scripts/assemblyScript.mjs` puts this in its
// place.

import { Grid } from './grid.ts'

function both(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}

export function leave(its: Grid, product: usize, inverse: usize, scale: f64, to: usize, sums: usize): void {
  const scales = f64x2.splat(scale)
  const rests = its.rests
  const end = its.bytes
  for (let k: usize = 0; k < end; k += 16) {
    const based = f64x2.mul(v128.load(product + k), v128.load(inverse + k))
    v128.store(to + k, f64x2.mul(f64x2.mul(based, scales), v128.load(rests + k)))
    v128.store(sums + k, f64x2.splat(0))
  }
}

export function settleLeft(
  its: Grid,
  product: usize,
  inverse: usize,
  flat: f64,
  before: f64,
  sums: usize,
  to: usize,
): f64 {
  const flats = f64x2.splat(flat)
  const befores = f64x2.splat(before)
  const weights = its.weights
  const restWeights = its.restWeights
  const end = its.bytes
  let added = f64x2.splat(0)
  for (let k: usize = 0; k < end; k += 16) {
    const sum = f64x2.add(v128.load(sums + k), f64x2.mul(flats, v128.load(product + k)))
    v128.store(to + k, f64x2.add(v128.load(to + k), sum))
    const old = f64x2.mul(f64x2.mul(v128.load(weights + k), befores), v128.load(inverse + k))
    added = f64x2.sub(added, f64x2.mul(sum, f64x2.add(v128.load(restWeights + k), old)))
  }
  return both(added)
}

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
  const zs = f64x2.splat(z)
  const rests = f64x2.splat(1 - z)
  const scales = f64x2.splat(scale)
  const ones = f64x2.splat(1)
  const points = its.points
  const end = its.bytes
  for (let k: usize = 0; k < end; k += 16) {
    const old = v128.load(inverse + k)
    const factor = f64x2.add(zs, f64x2.mul(v128.load(points + k), rests))
    v128.store(to + k, f64x2.mul(f64x2.mul(f64x2.mul(v128.load(product + k), old), scales), factor))
    v128.store(kept + k, old)
    v128.store(inverse + k, f64x2.div(ones, factor))
    v128.store(sums + k, f64x2.splat(0))
  }
}

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
  const flats = f64x2.splat(flat)
  const rests = f64x2.splat(rest)
  const befores = f64x2.splat(before)
  const weights = its.weights
  const end = its.bytes
  let added = f64x2.splat(0)
  for (let k: usize = 0; k < end; k += 16) {
    const sum = f64x2.add(v128.load(sums + k), f64x2.mul(flats, v128.load(product + k)))
    const old = v128.load(kept + k)
    v128.store(to + k, f64x2.add(v128.load(to + k), sum))
    const change = f64x2.sub(f64x2.mul(rests, v128.load(inverse + k)), f64x2.mul(befores, old))
    added = f64x2.add(added, f64x2.mul(f64x2.mul(sum, v128.load(weights + k)), change))
    v128.store(inverse + k, old)
  }
  return both(added)
}

export function settleLast(
  its: Grid,
  product: usize,
  inverse: usize,
  none: f64,
  change: f64,
  before: f64,
  to: usize,
): f64 {
  const nones = f64x2.splat(none)
  const changes = f64x2.splat(change)
  const befores = f64x2.splat(before)
  const points = its.points
  const weights = its.weights
  const end = its.bytes
  let added = f64x2.splat(0)
  for (let k: usize = 0; k < end; k += 16) {
    const old = v128.load(inverse + k)
    const base = f64x2.mul(v128.load(product + k), old)
    const sum = f64x2.mul(base, f64x2.add(nones, f64x2.mul(v128.load(points + k), changes)))
    v128.store(to + k, f64x2.add(v128.load(to + k), sum))
    const more = f64x2.sub(f64x2.mul(base, changes), f64x2.mul(f64x2.mul(befores, old), sum))
    added = f64x2.add(added, f64x2.mul(v128.load(weights + k), more))
  }
  return both(added)
}
