import { type Random, seededRandom } from '../random.ts'
import { toUnit } from './space.ts'
import { objectiveOf, type Sweep } from './sweep.ts'

/** Trials below which nothing is said of importance. */
export const IMPORTANCE_TRIALS = 10
const TREES = 64
/** Observations that a leaf holds at least. */
const LEAF = 2

/** Points of the unit cube, row by row, with the value found at each. */
export interface Points {
  readonly width: number
  readonly x: Float64Array
  readonly y: Float64Array
}

/**
 * How much of the differences between trials each setting makes by itself: the share of the variance of a random forest's
 * predictions over the whole space that its main effect explains (functional ANOVA, Hutter, Hoos & Leyton-Brown 2014,
 * algorithm 2). What is left is made by settings together, or by chance.
 * @returns undefined where fewer than ten trials ended, or all alike.
 */
export function importanceOf(
  sweep: Pick<Sweep, 'parameters' | 'metric' | 'trials'>,
): ReadonlyMap<string, number> | undefined {
  const { parameters, metric, trials } = sweep
  const known = trials.flatMap((trial) => {
    const objective = objectiveOf(metric, trial)
    // Cut short, a trial does not say what its values would have come to.
    if (objective === undefined || !Number.isFinite(objective) || trial.status === 'stopped') return []
    return parameters.every(({ key }) => trial.values[key] !== undefined) ? [{ values: trial.values, objective }] : []
  })
  if (known.length < IMPORTANCE_TRIALS) return undefined
  const x = known.flatMap(({ values }) => parameters.map((each) => toUnit(each, values[each.key]!)))
  const y = Float64Array.from(known, ({ objective }) => objective)
  if (y.every((value) => value === y[0])) return undefined
  const shares = mainEffects({ width: parameters.length, x: Float64Array.from(x), y }, seededRandom(0, 'importance'))
  return new Map(parameters.map(({ key }, i) => [key, shares[i]!]))
}

/** Shares of the variance over the unit cube that each coordinate explains by itself, mean over the trees of a forest. */
export function mainEffects({ width, x, y }: Points, random: Random): Float64Array {
  const shares = new Float64Array(width)
  let told = 0
  for (let tree = 0; tree < TREES; tree++) {
    const rows = Uint32Array.from(y, () => Math.floor(random() * y.length))
    const leaves: Leaf[] = []
    grow({ width, x, y }, rows, { low: new Float64Array(width), high: new Float64Array(width).fill(1) }, leaves)
    const mean = leaves.reduce((sum, leaf) => sum + leaf.volume * leaf.value, 0)
    const variance = leaves.reduce((sum, leaf) => sum + leaf.volume * (leaf.value - mean) ** 2, 0)
    if (variance <= 0) continue
    told++
    for (let k = 0; k < width; k++) shares[k]! += marginalVariance(leaves, k, mean) / variance
  }
  return shares.map((share) => (told > 0 ? share / told : 0))
}

interface Box {
  readonly low: Float64Array
  readonly high: Float64Array
}

interface Leaf extends Box {
  readonly volume: number
  readonly value: number
}

/** Splits a box where the squared error falls most, until its rows are few or alike. */
function grow(points: Points, rows: Uint32Array, box: Box, leaves: Leaf[]): void {
  const { width, x } = points
  const split = rows.length >= 2 * LEAF ? bestSplit(points, rows) : undefined
  if (!split) {
    const volume = box.low.reduce((product, low, k) => product * (box.high[k]! - low), 1)
    leaves.push({ ...box, volume, value: rows.reduce((sum, row) => sum + points.y[row]!, 0) / rows.length })
    return
  }
  const { feature, at } = split
  const isLeft = (row: number) => x[row * width + feature]! < at
  grow(points, rows.filter(isLeft), { low: box.low, high: box.high.with(feature, at) }, leaves)
  grow(
    points,
    rows.filter((row) => !isLeft(row)),
    { low: box.low.with(feature, at), high: box.high },
    leaves,
  )
}

function bestSplit(
  { width, x, y }: Points,
  rows: Uint32Array,
): { readonly feature: number; readonly at: number } | undefined {
  let best: { feature: number; at: number; gain: number } | undefined
  const total = rows.reduce((sum, row) => sum + y[row]!, 0)
  const none = (total * total) / rows.length
  for (let feature = 0; feature < width; feature++) {
    const position = (row: number) => x[row * width + feature]!
    const order = rows.toSorted((a, b) => position(a) - position(b))
    let left = 0
    for (let i = 1; i <= order.length - LEAF; i++) {
      left += y[order[i - 1]!]!
      const [before, after] = [position(order[i - 1]!), position(order[i]!)]
      if (i < LEAF || before === after) continue
      const gain = (left * left) / i + (total - left) ** 2 / (order.length - i) - none
      if (gain > 1e-12 * Math.abs(none) && gain > (best?.gain ?? 0)) best = { feature, at: (before + after) / 2, gain }
    }
  }
  return best
}

/** Variance of the tree's mean over all other coordinates, along coordinate `k`. */
function marginalVariance(leaves: readonly Leaf[], k: number, mean: number): number {
  const cuts = [...new Set(leaves.flatMap(({ low, high }) => [low[k]!, high[k]!]))].toSorted((a, b) => a - b)
  let variance = 0
  for (let i = 1; i < cuts.length; i++) {
    const [from, to] = [cuts[i - 1]!, cuts[i]!]
    let here = 0
    for (const { low, high, volume, value } of leaves)
      if (low[k]! <= from && high[k]! >= to) here += (volume / (high[k]! - low[k]!)) * value
    variance += (to - from) * (here - mean) ** 2
  }
  return variance
}
