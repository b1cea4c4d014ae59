import { AssayError } from '../errors.ts'
import type { MetricName } from '../metrics/metric.ts'
import { compareFolds, type FoldComparison } from './folds.ts'

/** Two models trained with one seed and scored on the same rows: one score each, or one for each fold. */
export interface ReplicatePair {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

/** What the pairs so far show, however often they were looked at before; `low` and `high` may be infinite after few. */
export interface Look extends FoldComparison {
  /** How many pairs are in. */
  readonly pairs: number
  /** Of what any number of seeds could tell on these data, the share that is in. */
  readonly information: number
}

export interface ReplicateInput {
  readonly metric: MetricName
  /** In the order in which they came. */
  readonly pairs: readonly ReplicatePair[]
  /** Rows scored for each row trained on. */
  readonly testsPerTrained: number
  /** The chance that models that are equally good are ever told apart. */
  readonly alpha?: number
}

/**
 * The variance, in that of a difference, of the differences that {@link evidence} is made to find soonest: about three
 * standard deviations. The error is the same whatever it is; of 1 to 16 it decided with the fewest pairs in simulation.
 */
const EFFECT_VARIANCE = 8

/**
 * Whether B is better than A after each pair so far, valid however often it is looked at and whenever somebody stops: p is
 * below alpha after any of the pairs, and the interval leaves out the true difference after any of them, with a chance of
 * alpha at most.
 *
 * Differences of seeds share training rows, as those of folds do, and are taken to be normal with the correlation
 * q / (1 + q), q = n_test / n_train, that Nadeau and Bengio (2003) take for their corrected t. The evidence against "no
 * difference" is the ratio of two likelihoods of what was seen, whatever its scale: a martingale under "no difference", so
 * that it is ever above 1 / alpha with a chance of alpha at most (Ville 1939; of t-tests Lai 1976, Wang and Ramdas 2025,
 * "Anytime-valid t-tests and confidence sequences for Gaussian means with unknown variance"). p is 1 / the most evidence so
 * far, the interval what no look so far left out. t and df are those of {@link compareFolds}, for comparison; its own p holds
 * for one look that was planned before.
 *
 * @returns A look for each pair from the second difference on; none where differences do not vary.
 */
export function replicate({ metric, pairs, testsPerTrained, alpha = 0.05 }: ReplicateInput): readonly Look[] {
  const looks: Look[] = []
  const a: number[] = []
  const b: number[] = []
  let p = 1
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const [index, pair] of pairs.entries()) {
    if (pair.a.length !== pair.b.length)
      throw new AssayError(
        'internal',
        `A pair has ${pair.a.length} scores of one model and ${pair.b.length} of the other.`,
      )
    a.push(...pair.a)
    b.push(...pair.b)
    const found = compareFolds({ metric, a, b, testsPerTrained })
    if (!found) continue
    const n = a.length
    const seen = { n, mean: found.difference, variance: found.variance }
    p = Math.min(p, 1 / evidence(seen, testsPerTrained))
    const half = halfWidth(seen, testsPerTrained, alpha)
    // Intervals that no longer meet (which happens with a chance of alpha at most) say nothing together.
    const isApart = found.difference - half > high || found.difference + half < low
    low = isApart ? found.difference - half : Math.max(low, found.difference - half)
    high = isApart ? found.difference + half : Math.min(high, found.difference + half)
    const information = (testsPerTrained * n) / (1 + testsPerTrained * n)
    looks.push({ ...found, p, low, high, test: 'anytime-valid t', pairs: index + 1, information })
  }
  return looks
}

interface Seen {
  readonly n: number
  readonly mean: number
  /** Of the differences, with n − 1. */
  readonly variance: number
}

/**
 * How much likelier what was seen is where the true difference is some standard deviations, drawn from N(0, g), than where it
 * is none, with every scale as likely before (the right Haar prior): with S the squares about the mean, u = n · mean²,
 * a = 1 + qn and b = 1 + (q + g)n, √(a / b) · ((S + u / a) / (S + u / b))^(n / 2).
 */
function evidence({ n, mean, variance }: Seen, q: number): number {
  const [a, b] = [1 + q * n, 1 + (q + EFFECT_VARIANCE) * n]
  const squares = (n - 1) * variance
  const u = n * mean ** 2
  if (squares === 0 && u === 0) return 1
  return Math.sqrt(a / b) * ((squares + u / a) / (squares + u / b)) ** (n / 2)
}

/** How far from the mean a difference may be for the evidence against it to stay below 1 / alpha; infinite where all may. */
function halfWidth({ n, variance }: Seen, q: number, alpha: number): number {
  const [a, b] = [1 + q * n, 1 + (q + EFFECT_VARIANCE) * n]
  const most = (Math.sqrt(b / a) / alpha) ** (2 / n)
  const room = 1 / a - most / b
  return room > 0 ? Math.sqrt(((n - 1) * variance * (most - 1)) / (room * n)) : Number.POSITIVE_INFINITY
}
