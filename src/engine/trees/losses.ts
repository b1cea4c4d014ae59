import { AssayError } from '@/core/errors.ts'
import { missCost } from '@/core/metrics/residual.ts'
import type { Link } from '@/core/trees/model.ts'
import type { BoostingLoss } from '@/core/trees/options.ts'
import { exponentiate, powerOfE } from '../exponential.ts'
import { logarithm } from '../logarithm.ts'
import { quantileOf } from './quantile.ts'

/** Targets, and what each row counts for where not all count alike. */
export interface Targets {
  readonly y: Float64Array
  readonly weights: Float64Array | undefined
}

/** A loss over some rows, whose scores lie row by row. Losses are means by weight. */
export interface Loss {
  readonly outputs: number
  readonly link: Link
  /** Whether leaves answer by a quantile of what is left over, rather than by gradients. */
  readonly quantile: number | undefined
  /** The scores that make the loss of these targets least before any tree. */
  base(targets: Targets): Float64Array
  /**
   * The sum of the loss of rows [start, end), by weight. Writes to `kept` what `slopes` needs: one number a row and output,
   * output by output.
   */
  sum(targets: Targets, scores: Float64Array, start: number, end: number, kept: Float64Array): number
  /** Gradients and hessians of one output in rows [start, end), times weights. */
  slopes(
    targets: Targets,
    kept: Float64Array,
    output: number,
    start: number,
    end: number,
    gradient: Float64Array,
    hessian: Float64Array,
  ): void
}

/** Targets past this are refused: their squares have no sum. */
const LARGEST = 1e150

/** @throws AssayError `target.unusable` where the loss has no meaning for a target. */
export function checkTargets(loss: BoostingLoss, y: Float64Array, rows: Uint32Array | undefined): void {
  const unusable = (message: string) => new AssayError('target.unusable', message)
  const classes = loss.kind === 'softmax' ? loss.classes : loss.kind === 'logistic' ? 2 : undefined
  let sum = 0
  for (let i = 0; i < (rows?.length ?? y.length); i++) {
    const value = y[rows ? rows[i]! : i]!
    sum += value
    if (classes !== undefined && !(Number.isInteger(value) && value >= 0 && value < classes))
      throw unusable(`A target of these trees must be the number of a class, 0 to ${classes - 1}, not ${value}.`)
    if (Math.abs(value) > LARGEST)
      throw unusable(`The target has numbers as large as ${value}. Divide it, or take its logarithm.`)
    if (loss.kind === 'poisson' && value < 0)
      throw unusable(`Counts cannot be below 0, but the target has ${value}. Choose another loss.`)
  }
  if (loss.kind === 'poisson' && !(sum > 0))
    throw unusable('All counts of the target are 0, so there is nothing to learn.')
}

/** The loss of a kind, as scikit-learn's HistGradientBoosting has them. */
export function lossOf(loss: BoostingLoss): Loss {
  switch (loss.kind) {
    case 'squared':
      return scalar({
        link: 'identity',
        base: meanOf,
        loss: (y, score) => (y - score) ** 2 / 2,
        gradient: (y, score) => score - y,
        hessian: () => 1,
      })
    case 'absolute':
      return scalar({
        link: 'identity',
        quantile: 0.5,
        base: (targets) => quantileOf(targets.y.slice(), targets.weights, 0.5),
        loss: (y, score) => Math.abs(y - score),
        gradient: (y, score) => (score > y ? 1 : score < y ? -1 : 0),
        hessian: () => 1,
      })
    case 'quantile': {
      const { alpha } = loss
      return scalar({
        link: 'identity',
        quantile: alpha,
        base: (targets) => quantileOf(targets.y.slice(), targets.weights, alpha),
        loss: (y, score) => missCost(y - score, alpha),
        gradient: (y, score) => (score < y ? -alpha : 1 - alpha),
        hessian: () => 1,
      })
    }
    case 'poisson':
      return scalar({
        link: 'exponential',
        base: (targets) => logarithm(meanOf(targets)),
        loss: (y, score) => Math.exp(score) - y * score,
        gradient: (y, score) => powerOfE(score) - y,
        hessian: (_, score) => powerOfE(score),
      })
    case 'logistic':
      return logistic()
    case 'softmax':
      return softmax(loss.classes)
  }
}

interface ScalarLoss {
  readonly link: Link
  readonly quantile?: number
  base(targets: Targets): number
  loss(y: number, score: number): number
  gradient(y: number, score: number): number
  hessian(y: number, score: number): number
}

/** A loss of one score, whose slopes follow from it at once: the score is what is kept. */
function scalar({ link, quantile, base, loss, gradient: gradientOf, hessian: hessianOf }: ScalarLoss): Loss {
  return {
    outputs: 1,
    link,
    quantile,
    base: (targets) => Float64Array.of(base(targets)),
    sum({ y, weights }, scores, start, end, kept) {
      let sum = 0
      for (let i = start; i < end; i++) {
        const each = loss(y[i]!, scores[i]!)
        sum += weights ? each * weights[i]! : each
      }
      kept.set(scores.subarray(start, end), start)
      return sum
    },
    slopes({ y, weights }, kept, _, start, end, gradient, hessian) {
      for (let i = start; i < end; i++) {
        const weight = weights ? weights[i]! : 1
        gradient[i] = weight * gradientOf(y[i]!, kept[i]!)
        hessian[i] = weight * hessianOf(y[i]!, kept[i]!)
      }
    },
  }
}

