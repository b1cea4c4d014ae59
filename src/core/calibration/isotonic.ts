import { countBelow } from '../profile/quantile.ts'
import { sort, type Work } from '../work.ts'
import type { IsotonicCurve } from './calibration.ts'

/** Rows whose share that came true is one. */
interface Block {
  readonly from: number
  readonly to: number
  readonly rows: number
  readonly came: number
}

/**
 * The curve that never falls and is nearest, by squares, to what came true (pool adjacent violators: Ayer et al. 1955;
 * Zadrozny and Elkan 2002). Equal scores count as one point. As scikit-learn's `IsotonicRegression(out_of_bounds='clip')`.
 * @param scores Of each row, none below 0 or NaN.
 * @param isTrue Whether it came true, 1 or 0.
 */
export function* fitIsotonic(scores: Float32Array, isTrue: ArrayLike<number>): Work<IsotonicCurve> {
  const blocks: Block[] = []
  for (const point of yield* pointsOf(scores, isTrue)) {
    let block = point
    for (let last = blocks.at(-1); last && last.came * block.rows >= block.came * last.rows; last = blocks.at(-1)) {
      blocks.pop()
      block = { from: last.from, to: block.to, rows: last.rows + block.rows, came: last.came + block.came }
    }
    blocks.push(block)
  }
  const x: number[] = []
  const y: number[] = []
  for (const { from, to, rows, came } of blocks) {
    for (const knot of from === to ? [from] : [from, to]) {
      x.push(knot)
      y.push(came / rows)
    }
  }
  return { x, y }
}

/** A block for each score that there is, ascending. */
function* pointsOf(scores: Float32Array, isTrue: ArrayLike<number>): Work<Block[]> {
  // The bits of floats that are not negative sort as the floats do, and are less than 2³¹: the lowest bit tells what came true.
  const bits = new Uint32Array(scores.slice().buffer)
  const keys = yield* sort(bits.map((each, row) => each * 2 + isTrue[row]!))
  const points: Block[] = []
  const decode = new Float32Array(1)
  const code = new Uint32Array(decode.buffer)
  for (let start = 0; start < keys.length; ) {
    const own = keys[start]! >>> 1
    let [end, came] = [start, 0]
    for (; end < keys.length && keys[end]! >>> 1 === own; end++) came += keys[end]! & 1
    code[0] = own
    points.push({ from: decode[0]!, to: decode[0]!, rows: end - start, came })
    if (points.length % 4_096 === 0) yield
    start = end
  }
  return points
}

/** A curve as a function; scores beyond its ends are taken for the ends. */
export function isotonicReader({ x, y }: IsotonicCurve): (score: number) => number {
  const knots = Float64Array.from(x)
  return (score) => {
    const above = countBelow(knots, score)
    if (above === 0) return y[0]!
    if (above === knots.length) return y[above - 1]!
    const [left, right] = [knots[above - 1]!, knots[above]!]
    const share = (score - left) / (right - left)
    return y[above - 1]! + share * (y[above]! - y[above - 1]!)
  }
}
