import { studentTQuantile } from '../compare/studentT.ts'
import type { Interval } from '../metrics/interval.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import type { AgeingTraining } from './ageing.ts'

/** What models of an age are worse by than fresh ones on the same rows. */
export interface AgedLoss {
  /** Whole periods between the end of training and the rows that are scored; 1 and more. */
  readonly age: number
  /** Periods on which both a fresh model and one of this age were scored. */
  readonly pairs: number
  /** Mean over these; above 0 is worse, whichever way the metric is better. */
  readonly loss: number
  /** 95%, by Student's t over the pairs; absent below three, of which t says next to nothing. */
  readonly interval?: Interval | undefined
}

/** What a model is worse by for each period that it is older. */
export interface AgeSlope extends Interval {
  readonly slope: number
  /** Trainings that it rests on. */
  readonly trainings: number
}

const LEAST_PAIRS = 3

/** A score of one training on one period, so turned that more is worse. */
interface Cell {
  readonly origin: number
  readonly period: number
  readonly error: number
}

function cellsOf(trainings: readonly AgeingTraining[], metric: MetricName): readonly Cell[] {
  const sign = METRICS[metric].better === 'higher' ? -1 : 1
  return trainings.flatMap(({ origin, scores }) =>
    scores.flatMap(({ period, metrics: { [metric]: score } }) =>
      score === undefined ? [] : [{ origin, period, error: sign * score }],
    ),
  )
}

/**
 * Loss by age. Models are compared on the same rows, so that a period that is hard for all does not count as age.
 * Differences of neighbouring periods share a model with opposite signs, which makes their mean vary less than t takes it to.
 */
export function lossesByAge(trainings: readonly AgeingTraining[], metric: MetricName): readonly AgedLoss[] {
  const cells = cellsOf(trainings, metric)
  const fresh = new Map(
    cells.filter(({ origin, period }) => origin === period).map(({ period, error }) => [period, error]),
  )
  const byAge = new Map<number, number[]>()
  for (const { origin, period, error } of cells) {
    const base = fresh.get(period)
    if (period === origin || base === undefined) continue
    const its = byAge.get(period - origin)
    if (its) its.push(error - base)
    else byAge.set(period - origin, [error - base])
  }
  return [...byAge].sort(([a], [b]) => a - b).map(([age, losses]) => ({ age, pairs: losses.length, ...meanOf(losses) }))
}

function meanOf(values: readonly number[]): Pick<AgedLoss, 'loss' | 'interval'> {
  const { length } = values
  const loss = values.reduce((sum, value) => sum + value, 0) / length
  if (length < LEAST_PAIRS) return { loss }
  const variance = values.reduce((sum, value) => sum + (value - loss) ** 2, 0) / (length - 1) / length
  const reach = studentTQuantile(0.975, length - 1) * Math.sqrt(variance)
  return { loss, interval: { low: loss - reach, high: loss + reach } }
}

/** Fewer trainings leave too few degrees of freedom to say anything. */
const LEAST_TRAININGS = 4

/**
 * The slope of error over age, by least squares with a level of its own for every period: error = level of the period +
 * slope · age. A training has luck of its own, which all its scores share, so the variance is the jackknife's over trainings
 * (CV3 of MacKinnon, Nielsen and Webb 2023, "Cluster-robust inference"), and t has two degrees of freedom fewer than there are
 * trainings, as a line through that many points has. Undefined below four trainings.
 */
export function ageSlope(trainings: readonly AgeingTraining[], metric: MetricName): AgeSlope | undefined {
  const cells = cellsOf(trainings, metric)
  const origins = [...new Set(cells.map(({ origin }) => origin))]
  const count = origins.length
  const slope = slopeOf(cells)
  if (count < LEAST_TRAININGS || slope === undefined) return undefined
  const without = origins.map((origin) => slopeOf(cells.filter((cell) => cell.origin !== origin)))
  if (without.some((each) => each === undefined)) return undefined
  const squares = without.reduce<number>((sum, each) => sum + (each! - slope) ** 2, 0)
  const reach = studentTQuantile(0.975, count - 2) * Math.sqrt(((count - 1) / count) * squares)
  return { slope, low: slope - reach, high: slope + reach, trainings: count }
}

/** Undefined where no period has models of two ages. */
function slopeOf(cells: readonly Cell[]): number | undefined {
  let [products, squares] = [0, 0]
  for (const period of new Set(cells.map((cell) => cell.period))) {
    const own = cells.filter((cell) => cell.period === period)
    const age = own.reduce((sum, { origin }) => sum + period - origin, 0) / own.length
    const level = own.reduce((sum, { error }) => sum + error, 0) / own.length
    for (const { origin, error } of own) {
      products += (period - origin - age) * (error - level)
      squares += (period - origin - age) ** 2
    }
  }
  return squares > 0 ? products / squares : undefined
}