/** Less than this a product of probabilities is not let fall, since then it would lose digits. */
const SMALL = 1e-250

function logistic(): Loss {
  return {
    outputs: 1,
    link: 'logistic',
    quantile: undefined,
    base(targets) {
      const [, second] = classShares(targets, 2)
      return Float64Array.of(logarithm(second! / (1 - second!)))
    },
    sum({ y, weights }, scores, start, end, kept) {
      for (let i = start; i < end; i++) kept[i] = -scores[i]!
      exponentiate(kept, start, end)
      let sum = 0
      // One logarithm for many rows: of the product of the probabilities of what happened.
      let product = 1
      for (let i = start; i < end; i++) {
        const probability = 1 / (1 + kept[i]!)
        kept[i] = probability
        const happened = y[i]! > 0 ? probability : 1 - probability
        if (weights || happened < 1e-12) {
          const against = y[i]! > 0 ? -scores[i]! : scores[i]!
          const each = Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)))
          sum += weights ? each * weights[i]! : each
        } else {
          product *= happened
          if (product < SMALL) {
            sum -= Math.log(product)
            product = 1
          }
        }
      }
      return sum - Math.log(product)
    },
    slopes({ y, weights }, kept, _, start, end, gradient, hessian) {
      for (let i = start; i < end; i++) {
        const probability = kept[i]!
        const weight = weights ? weights[i]! : 1
        gradient[i] = weight * (probability - y[i]!)
        hessian[i] = weight * probability * (1 - probability)
      }
    },
  }
}

function softmax(classes: number): Loss {
  return {
    outputs: classes,
    link: 'softmax',
    quantile: undefined,
    base(targets) {
      const logs = classShares(targets, classes).map(logarithm)
      // About 0, as scikit-learn has them: what all have in common has no meaning.
      const mean = logs.reduce((a, b) => a + b) / classes
      return logs.map((log) => log - mean)
    },
    sum({ y, weights }, scores, start, end, kept) {
      const rows = y.length
      for (let i = start; i < end; i++) {
        const first = i * classes
        let greatest = Number.NEGATIVE_INFINITY
        for (let k = 0; k < classes; k++) if (scores[first + k]! > greatest) greatest = scores[first + k]!
        for (let k = 0; k < classes; k++) kept[k * rows + i] = scores[first + k]! - greatest
      }
      for (let k = 0; k < classes; k++) exponentiate(kept, k * rows + start, k * rows + end)
      let sum = 0
      let product = 1
      for (let i = start; i < end; i++) {
        let total = 0
        for (let k = 0; k < classes; k++) total += kept[k * rows + i]!
        for (let k = 0; k < classes; k++) kept[k * rows + i]! /= total
        const happened = kept[y[i]! * rows + i]!
        if (weights || happened < 1e-12) {
          const each = Math.log(total) + greatestOf(scores, i * classes, classes) - scores[i * classes + y[i]!]!
          sum += weights ? each * weights[i]! : each
        } else {
          product *= happened
          if (product < SMALL) {
            sum -= Math.log(product)
            product = 1
          }
        }
      }
      return sum - Math.log(product)
    },
    slopes({ y, weights }, kept, output, start, end, gradient, hessian) {
      const first = output * y.length
      for (let i = start; i < end; i++) {
        const probability = kept[first + i]!
        const weight = weights ? weights[i]! : 1
        gradient[i] = weight * (y[i] === output ? probability - 1 : probability)
        hessian[i] = weight * probability * (1 - probability)
      }
    },
  }
}

function greatestOf(values: Float64Array, start: number, count: number): number {
  let greatest = values[start]!
  for (let i = start + 1; i < start + count; i++) greatest = Math.max(greatest, values[i]!)
  return greatest
}

/** What share of the weights each class has; one without rows is given that of half a row more. */
function classShares({ y, weights }: Targets, classes: number): Float64Array {
  const shares = new Float64Array(classes)
  let total = 0
  for (let i = 0; i < y.length; i++) {
    const weight = weights ? weights[i]! : 1
    shares[y[i]!]! += weight
    total += weight
  }
  const least = 0.5 / (y.length + 1)
  const given = shares.map((sum) => Math.max(sum / total, least))
  const sum = given.reduce((a, b) => a + b, 0)
  return given.map((share) => share / sum)
}

/** By weight. */
export function meanOf({ y, weights }: Targets): number {
  // From the first on, so that equal numbers have exactly their own mean.
  const origin = y[0]!
  let [sum, total] = [0, 0]
  for (let i = 0; i < y.length; i++) {
    const weight = weights ? weights[i]! : 1
    sum += weight * (y[i]! - origin)
    total += weight
  }
  return origin + sum / total
}
