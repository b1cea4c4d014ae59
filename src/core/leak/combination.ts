/** A sum of columns, each times its weight, plus an offset. */
export interface Combination {
  /** Places of the columns among those given. */
  readonly columns: readonly number[]
  readonly weights: readonly number[]
  readonly offset: number
  /** Share of the target's variance that it gives. */
  readonly r2: number
}

/** Columns that a combination has at most. */
const MOST_COLUMNS = 3
/** With fewer rows than these three columns come near any fourth. */
const LEAST_ROWS = 20
/** A column with less than this share of its own variance left by the others adds nothing that can be told. */
const LEAST_OWN = 1e-9

/**
 * The smallest sum of at most three columns that gives `y` with an R² above `enough`: from each column on, the next one
 * taken is that which leaves least (forward selection by least squares). Works on centred cross products, so that rows are
 * gone through once. Undefined where there is none, or where there are fewer than 20 rows.
 * @param columns Finite numbers, as long as `y`.
 */
export function findCombination(
  columns: readonly Float64Array[],
  y: Float64Array,
  enough: number,
): Combination | undefined {
  if (y.length < LEAST_ROWS) return undefined
  const all = [...columns, y]
  const means = all.map((values) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1))
  const products = all.map((a, i) => all.map((b, j) => (j < i ? 0 : crossProduct(a, means[i]!, b, means[j]!))))
  for (let i = 0; i < all.length; i++) for (let j = 0; j < i; j++) products[i]![j] = products[j]![i]!
  const target = columns.length
  const total = products[target]![target]!
  if (!(total > 0)) return undefined
  let best: { chosen: number[]; r2: number } | undefined
  for (let start = 0; start < columns.length; start++) {
    const chosen: number[] = []
    let rest = products
    for (let next: number | undefined = start; next !== undefined; next = bestNext(rest, products, target)) {
      const own = rest[next]![next]!
      if (!(own > LEAST_OWN * products[next]![next]!)) break
      chosen.push(next)
      rest = sweepOut(rest, next)
      const r2 = 1 - rest[target]![target]! / total
      const isBetter =
        !best || chosen.length < best.chosen.length || (chosen.length === best.chosen.length && r2 > best.r2)
      if (r2 > enough && isBetter) best = { chosen: [...chosen], r2 }
      if (r2 > enough || chosen.length === MOST_COLUMNS) break
    }
  }
  if (!best) return undefined
  const { chosen, r2 } = best
  const weights = solve(
    chosen.map((i) => chosen.map((j) => products[i]![j]!)),
    chosen.map((i) => products[i]![target]!),
  )
  const offset = means[target]! - chosen.reduce((sum, i, k) => sum + weights[k]! * means[i]!, 0)
  return { columns: chosen, weights, offset, r2: Math.min(1, r2) }
}

function crossProduct(a: Float64Array, meanA: number, b: Float64Array, meanB: number): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB)
  return sum
}

/** The column that leaves least of the target. */
function bestNext(
  rest: readonly (readonly number[])[],
  products: readonly (readonly number[])[],
  target: number,
): number | undefined {
  let best: number | undefined
  let most = 0
  for (let j = 0; j < target; j++) {
    const own = rest[j]![j]!
    if (!(own > LEAST_OWN * products[j]![j]!)) continue
    const gain = rest[j]![target]! ** 2 / own
    if (gain > most) {
      most = gain
      best = j
    }
  }
  return best
}

/** Cross products of what a column leaves of the others (a step of Gaussian elimination). */
function sweepOut(rest: readonly (readonly number[])[], column: number): number[][] {
  const pivot = rest[column]!
  const own = pivot[column]!
  return rest.map((line) => line.map((value, j) => value - (line[column]! * pivot[j]!) / own))
}

/** Solves a small symmetric system by elimination with the largest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const rows = matrix.map((line, i) => [...line, right[i]!])
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!
    }
  }
  const solution = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let value = rows[i]![n]!
    for (let j = i + 1; j < n; j++) value -= rows[i]![j]! * solution[j]!
    solution[i] = value / rows[i]![i]!
  }
  return solution
}
