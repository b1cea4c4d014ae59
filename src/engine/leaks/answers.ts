import { takeVector, type Vector } from '@/core/dataset/column.ts'
import { type CellCodes, cellCodes, dependence, linearFit, midranks } from '@/core/leak/disguise.ts'
import type { Guise } from '@/core/leak/judge.ts'
import { SAME_LAMBDA, SAME_SHARE, SAME_VARIANCE } from '@/core/leak/leak.ts'
import { dealFolds, predictivePower } from '@/core/leak/power.ts'
import { type Answers, type TreeLimits, toFeature } from '@/core/leak/tree.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import { cellAt } from './source.ts'

/** The rows whose answers are looked at. */
export interface Looked {
  /** Their numbers in the dataset, ascending. */
  readonly rows: Uint32Array
  readonly answers: Answers
  readonly folds: Uint8Array
  /** The target as it stands in those rows. */
  readonly target: Vector
  /** {@link cellCodes} of the target, and the ranks of its values. */
  readonly codes: CellCodes
  readonly ranks: Float64Array
}

export function look(rows: Uint32Array, target: Vector, y: Float64Array, classes: number, seed: number): Looked {
  const own = Float64Array.from(rows, (row) => y[row]!)
  const taken = takeVector(target, rows)
  return {
    rows,
    answers: { y: own, classes },
    folds: dealFolds(rows.length, seed),
    target: taken,
    codes: cellCodes(taken),
    ranks: classes === 0 ? midranks(own) : own,
  }
}

/** Rows that have to have a cell, and their share, for a column to be called the target. */
const LEAST_ROWS = 10
const LEAST_PRESENT = 0.01

/** In which guise a column is the target, if it is. `vector` holds the looked rows. */
export function guiseOf(column: string, vector: Vector, { target, answers, codes, ranks }: Looked): Guise | undefined {
  const own = cellCodes(vector)
  const least = Math.max(LEAST_ROWS, LEAST_PRESENT * own.codes.length)
  const share = shareEqual(vector, target, codes, least)
  if (share !== undefined && share >= SAME_SHARE) return { kind: 'copy', column, share }
  if (answers.classes > 0) {
    const forth = dependence(own, codes)
    if (!forth || forth.rows < least || forth.share < SAME_SHARE || forth.lambda < SAME_LAMBDA) return undefined
    const back = dependence(codes, own)
    if (!back || back.share < SAME_SHARE) return undefined
    return { kind: 'recoded', column, share: Math.min(forth.share, back.share) }
  }
  if (vector.kind !== 'numeric') return undefined
  const line = linearFit(vector.values, answers.y)
  if (!line || line.rows < answers.y.length / 2) return undefined
  if (line.r2 > SAME_VARIANCE) return { kind: 'affine', column, r2: line.r2, slope: line.slope, offset: line.offset }
  const order = linearFit(midranks(vector.values), ranks)
  const rho = order ? Math.sign(order.slope) * Math.sqrt(order.r2) : 0
  return Math.abs(rho) > SAME_VARIANCE ? { kind: 'sameOrder', column, rho } : undefined
}

/**
 * Share of the rows where both are present in which they say the same. Undefined where those are fewer than `least`, and
 * where hardly more agree than would with a column of nothing but the target's most common value.
 */
function shareEqual(a: Vector, target: Vector, codes: CellCodes, least: number): number | undefined {
  if (a.kind !== target.kind) return undefined
  const counts = new Uint32Array(codes.count)
  let both = 0
  let equal = 0
  for (let row = 0; row < codes.codes.length; row++) {
    const x = cellAt(a, row)
    const y = cellAt(target, row)
    if (x === undefined || y === undefined) continue
    both++
    counts[codes.codes[row]!]!++
    if (x === y) equal++
  }
  const wrong = both - counts.reduce((largest, count) => Math.max(largest, count), 0)
  if (both < least || wrong === 0 || 1 - (both - equal) / wrong < SAME_LAMBDA) return undefined
  return equal / both
}

/** How well an order tells the answers, and how well it does once they are shuffled (the best of three times). */
export interface Drift {
  readonly power: number
  readonly shuffled: number
}

/** Power from which answers are said to change along an order. */
const LEAST_DRIFT = 0.05

export function isDrift({ power, shuffled }: Drift): boolean {
  return power >= LEAST_DRIFT && power >= 2 * shuffled
}

/** How much the answers change along a column or the order of rows. Only broad stretches count, no single rows. */
export async function driftAlong(
  values: Float64Array,
  { answers, folds }: Looked,
  seed: number,
  breathe: () => Promise<void>,
): Promise<Drift> {
  const limits: TreeLimits = { depth: 4, leafRows: Math.max(10, Math.ceil(values.length / 100)) }
  const feature = toFeature({ kind: 'numeric', values })
  const power = await predictivePower(feature, answers, folds, breathe, limits)
  let shuffled = 0
  for (let time = 0; time < 3; time++) {
    const order = shuffle(
      Uint32Array.from(values, (_, i) => i),
      seededRandom('leak shuffle', seed, time),
    )
    const y = Float64Array.from(order, (row) => answers.y[row]!)
    shuffled = Math.max(shuffled, await predictivePower(feature, { ...answers, y }, folds, breathe, limits))
  }
  return { power, shuffled }
}
