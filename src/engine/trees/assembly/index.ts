// Histograms of trees: see ../kernel.ts, which lays out the memory and is the only one to call this. All sums are whole
// numbers of 32 bits, so that no order of adding changes them; ../plainKernel.ts gives the same.

let touched: i32 = 0

export function base(): usize {
  return (__heap_base + 63) & ~63
}

/** Asks for the memory of some rows at once, so that waiting for one is waiting for all. */
// @ts-ignore: decorator
@inline
function touch(row: usize, end: usize, bins: usize, width: usize, gradients: usize): void {
  let sum = 0
  for (; row < end; row += 4) {
    const place = <usize>load<u32>(row)
    const first = bins + place * width
    sum ^= load<u8>(first) ^ load<u8>(first + width - 1) ^ load<i32>(gradients + (place << 3))
  }
  touched = sum
}

// @ts-ignore: decorator
@inline
function addTo(place: usize, what: v128): void {
  v128.store(place, i32x4.add(v128.load(place), what))
}

/**
 * Adds (gradient, hessian, 1, 0) of each row to the bin of each of its columns. Rows are indices of 32 bits; their bins
 * lie side by side; `offsets` says for each column where its bins begin in the histogram, in bytes.
 */
export function build(
  rows: usize,
  count: i32,
  bins: usize,
  width: usize,
  offsets: usize,
  gradients: usize,
  histogram: usize,
): void {
  const end = rows + (<usize>count << 2)
  let ahead = rows
  for (let row = rows; row < end; row += 4) {
    if (row >= ahead) {
      ahead = min(end, row + 64)
      touch(row, ahead, bins, width, gradients)
    }
    const place = <usize>load<u32>(row)
    const what = i32x4.replace_lane(v128.load64_zero(gradients + (place << 3)), 2, 1)
    let bin = bins + place * width
    const stop = bin + width
    let offset = offsets
    for (; bin + 3 < stop; bin += 4) {
      const four = load<u32>(bin)
      addTo(histogram + load<u32>(offset) + ((four & 255) << 4), what)
      addTo(histogram + load<u32>(offset, 4) + ((four >> 4) & 4080), what)
      addTo(histogram + load<u32>(offset, 8) + ((four >> 12) & 4080), what)
      addTo(histogram + load<u32>(offset, 12) + ((four >> 24) << 4), what)
      offset += 16
    }
    for (; bin < stop; bin++) {
      addTo(histogram + load<u32>(offset) + (<usize>load<u8>(bin) << 4), what)
      offset += 4
    }
  }
}

/** to = to + what, over a multiple of 16 bytes. */
export function add(to: usize, what: usize, bytes: usize): void {
  const end = to + bytes
  while (to < end) {
    addTo(to, v128.load(what))
    to += 16
    what += 16
  }
}

/** to = to − what, over a multiple of 16 bytes. */
export function subtract(to: usize, what: usize, bytes: usize): void {
  const end = to + bytes
  while (to < end) {
    v128.store(to, i32x4.sub(v128.load(to), v128.load(what)))
    to += 16
    what += 16
  }
}

/**
 * Brings the rows whose bin has a 1 in `sides` before the others, both in their order.
 * @returns how many they are.
 */
export function partition(rows: usize, count: i32, column: usize, sides: usize, spare: usize): i32 {
  const end = rows + (<usize>count << 2)
  let left = rows
  let right = spare
  for (let at = rows; at < end; at += 4) {
    const row = load<u32>(at)
    const isLeft = <usize>load<u8>(sides + <usize>load<u8>(column + <usize>row))
    store<u32>(left, row)
    store<u32>(right, row)
    left += isLeft << 2
    right += (1 - isLeft) << 2
  }
  memory.copy(left, spare, right - spare)
  return <i32>((left - rows) >> 2)
}

/** Lays some columns of bins side by side, row by row; `columns` are the places of their first bins. */
export function interleave(columns: usize, width: i32, from: i32, to: i32, bins: usize): void {
  const wide = <usize>width
  // A tile of rows whose bins stay in the nearest cache.
  const tile = max(16, 16384 / max(1, width))
  for (let low = from; low < to; low += tile) {
    const high = min(to, low + tile)
    for (let column = 0; column < width; column++) {
      const source = <usize>load<u32>(columns + (<usize>column << 2))
      let at = bins + <usize>low * wide + <usize>column
      for (let row = low; row < high; row++) {
        store<u8>(at, load<u8>(source + <usize>row))
        at += wide
      }
    }
  }
}

/**
 * Cuts a column behind each of its bins, missing cells going right (0) or left (1), where nothing bounds the answers.
 * `search` holds doubles: units of gradients and hessians, their totals, least hessian, l2, the node's score, the best gain
 * so far; behind them, written where a better one is found, gradients, hessians and rows of the left side.
 * @returns the bin behind which to cut, or −1 where no gain is better; the gain is written over the best so far.
 */
export function scan(first: usize, count: i32, isMissingLeft: i32, rows: i32, minRows: i32, search: usize): i32 {
  const gradientUnit = load<f64>(search)
  const hessianUnit = load<f64>(search, 8)
  const total = load<f64>(search, 16)
  const weight = load<f64>(search, 24)
  const minHessian = load<f64>(search, 32)
  const l2 = load<f64>(search, 40)
  const parent = load<f64>(search, 48)
  let best = load<f64>(search, 56)
  const missing = first + (<usize>count << 4)
  const missingRows = load<i32>(missing, 8)
  let g = 0
  let h = 0
  let n = 0
  if (isMissingLeft) {
    g = load<i32>(missing)
    h = load<i32>(missing, 4)
    n = missingRows
  }
  let bestAt: usize = 0
  const end = missingRows > 0 && !isMissingLeft ? missing : missing - 16
  for (let at = first; at < end; at += 16) {
    const here = load<i32>(at, 8)
    if (here == 0) continue
    g += load<i32>(at)
    h += load<i32>(at, 4)
    n += here
    if (n < minRows) continue
    if (rows - n < minRows) break
    const sideWeight = <f64>h * hessianUnit
    if (sideWeight < minHessian) continue
    const otherWeight = weight - sideWeight
    if (otherWeight < minHessian) break
    const side = <f64>g * gradientUnit
    const other = total - side
    const gain = (side * side) / (sideWeight + l2) + (other * other) / (otherWeight + l2) - parent
    if (gain > best) {
      best = gain
      bestAt = at
      store<f64>(search, <f64>g, 64)
      store<f64>(search, <f64>h, 72)
      store<f64>(search, <f64>n, 80)
    }
  }
  if (bestAt == 0) return -1
  store<f64>(search, best, 56)
  return <i32>((bestAt - first) >> 4)
}
