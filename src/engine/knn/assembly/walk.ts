// Comparing points with queries of which each differs from the one before in a few columns: see ../walk.ts, which lays out the memory
// and is the only one to call this. Each point has a sum of 16 bits that its distance from the query is never below; from one query to
// the next only what the changed columns add to it is exchanged, eight points at a time. Sums are whole numbers, so nothing is lost
// on the way. Only points whose sum is not too large are measured, as the other searches measure them.

import { insertNearest } from './nearest'

let points: usize = 0
let queries: usize = 0
let width: i32 = 0
let rows: i32 = 0
let k: i32 = 0
/** The best so far: k squares and k points a query, nearest first. */
let squares: usize = 0
let indices: usize = 0
/** A byte for each column: 1 where it holds codes. */
let kinds: usize = 0
/** Cells of 16 bits: of points column by column, of queries row by row. */
let coarsePoints: usize = 0
let coarseQueries: usize = 0
/** 16 bits for each point. */
let sums: usize = 0
let columnBytes: usize = 0
/** Most that a column adds. */
let most: v128 = i16x8.splat(0)
/** What points of another category add, and where the query's is unknown. */
let twice: v128 = i16x8.splat(0)
let once: v128 = i16x8.splat(0)
/** Steps of sums to a square, and by how much a sum may be too high. */
let scale: f64 = 0
let slack: f64 = 0

const HIGHEST: f64 = 65535

export function base(): usize {
  return (__heap_base + 63) & ~63
}

export function setUp(
  pointsAt: usize,
  queriesAt: usize,
  columns: i32,
  pointCount: i32,
  neighbours: i32,
  squaresAt: usize,
  indicesAt: usize,
  kindsAt: usize,
  coarsePointsAt: usize,
  coarseQueriesAt: usize,
  sumsAt: usize,
  bytesOfColumn: usize,
): void {
  points = pointsAt
  queries = queriesAt
  width = columns
  rows = pointCount
  k = neighbours
  squares = squaresAt
  indices = indicesAt
  kinds = kindsAt
  coarsePoints = coarsePointsAt
  coarseQueries = coarseQueriesAt
  sums = sumsAt
  columnBytes = bytesOfColumn
}

/** How sums are made. Before this is called every point is measured. */
export function tune(highest: i32, ofTwo: i32, ofOne: i32, steps: f64, above: f64): void {
  most = i16x8.splat(<i16>highest)
  twice = i16x8.splat(<i16>ofTwo)
  once = i16x8.splat(<i16>ofOne)
  scale = steps
  slack = above
}

/** The square of a distance, added up in the order of the columns. Of two categories each has a 1 where the other has none. */
function squareOf(query: i32, point: i32): f32 {
  let q = queries + ((<usize>query * width) << 2)
  let p = points + ((<usize>point * width) << 2)
  let sum: f32 = 0
  for (let column = 0; column < width; column++) {
    if (load<u8>(kinds + <usize>column)) {
      const code = load<i32>(q)
      if (code != load<i32>(p)) {
        sum += 1
        if (code >= 0) sum += 1
      }
    } else {
      const x = load<f32>(q) - load<f32>(p)
      sum += x * x
    }
    q += 4
    p += 4
  }
  return sum
}

function insert(query: i32, point: i32, square: f32): bool {
  return insertNearest(squares, indices, k, query, point, square)
}

// @ts-ignore: decorator
@inline
function worstOf(query: i32): f32 {
  return load<f32>(squares + ((<usize>query * k + k - 1) << 2))
}

/** Within which the k nearest of a query are: what was found of it, or the neighbours of the query before. */
function boundOf(query: i32): f32 {
  const own = worstOf(query)
  if (query == 0) return own
  const known = indices + ((<usize>(query - 1) * k) << 2)
  if (load<i32>(known + ((<usize>k - 1) << 2)) < 0) return own
  let bound: f32 = 0
  for (let i = 0; i < k; i++) {
    const square = squareOf(query, load<i32>(known + (<usize>i << 2)))
    // Not a number is no bound either.
    if (!(square < own)) return own
    bound = max(bound, square)
  }
  return bound
}

