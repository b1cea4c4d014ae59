// Comparing points: see ../search.ts, which lays out the memory and is the only one to call this. Points lie in panels of
// four, column by column, so that each lane of a vector adds up one distance in the order of the columns.

import { insertNearest } from './nearest'

let points: usize = 0
let queries: usize = 0
let width: i32 = 0
let k: i32 = 0
/** The best so far: k squares and k points a query, nearest first. */
let squares: usize = 0
let indices: usize = 0
/** Whether the queries are the points themselves: each pair is then measured once, for both. */
let isSelf: bool = false
/** The last of each query's best squares, side by side. */
let worsts: usize = 0
/** A column for each query in which a point must have a number; 0 where there are none. */
let present: usize = 0
/** A byte for each column: 1 where it holds codes. */
let kinds: usize = 0

export function base(): usize {
  return (__heap_base + 63) & ~63
}

export function setUp(
  pointsAt: usize,
  queriesAt: usize,
  columns: i32,
  neighbours: i32,
  squaresAt: usize,
  indicesAt: usize,
  worstsAt: usize,
  self: bool,
  presentAt: usize,
  kindsAt: usize,
): void {
  points = pointsAt
  queries = queriesAt
  width = columns
  k = neighbours
  squares = squaresAt
  indices = indicesAt
  worsts = worstsAt
  isSelf = self
  present = presentAt
  kinds = kindsAt
}

/** Notes a distance, and the worst of the best that there are then. */
function insert(query: i32, point: i32, square: f32): void {
  if (isSelf && point == query) return
  if (!insertNearest(squares, indices, k, query, point, square)) return
  store<f32>(worsts + (<usize>query << 2), load<f32>(squares + ((<usize>query * k + k - 1) << 2)))
}

function offer(query: i32, point: i32, four: v128): void {
  insert(query, point, f32x4.extract_lane(four, 0))
  insert(query, point + 1, f32x4.extract_lane(four, 1))
  insert(query, point + 2, f32x4.extract_lane(four, 2))
  insert(query, point + 3, f32x4.extract_lane(four, 3))
}

// @ts-ignore: decorator
@inline
function offerBoth(query: i32, point: i32, a: v128, b: v128): void {
  const worst = v128.load32_splat(worsts + (<usize>query << 2))
  if (v128.any_true(v128.or(f32x4.lt(a, worst), f32x4.lt(b, worst)))) {
    offer(query, point, a)
    offer(query, point + 4, b)
  }
}

/** The same the other way round: the query as a neighbour of the points. Squares of differences have no direction. */
// @ts-ignore: decorator
@inline
function offerBack(query: i32, point: i32, a: v128, b: v128): void {
  const worst = worsts + (<usize>point << 2)
  if (v128.any_true(v128.or(f32x4.lt(a, v128.load(worst)), f32x4.lt(b, v128.load(worst, 16))))) {
    insert(point, query, f32x4.extract_lane(a, 0))
    insert(point + 1, query, f32x4.extract_lane(a, 1))
    insert(point + 2, query, f32x4.extract_lane(a, 2))
    insert(point + 3, query, f32x4.extract_lane(a, 3))
    insert(point + 4, query, f32x4.extract_lane(b, 0))
    insert(point + 5, query, f32x4.extract_lane(b, 1))
    insert(point + 6, query, f32x4.extract_lane(b, 2))
    insert(point + 7, query, f32x4.extract_lane(b, 3))
  }
}

/**
 * Queries four at a time against points eight at a time; [from, to) are points, both multiples of eight. Where the
 * queries are the points, `start` is one too: points before it met these queries as queries, those behind the last are
 * told of them here.
 */
export function compare(start: i32, end: i32, from: i32, to: i32): void {
  if (!isSelf) return compareTiles(start, end, from, to, false)
  const middle = min(to, max(from, (end + 7) & ~7))
  const low = max(from, start)
  if (low < middle) compareTiles(start, end, low, middle, false)
  if (middle < to) compareTiles(start, end, middle, to, true)
}

function compareTiles(start: i32, end: i32, from: i32, to: i32, isBoth: bool): void {
  const row = <usize>width << 2
  const panel = row << 2
  // As many points as stay in the nearest cache while all queries meet them.
  const tile = max(8, (24576 / max(1, <i32>row)) & ~7)
  for (let low = from; low < to; low += tile) {
    const high = min(to, low + tile)
    let query = start
    for (; query + 3 < end; query += 4) {
      const q0 = queries + <usize>query * row
      for (let point = low; point < high; point += 8) {
        let p = points + <usize>(point >> 2) * panel
        let q = q0
        const stop = q0 + row
        let a0 = f32x4.splat(0)
        let a1 = a0
        let a2 = a0
        let a3 = a0
        let b0 = a0
        let b1 = a0
        let b2 = a0
        let b3 = a0
        while (q < stop) {
          const pa = v128.load(p)
          const pb = v128.load(p + panel)
          let s = v128.load32_splat(q)
          let x = f32x4.sub(s, pa)
          a0 = f32x4.add(a0, f32x4.mul(x, x))
          x = f32x4.sub(s, pb)
          b0 = f32x4.add(b0, f32x4.mul(x, x))
          s = v128.load32_splat(q + row)
          x = f32x4.sub(s, pa)
          a1 = f32x4.add(a1, f32x4.mul(x, x))
          x = f32x4.sub(s, pb)
          b1 = f32x4.add(b1, f32x4.mul(x, x))
          s = v128.load32_splat(q + 2 * row)
          x = f32x4.sub(s, pa)
          a2 = f32x4.add(a2, f32x4.mul(x, x))
          x = f32x4.sub(s, pb)
          b2 = f32x4.add(b2, f32x4.mul(x, x))
          s = v128.load32_splat(q + 3 * row)
          x = f32x4.sub(s, pa)
          a3 = f32x4.add(a3, f32x4.mul(x, x))
          x = f32x4.sub(s, pb)
          b3 = f32x4.add(b3, f32x4.mul(x, x))
          q += 4
          p += 16
        }
        offerBoth(query, point, a0, b0)
        offerBoth(query + 1, point, a1, b1)
        offerBoth(query + 2, point, a2, b2)
        offerBoth(query + 3, point, a3, b3)
        if (isBoth) {
          offerBack(query, point, a0, b0)
          offerBack(query + 1, point, a1, b1)
          offerBack(query + 2, point, a2, b2)
          offerBack(query + 3, point, a3, b3)
        }
      }
    }
    for (; query < end; query++) {
      const q0 = queries + <usize>query * row
      for (let point = low; point < high; point += 8) {
        let p = points + <usize>(point >> 2) * panel
        let a = f32x4.splat(0)
        let b = a
        for (let q = q0; q < q0 + row; q += 4) {
          const s = v128.load32_splat(q)
          let x = f32x4.sub(s, v128.load(p))
          a = f32x4.add(a, f32x4.mul(x, x))
          x = f32x4.sub(s, v128.load(p + panel))
          b = f32x4.add(b, f32x4.mul(x, x))
          p += 16
        }
        offerBoth(query, point, a, b)
        if (isBoth) offerBack(query, point, a, b)
      }
    }
  }
}

