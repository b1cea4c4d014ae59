import { studentTQuantile } from '../compare/studentT.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import { quantileOf } from '../profile/quantile.ts'
import { normalFrom, seededRandom } from '../random.ts'
import type { Work } from '../work.ts'
import type { CurvePoint, CurvePoints } from './learningCurve.ts'

/** Error a + b · (rows / n)^−c, in shares of the rows n at hand; none of the three below 0. */
export interface PowerLaw {
  readonly a: number
  readonly b: number
  readonly c: number
}

interface Fitted {
  readonly rows: number
  readonly score: number
  readonly low: number
  readonly high: number
}

/**
 * What more rows would bring, or why that cannot be said: fewer than four sizes have scores; too few draws to know what chance
 * does; all differences between sizes are within chance; or the score falls where it should rise, by more than chance.
 */
export type Extrapolation =
  | {
      readonly kind: 'fitted'
      readonly law: PowerLaw
      /** From the smallest size to twice the rows, with 95% intervals. */
      readonly curve: readonly Fitted[]
      readonly now: Fitted
      readonly twice: Fitted
    }
  | { readonly kind: 'fewSizes' | 'fewDraws' | 'flat' | 'uneven' }

const LEAST_SIZES = 4
const LEAST_DF = 3
const REPETITIONS = 500
/** Points of the drawn curve. */
const STEPS = 40
/** Exponents that are tried: learning curves of real data have .1 to 1. */
const EXPONENTS = Array.from({ length: 32 }, (_, i) => 0.05 * 40 ** (i / 31))
const SEED = 1

/**
 * Fits an inverse power law to mean scores by weighted least squares, and carries it on to twice the rows (Cortes et al. 1994,
 * "Learning curves: asymptotic values and rate of convergence"; Figueroa et al. 2012). Errors are 1 − score where higher is
 * better, else the score, so that the asymptote cannot be better than perfect. 95% intervals by parametric bootstrap:
 * scores drawn anew about the fit by their variances, heavy-tailed as few draws tell those.
 */
export function* extrapolate(
  { points, df }: CurvePoints,
  metric: MetricName,
  repetitions = REPETITIONS,
): Work<Extrapolation> {
  if (points.length < LEAST_SIZES) return { kind: 'fewSizes' }
  if (df < LEAST_DF || points.some(({ variance }) => variance === undefined)) return { kind: 'fewDraws' }
  const isHigher = METRICS[metric].better === 'higher'
  const errors = points.map(({ validation }) => (isHigher ? 1 - validation : validation))
  const reason = whyNot(points, errors, df)
  if (reason) return { kind: reason }

  const most = points.at(-1)!.rows
  const shares = points.map(({ rows }) => rows / most)
  const variances = points.map(({ variance }) => variance!)
  const fit = openFit(shares, variances)
  const law = fit(errors)
  const first = shares[0]!
  const places = [...Array.from({ length: STEPS }, (_, i) => first + ((2 - first) * i) / STEPS), 1, 2]
  const drawn = places.map(() => new Float64Array(repetitions))
  const random = seededRandom('learning curve', SEED)
  const normal = normalFrom(random)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    let square = 0
    for (let i = 0; i < df; i++) square += normal() ** 2
    const scale = Math.sqrt(df / square)
    const again = shares.map((share, i) => errorAt(law, share) + Math.sqrt(variances[i]!) * scale * normal())
    const other = fit(again)
    for (const [i, share] of places.entries()) drawn[i]![repetition] = errorAt(other, share)
    if (repetition % 20 === 0) yield
  }
  const toScore = (error: number) => (isHigher ? 1 - error : error)
  const fitted = places.map((share, i): Fitted => {
    const sorted = drawn[i]!.sort()
    const ends = [toScore(quantileOf(sorted, 0.025)), toScore(quantileOf(sorted, 0.975))] as const
    return {
      rows: share * most,
      score: toScore(errorAt(law, share)),
      low: Math.min(...ends),
      high: Math.max(...ends),
    }
  })
  const [now, twice] = fitted.slice(-2) as [Fitted, Fitted]
  const curve = [...fitted.slice(0, -2), now, twice].sort((a, b) => a.rows - b.rows)
  return { kind: 'fitted', law, curve, now, twice }
}

