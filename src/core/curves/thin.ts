/** Points that a curve is drawn from, at most. */
export const MOST_POINTS = 500

/** How far a point left out may lie from one that is kept, as a share of the axis: finer than a line is drawn. */
const FINEST = 0.002

/**
 * Which points of a curve to draw: all where they are few, else such that each left out lies within a small distance of the
 * one kept before it (radial distance simplification), the smallest for which `most` are enough. First and last are kept.
 * Both axes are measured by their range.
 */
export function thinCurve(xs: Float64Array, ys: Float64Array, most = MOST_POINTS): Uint32Array {
  const { length } = xs
  if (length <= most) return Uint32Array.from({ length }, (_, i) => i)
  const [width, height] = [rangeOf(xs), rangeOf(ys)]
  for (let distance = FINEST; ; distance *= 1.25) {
    const kept = keep(xs, ys, distance * width, distance * height, most)
    if (kept) return kept
  }
}

function keep(
  xs: Float64Array,
  ys: Float64Array,
  width: number,
  height: number,
  most: number,
): Uint32Array | undefined {
  const kept = new Uint32Array(most)
  let count = 1
  let from = 0
  const end = xs.length - 1
  for (let i = 1; i < end; i++) {
    if (Math.abs(xs[i]! - xs[from]!) <= width && Math.abs(ys[i]! - ys[from]!) <= height) continue
    // The point before a jump is where the jump starts.
    if (i - 1 > from && isJump(xs, ys, i, width, height)) {
      if (count === most) return undefined
      kept[count++] = i - 1
    }
    if (count >= most - 1) return undefined
    kept[count++] = i
    from = i
  }
  kept[count++] = end
  return kept.slice(0, count)
}

function isJump(xs: Float64Array, ys: Float64Array, i: number, width: number, height: number): boolean {
  return Math.abs(xs[i]! - xs[i - 1]!) > width || Math.abs(ys[i]! - ys[i - 1]!) > height
}

function rangeOf(values: Float64Array): number {
  let [min, max] = [values[0]!, values[0]!]
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < min) min = values[i]!
    if (values[i]! > max) max = values[i]!
  }
  return max - min
}