/** As `compare`, over the numbers that both have. */
export function compareShared(start: i32, end: i32, from: i32, to: i32): void {
  const row = <usize>width << 2
  const panel = row << 2
  const tile = max(8, (24576 / max(1, <i32>row)) & ~7)
  for (let low = from; low < to; low += tile) {
    const high = min(to, low + tile)
    for (let query = start; query < end; query++) {
      const q0 = queries + <usize>query * row
      const needed: i32 = present ? load<i32>(present + (<usize>query << 2)) : -1
      for (let point = low; point < high; point += 8) {
        const p0 = points + <usize>(point >> 2) * panel
        let p = p0
        let a = f32x4.splat(0)
        let b = a
        let countA = i32x4.splat(0)
        let countB = countA
        for (let q = q0; q < q0 + row; q += 4) {
          const number = load<f32>(q)
          if (number == number) {
            const s = f32x4.splat(number)
            const xa = f32x4.sub(s, v128.load(p))
            const ma = f32x4.eq(xa, xa)
            const ya = v128.and(xa, ma)
            a = f32x4.add(a, f32x4.mul(ya, ya))
            countA = i32x4.sub(countA, ma)
            const xb = f32x4.sub(s, v128.load(p + panel))
            const mb = f32x4.eq(xb, xb)
            const yb = v128.and(xb, mb)
            b = f32x4.add(b, f32x4.mul(yb, yb))
            countB = i32x4.sub(countB, mb)
          }
          p += 16
        }
        // Where nothing is shared this is 0 / 0, which is never less than any distance.
        a = f32x4.div(a, f32x4.convert_i32x4_s(countA))
        b = f32x4.div(b, f32x4.convert_i32x4_s(countB))
        if (needed >= 0) {
          const place = p0 + (<usize>needed << 4)
          // All ones, where the number is missing, are NaN.
          const va = v128.load(place)
          const vb = v128.load(place + panel)
          a = v128.or(a, f32x4.ne(va, va))
          b = v128.or(b, f32x4.ne(vb, vb))
        }
        offerBoth(query, point, a, b)
      }
    }
  }
}

/**
 * As `compare`, where some columns hold codes of categories: of two points that differ each has a 1 where the other has none,
 * and they are added one after the other, as they would be had each category a column of its own. Points that are too far by the
 * first columns are left at that: sums only grow.
 */
export function compareCoded(start: i32, end: i32, from: i32, to: i32): void {
  const row = <usize>width << 2
  const panel = row << 2
  const tile = max(8, (24576 / max(1, <i32>row)) & ~7)
  const one = f32x4.splat(1)
  for (let low = from; low < to; low += tile) {
    const high = min(to, low + tile)
    for (let query = start; query < end; query++) {
      const q0 = queries + <usize>query * row
      for (let point = low; point < high; point += 8) {
        const worst = v128.load32_splat(worsts + (<usize>query << 2))
        let p = points + <usize>(point >> 2) * panel
        let q = q0
        let a = f32x4.splat(0)
        let b = a
        let isNear = true
        for (let column = 0; column < width; column++) {
          const pa = v128.load(p)
          const pb = v128.load(p + panel)
          const s = v128.load32_splat(q)
          if (load<u8>(kinds + <usize>column)) {
            const da = v128.and(i32x4.ne(s, pa), one)
            const db = v128.and(i32x4.ne(s, pb), one)
            a = f32x4.add(a, da)
            b = f32x4.add(b, db)
            if (load<i32>(q) >= 0) {
              a = f32x4.add(a, da)
              b = f32x4.add(b, db)
            }
          } else {
            const xa = f32x4.sub(s, pa)
            const xb = f32x4.sub(s, pb)
            a = f32x4.add(a, f32x4.mul(xa, xa))
            b = f32x4.add(b, f32x4.mul(xb, xb))
          }
          q += 4
          p += 16
          if ((column & 3) == 3 && !v128.any_true(v128.or(f32x4.lt(a, worst), f32x4.lt(b, worst)))) {
            isNear = false
            break
          }
        }
        if (isNear) offerBoth(query, point, a, b)
      }
    }
  }
}