/**
 * Whether errors fall from size to size as far as chance lets that be seen. That one of many pairs rises by chance is likelier
 * than that a given one does: the 5% of an error that rises nowhere are shared out over all pairs (Bonferroni).
 */
function whyNot(points: readonly CurvePoint[], errors: readonly number[], df: number): 'flat' | 'uneven' | undefined {
  const last = errors.length - 1
  const chance = (i: number, j: number, p: number) =>
    studentTQuantile(p, df) * Math.sqrt(points[i]!.variance! + points[j]!.variance!)
  const each = 1 - 0.05 / ((errors.length * last) / 2)
  for (let i = 0; i < last; i++)
    for (let j = i + 1; j <= last; j++) if (errors[j]! - errors[i]! > chance(i, j, each)) return 'uneven'
  return Math.abs(errors[last]! - errors[0]!) <= chance(0, last, 0.975) ? 'flat' : undefined
}

/** Error at a share of the rows at hand. */
export function errorAt({ a, b, c }: PowerLaw, share: number): number {
  return a + b * share ** -c
}

/** The power law of the least weighted squares: for each exponent a and b follow, neither below 0. */
export function fitPowerLaw(
  shares: readonly number[],
  errors: readonly number[],
  variances: readonly number[],
): PowerLaw {
  return openFit(shares, variances)(errors)
}

/** {@link fitPowerLaw} for many errors at the same shares. */
function openFit(shares: readonly number[], variances: readonly number[]): (errors: readonly number[]) => PowerLaw {
  const least = Math.max(...variances) * 1e-9 || 1
  const weights = variances.map((variance) => 1 / Math.max(variance, least))
  const powersOf = (c: number) => shares.map((share) => share ** -c)
  const grid = EXPONENTS.map((c) => ({ c, powers: powersOf(c) }))
  const ratio = EXPONENTS[1]! / EXPONENTS[0]!
  return (errors) => {
    const fitAt = (c: number, powers = powersOf(c)) => ({ c, ...nonNegativeLine(powers, errors, weights) })
    let best = fitAt(grid[0]!.c, grid[0]!.powers)
    for (const { c, powers } of grid) {
      const each = fitAt(c, powers)
      if (each.squares < best.squares) best = each
    }
    // Between the neighbours of the best exponent the squares have one valley.
    let [low, high] = [best.c / ratio, best.c * ratio]
    for (let i = 0; i < 30; i++) {
      const [left, right] = [fitAt(low + (high - low) / 3), fitAt(high - (high - low) / 3)]
      if (left.squares < right.squares) high = right.c
      else low = left.c
      for (const each of [left, right]) if (each.squares < best.squares) best = each
    }
    return { a: best.a, b: best.b, c: best.c }
  }
}

/** a + b · x of the least weighted squares, neither below 0. */
function nonNegativeLine(x: readonly number[], y: readonly number[], weights: readonly number[]) {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const weight = weights[i]!
    w += weight
    wx += weight * x[i]!
    wy += weight * y[i]!
    wxx += weight * x[i]! ** 2
    wxy += weight * x[i]! * y[i]!
  }
  const determinant = w * wxx - wx ** 2
  let [a, b] =
    determinant > 1e-12 * w * wxx
      ? [(wxx * wy - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant]
      : [wy / w, 0]
  if (a < 0) [a, b] = [0, Math.max(0, wxy / wxx)]
  else if (b < 0) [a, b] = [Math.max(0, wy / w), 0]
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += weights[i]! * (y[i]! - a - b * x[i]!) ** 2
  return { a, b, squares }
}
