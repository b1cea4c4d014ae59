import { normalCdf, normalQuantile } from '../normal.ts'
import type { Random } from '../random.ts'
import { fromUnit, toUnit } from './space.ts'
import type { SweepParameter, SweepValue, SweepValues } from './sweep.ts'

/** Values that were tried, and what came of them: the lower the better. */
export interface Observation {
  readonly values: SweepValues
  readonly objective: number
}

/** Trials at random before anything is concluded from them. */
export const TPE_STARTUP = 10
/** Candidates of which the most promising is taken. */
const CANDIDATES = 24
/** Most trials that count as good. */
const MOST_GOOD = 25

/**
 * The next values by the tree-structured Parzen estimator (Bergstra et al. 2011, "Algorithms for Hyper-Parameter
 * Optimization", section 4): of each parameter by itself, candidates are drawn from the density of the good trials, and
 * the one with the highest ratio to the density of the others is taken. One trial in ten is good, at most 25 are.
 * @param observations At least two.
 */
export function suggestByTpe(
  parameters: readonly SweepParameter[],
  observations: readonly Observation[],
  random: Random,
): SweepValues {
  const sorted = observations.toSorted((a, b) => a.objective - b.objective)
  const split = Math.min(Math.ceil(observations.length / 10), MOST_GOOD)
  const [good, others] = [sorted.slice(0, split), sorted.slice(split)]
  const seen = (list: readonly Observation[], key: string) =>
    list.flatMap(({ values }) => (values[key] === undefined ? [] : [values[key]]))
  return Object.fromEntries(
    parameters.map((parameter) => [
      parameter.key,
      suggestOne(parameter, seen(good, parameter.key), seen(others, parameter.key), random),
    ]),
  )
}

interface Density {
  sample(random: Random): number
  at(unit: number): number
}

function suggestOne(
  parameter: SweepParameter,
  good: readonly SweepValue[],
  others: readonly SweepValue[],
  random: Random,
): SweepValue {
  const densityOf = (values: readonly SweepValue[]) => {
    const units = values.map((value) => toUnit(parameter, value))
    return parameter.kind === 'choice' ? shares(units, parameter.values.length) : parzen(units)
  }
  const [l, g] = [densityOf(good), densityOf(others)]
  let best = { unit: 0, ratio: Number.NEGATIVE_INFINITY }
  for (let i = 0; i < CANDIDATES; i++) {
    const unit = l.sample(random)
    const ratio = Math.log(l.at(unit)) - Math.log(g.at(unit))
    if (ratio > best.ratio) best = { unit, ratio }
  }
  return fromUnit(parameter, best.unit)
}

/** How often each of `count` choices occurs, each once more than it was seen. */
function shares(units: readonly number[], count: number): Density {
  const weights = new Float64Array(count).fill(1)
  const place = (unit: number) => Math.min(count - 1, Math.max(0, Math.floor(unit * count)))
  for (const unit of units) weights[place(unit)]!++
  const total = units.length + count
  return {
    sample(random) {
      let left = random() * total
      let choice = 0
      while (choice < count - 1 && left >= weights[choice]!) left -= weights[choice++]!
      return (choice + 0.5) / count
    },
    at: (unit) => weights[place(unit)]! / total,
  }
}

/**
 * A mixture of normals cut off at 0 and 1, one for each observation and a wide one for what was known before. Each is as
 * wide as the farther of its neighbours is away, within bounds that narrow as observations grow (as in hyperopt and Optuna).
 */
function parzen(units: readonly number[]): Density {
  const sorted = [...units, 0.5].toSorted((a, b) => a - b)
  const prior = sorted.indexOf(0.5)
  const narrowest = 1 / Math.min(100, 1 + sorted.length)
  const parts = sorted.map((mean, i) => {
    const left = mean - (sorted[i - 1] ?? 0)
    const right = (sorted[i + 1] ?? 1) - mean
    const width = i === prior ? 1 : Math.min(1, Math.max(left, right, narrowest))
    const low = normalCdf((0 - mean) / width)
    return { mean, width, low, mass: normalCdf((1 - mean) / width) - low }
  })
  return {
    sample(random) {
      const { mean, width, low, mass } = parts[Math.floor(random() * parts.length)]!
      const unit = mean + width * normalQuantile(low + mass * random())
      return Math.min(1 - Number.EPSILON, Math.max(0, unit))
    },
    at(unit) {
      let sum = 0
      for (const { mean, width, mass } of parts) {
        const z = (unit - mean) / width
        sum += Math.exp(-0.5 * z * z) / (width * mass)
      }
      return sum / (parts.length * Math.sqrt(2 * Math.PI))
    },
  }
}
