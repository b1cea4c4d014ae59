import { formatMetric, formatScore, formatUnits } from '../format/format.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import type { Extrapolation } from './extrapolate.ts'
import type { CurvePoint } from './learningCurve.ts'

/** What more rows would bring, in a sentence: "Twice the rows would lift AUC from .874 to about .879 (.875 to .886)." */
export function describeLearningCurve(found: Extrapolation, points: readonly CurvePoint[], metric: MetricName): string {
  const { label, better, inUnits } = METRICS[metric]
  const [first, last] = [points[0], points.at(-1)]
  switch (found.kind) {
    case 'fewSizes':
      return first
        ? `${label} is ${formatMetric(metric, last?.validation)} with ${formatUnits(Math.round(last!.rows), 'row')}. Four sizes are needed to say what more would bring.`
        : 'No size came to a score.'
    case 'fewDraws':
      return `From ${say(first!)} to ${say(last!)}. How much of that is chance only further draws can tell: go on to see what more rows would bring.`
    case 'flat':
      return `More rows bring little here: from ${say(first!)} to ${say(last!)}, ${label} changed by no more than chance does.`
    case 'uneven':
      return `From ${say(first!)} to ${say(last!)}, ${label} goes up and down by more than chance does, so no curve is carried on to more rows.`
    case 'fitted': {
      const { now, twice } = found
      const write = inUnits
        ? (value: number) => formatMetric(metric, value)
        : (value: number) => formatScore(value, digitsFor(Math.abs(twice.score - now.score)))
      return `Twice the rows would ${better === 'higher' ? 'lift' : 'lower'} ${label} from ${write(now.score)} to about ${write(twice.score)} (${write(twice.low)} to ${write(twice.high)}).`
    }
  }

  function say({ rows, validation }: CurvePoint): string {
    return `${formatMetric(metric, validation)} with ${formatUnits(Math.round(rows), 'row')}`
  }
}

/** Digits that show a difference: at least three. */
function digitsFor(difference: number): number {
  return difference > 0 ? Math.min(5, Math.max(3, Math.ceil(-Math.log10(difference)))) : 3
}
