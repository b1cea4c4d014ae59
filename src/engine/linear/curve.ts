import type { Family } from '@/core/linear/linear.ts'
import type { Work } from '@/core/work.ts'
import { rowRanges } from './design.ts'

/** Rows × outputs whose exponentials are taken between two rests, counted as so many multiply-adds each. */
const EXPONENTIAL_WORK = 16

/**
 * How a family with one output loses by a linear predictor η where the answer is y: half the unit deviance, its first
 * derivative in η (mean − y, since links are canonical) and its second (McCullagh & Nelder 1989, §2.2–2.3).
 */
interface Curve {
  loss(eta: number, y: number): number
  mean(eta: number): number
  curvature(eta: number): number
}

const gaussian: Curve = {
  loss: (eta, y) => ((eta - y) * (eta - y)) / 2,
  mean: (eta) => eta,
  curvature: () => 1,
}

const binomial: Curve = {
  // log(1 + e^η) − y·η, without overflow.
  loss: (eta, y) => (y === 1 ? Math.max(-eta, 0) : Math.max(eta, 0)) + Math.log1p(Math.exp(-Math.abs(eta))),
  mean: (eta) => (eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta))),
  curvature: (eta) => {
    const e = Math.exp(-Math.abs(eta))
    return e / ((1 + e) * (1 + e))
  },
}

const poisson: Curve = {
  loss: (eta, y) => Math.exp(eta) - y + (y > 0 ? y * (Math.log(y) - eta) : 0),
  mean: Math.exp,
  curvature: Math.exp,
}

const CURVES: Readonly<Record<Exclude<Family, 'multinomial'>, Curve>> = { gaussian, binomial, poisson }

/** The family of a fit, with what of the rows it looks at. */
export interface Answers {
  readonly family: Family
  /** Linear predictors of a row: the classes of a multinomial, else 1. */
  readonly outputs: number
  readonly y: Float64Array
  /** Of the rows, 1 in all. */
  readonly weights: Float64Array
}

/** What a loss is and how it changes with the linear predictors of each row, weights included. */
export interface Slopes {
  readonly loss: number
  /** First derivatives, rows × outputs. */
  readonly first: Float64Array
  /** Of one output: second derivatives; of several: the chance of each class, without weights. */
  readonly second: Float64Array
}

/** The chances of the classes of row `row` into `out`, and the logarithm of what they were divided by. */
function softmaxInto(eta: Float64Array, from: number, outputs: number, out: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let k = from; k < from + outputs; k++) highest = Math.max(highest, eta[k]!)
  let sum = 0
  for (let k = 0; k < outputs; k++) {
    out[k] = Math.exp(eta[from + k]! - highest)
    sum += out[k]!
  }
  for (let k = 0; k < outputs; k++) out[k]! /= sum
  return highest + Math.log(sum)
}

/** Weighted mean of the losses with their slopes. */
export function* slopesOf({ family, outputs, y, weights }: Answers, eta: Float64Array): Work<Slopes> {
  const rows = y.length
  const first = new Float64Array(rows * outputs)
  const second = new Float64Array(rows * outputs)
  const chances = new Float64Array(outputs)
  let loss = 0
  for (const [start, end] of rowRanges(rows, outputs * EXPONENTIAL_WORK)) {
    if (family === 'multinomial') {
      for (let row = start; row < end; row++) {
        const at = row * outputs
        const weight = weights[row]!
        const total = softmaxInto(eta, at, outputs, chances)
        if (weight > 0) loss += weight * (total - eta[at + y[row]!]!)
        for (let k = 0; k < outputs; k++) {
          second[at + k] = chances[k]!
          first[at + k] = weight * (chances[k]! - (k === y[row] ? 1 : 0))
        }
      }
    } else {
      const curve = CURVES[family]
      for (let row = start; row < end; row++) {
        const weight = weights[row]!
        if (weight === 0) continue
        const z = eta[row]!
        loss += weight * curve.loss(z, y[row]!)
        first[row] = weight * (curve.mean(z) - y[row]!)
        second[row] = weight * curve.curvature(z)
      }
    }
    yield
  }
  return { loss, first, second }
}

/** Weighted mean of the losses at η + t · step, and how it changes with t. */
export function* lossAlong(
  { family, outputs, y, weights }: Answers,
  eta: Float64Array,
  step: Float64Array,
  t: number,
): Work<{ readonly loss: number; readonly slope: number }> {
  const moved = new Float64Array(outputs)
  const chances = new Float64Array(outputs)
  let loss = 0
  let slope = 0
  for (const [start, end] of rowRanges(y.length, outputs * EXPONENTIAL_WORK)) {
    for (let row = start; row < end; row++) {
      const weight = weights[row]!
      if (weight === 0) continue
      const answer = y[row]!
      if (family === 'multinomial') {
        const at = row * outputs
        for (let k = 0; k < outputs; k++) moved[k] = eta[at + k]! + t * step[at + k]!
        loss += weight * (softmaxInto(moved, 0, outputs, chances) - moved[answer]!)
        for (let k = 0; k < outputs; k++) slope += weight * step[at + k]! * (chances[k]! - (k === answer ? 1 : 0))
      } else {
        const curve = CURVES[family]
        const z = eta[row]! + t * step[row]!
        loss += weight * curve.loss(z, answer)
        slope += weight * step[row]! * (curve.mean(z) - answer)
      }
    }
    yield
  }
  return { loss, slope }
}

/**
 * Weighted mean of half the unit deviance: half the squared error of a number, cross-entropy in nats of classes,
 * y·log(y / μ) − y + μ of a count.
 */
export function* meanLoss(answers: Answers, eta: Float64Array): Work<number> {
  return (yield* lossAlong(answers, eta, eta, 0)).loss
}

/** Whether every row that counts has its own class on the right side (more than half), so that the classes can be parted. */
export function isParted({ family, outputs, y, weights }: Answers, { second }: Slopes, eta: Float64Array): boolean {
  if (family === 'binomial')
    return y.every((answer, row) => weights[row] === 0 || (answer === 1 ? eta[row]! > 0 : eta[row]! < 0))
  if (family === 'multinomial')
    return y.every((answer, row) => weights[row] === 0 || second[row * outputs + answer]! > 0.5)
  return false
}

/** Answers from linear predictors (rows × outputs): numbers or counts, the chance of the second class, or of each class. */
export function answersFrom(family: Family, eta: Float64Array, outputs: number): Float64Array {
  if (family !== 'multinomial') return eta.map(CURVES[family].mean)
  const chances = new Float64Array(eta.length)
  for (let at = 0; at < eta.length; at += outputs) softmaxInto(eta, at, outputs, chances.subarray(at, at + outputs))
  return chances
}