/** The highest sum that a point at such a distance can have. */
function limitOf(square: f32): v128 {
  const limit = <f64>square * scale + slack
  return i16x8.splat(limit < HIGHEST ? <i16>(<i32>limit) : -1)
}

// @ts-ignore: decorator
@inline
function numberAdds(point: v128, query: v128): v128 {
  // Rounded down, both can have come nearer or farther by one.
  const apart = i16x8.sub_sat_u(i16x8.abs(i16x8.sub(point, query)), i16x8.splat(1))
  return i16x8.min_u(i16x8.q15mulr_sat_s(apart, apart), most)
}

// @ts-ignore: decorator
@inline
function codeAdds(point: v128, query: v128, weight: v128): v128 {
  return v128.and(i16x8.ne(point, query), weight)
}

// @ts-ignore: decorator
@inline
function weightOf(code: i16): v128 {
  return code < 0 ? once : twice
}

function addColumn(isCoded: bool, cells: usize, sum: usize, end: usize, cell: i16): void {
  const query = i16x8.splat(cell)
  if (isCoded) {
    const weight = weightOf(cell)
    for (; sum < end; sum += 16, cells += 16)
      v128.store(sum, i16x8.add(v128.load(sum), codeAdds(v128.load(cells), query, weight)))
  } else
    for (; sum < end; sum += 16, cells += 16)
      v128.store(sum, i16x8.add(v128.load(sum), numberAdds(v128.load(cells), query)))
}

function exchangeColumn(isCoded: bool, cells: usize, sum: usize, end: usize, cell: i16, before: i16): void {
  const query = i16x8.splat(cell)
  const old = i16x8.splat(before)
  if (isCoded) {
    const weight = weightOf(cell)
    const oldWeight = weightOf(before)
    for (; sum < end; sum += 16, cells += 16) {
      const four = v128.load(cells)
      const change = i16x8.sub(codeAdds(four, query, weight), codeAdds(four, old, oldWeight))
      v128.store(sum, i16x8.add(v128.load(sum), change))
    }
  } else
    for (; sum < end; sum += 16, cells += 16) {
      const four = v128.load(cells)
      const change = i16x8.sub(numberAdds(four, query), numberAdds(four, old))
      v128.store(sum, i16x8.add(v128.load(sum), change))
    }
}

function scan(query: i32, from: i32, to: i32): void {
  let bound = boundOf(query)
  let limit = limitOf(bound)
  for (let point = from; point < to; point += 8) {
    let near = i16x8.bitmask(i16x8.le_u(v128.load(sums + (<usize>point << 1)), limit))
    while (near) {
      const its = point + ctz(near)
      near &= near - 1
      if (its < rows && insert(query, its, squareOf(query, its)) && worstOf(query) < bound) {
        bound = worstOf(query)
        limit = limitOf(bound)
      }
    }
  }
}

/** Queries [start, end), one after the other, against points [from, to), both multiples of eight. */
export function compare(start: i32, end: i32, from: i32, to: i32): void {
  const first = sums + (<usize>from << 1)
  const last = sums + (<usize>to << 1)
  const skipped = <usize>from << 1
  memory.fill(first, 0, last - first)
  for (let query = start; query < end; query++) {
    const cells = coarseQueries + ((<usize>query * width) << 1)
    const before = cells - ((<usize>width) << 1)
    for (let column: usize = 0; column < <usize>width; column++) {
      const cell = load<i16>(cells + (column << 1))
      const isCoded = load<u8>(kinds + column) != 0
      const its = coarsePoints + column * columnBytes + skipped
      if (query == start) addColumn(isCoded, its, first, last, cell)
      else {
        const old = load<i16>(before + (column << 1))
        if (old != cell) exchangeColumn(isCoded, its, first, last, cell, old)
      }
    }
    scan(query, from, to)
  }
}
