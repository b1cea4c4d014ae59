import { takeVector, type Vector } from '@/core/dataset/column.ts'
import { cellCodes, linearFit, midranks, shareDetermined } from '@/core/leak/disguise.ts'
import type { Guise } from '@/core/leak/judge.ts'
import { SAME_SHARE, SAME_VARIANCE } from '@/core/leak/leak.ts'
import { dealFolds, predictivePower } from '@/core/leak/power.ts'
import { type Answers, type TreeLimits, toFeature } from '@/core/leak/tree.ts'
import { seededRandom, shuffle } from '@/core/random.ts'

/** The rows whose answers are looked at. */
export interface Looked {
  /** Their numbers in the dataset, ascending. */
  readonly rows: Uint32Array
  readonly answers: Answers
  readonly folds: Uint8Array
  /** The target as it stands in those rows. */
  readonly target: Vector
  /** {@link cellCodes} of the target, and the ranks of its values. */
  readonly codes: ReturnType<typeof cellCodes>
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

/** In which guise a column is the target, if it is. `vector` holds the looked rows. */
export function guiseOf(column: string, vector: Vector, { target, answers, codes, ranks }: Looked): Guise | undefined {
  const a = cellCodes(vector)
  const forth = shareDetermined(a.codes, a.count, codes.codes)
  const back =
    forth !== undefined && forth >= SAME_SHARE ? shareDetermined(codes.codes, codes.count, a.codes) : undefined
  if (forth !== undefined && back !== undefined && back >= SAME_SHARE) {
    const equal = shareEqual(vector, target)
    if (equal >= SAME_SHARE) return { kind: 'copy', column, share: equal }
    if (answers.classes > 0) return { kind: 'recoded', column, share: Math.min(forth, back) }
  }
  if (vector.kind !== 'numeric' || answers.classes > 0) return undefined
  const equal = shareEqual(vector, target)
  if (equal >= SAME_SHARE) return { kind: 'copy', column, share: equal }
  const line = linearFit(vector.values, answers.y)
  if (!line || line.rows < answers.y.length / 2) return undefined
  if (line.r2 > SAME_VARIANCE) return { kind: 'affine', column, r2: line.r2, slope: line.slope, offset: line.offset }
  const rho = Math.sqrt(linearFit(midranks(vector.values), ranks)?.r2 ?? 0)
  return rho > SAME_VARIANCE ? { kind: 'sameOrder', column, rho } : undefined
}

/** Share of the rows where both are present in which they say the same. */
function shareEqual(a: Vector, b: Vector): number {
  let both = 0
  let equal = 0
  const n = a.kind === 'coded' ? a.codes.length : a.values.length
  for (let row = 0; row < n; row++) {
    const x = a.kind === 'coded' ? a.dictionary[a.codes[row]!] : a.values[row]!
    const y = b.kind === 'coded' ? b.dictionary[b.codes[row]!] : b.values[row]!
    if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) continue
    both++
    if (x === y) equal++
  }
  return both === 0 ? 0 : equal / both
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
