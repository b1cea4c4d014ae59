import type { Family } from '@/core/linear/linear.ts'
import type { Work } from '@/core/work.ts'
import { exponentiate } from '../exponential.ts'
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
  for (let k = 0; k < outputs; k++) out[k] = eta[from + k]! - highest
  exponentiate(out, 0, outputs)
  let sum = 0
  for (let k = 0; k < outputs; k++) sum += out[k]!
  for (let k = 0; k < outputs; k++) out[k]! /= sum
  return highest + Math.log(sum)
}

/** Weighted mean of the losses with their slopes. */
export function* slopesOf(answers: Answers, eta: Float64Array): Work<Slopes> {
  const { family, outputs } = answers
  const first = new Float64Array(eta.length)
  const second = new Float64Array(eta.length)
  let loss = 0
  for (const [start, end] of rowRanges(answers.y.length, outputs * EXPONENTIAL_WORK)) {
    loss =
      family === 'multinomial'
        ? addClassSlopes(answers, eta, first, second, loss, start, end)
        : addSlopes(CURVES[family], answers, eta, first, second, loss, start, end)
    yield
  }
  return { loss, first, second }
}

/** Returns `loss` with that of the rows [start, end) added. */
function addClassSlopes(
  { outputs, y, weights }: Answers,
  eta: Float64Array,
  first: Float64Array,
  second: Float64Array,
  loss: number,
  start: number,
  end: number,
): number {
  const chances = new Float64Array(outputs)
  let sum = loss
  for (let row = start; row < end; row++) {
    const at = row * outputs
    const weight = weights[row]!
    const answer = y[row]!
    const total = softmaxInto(eta, at, outputs, chances)
    if (weight > 0) sum += weight * (total - eta[at + answer]!)
    for (let k = 0; k < outputs; k++) {
      second[at + k] = chances[k]!
      first[at + k] = weight * chances[k]!
    }
    first[at + answer] = weight * (chances[answer]! - 1)
  }
  return sum
}

/** As {@link addClassSlopes}, of one output. */
function addSlopes(
  curve: Curve,
  { y, weights }: Answers,
  eta: Float64Array,
  first: Float64Array,
  second: Float64Array,
  loss: number,
  start: number,
  end: number,
): number {
  let sum = loss
  for (let row = start; row < end; row++) {
    const weight = weights[row]!
    if (weight === 0) continue
    const z = eta[row]!
    sum += weight * curve.loss(z, y[row]!)
    first[row] = weight * (curve.mean(z) - y[row]!)
    second[row] = weight * curve.curvature(z)
  }
  return sum
}

/**
 * Weighted mean of half the unit deviance: half the squared error of a number, cross-entropy in nats of classes,
 * y·log(y / μ) − y + μ of a count.
 */
export function* meanLoss({ family, outputs, y, weights }: Answers, eta: Float64Array): Work<number> {
  const chances = new Float64Array(outputs)
  let loss = 0
  for (const [start, end] of rowRanges(y.length, outputs * EXPONENTIAL_WORK)) {
    for (let row = start; row < end; row++) {
      const weight = weights[row]!
      if (weight === 0) continue
      const at = row * outputs
      loss +=
        weight *
        (family === 'multinomial'
          ? softmaxInto(eta, at, outputs, chances) - eta[at + y[row]!]!
          : CURVES[family].loss(eta[row]!, y[row]!))
    }
    yield
  }
  return loss
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
