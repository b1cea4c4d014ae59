import { differenceWriter } from '../compare/comparison.ts'
import { formatUnits } from '../format/format.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import type { AgedLoss, AgeSlope } from './loss.ts'

interface Found {
  readonly losses: readonly AgedLoss[]
  readonly slope: AgeSlope | undefined
}

/**
 * What age costs, in sentences, as far as intervals show it.
 * @param period How long a period is, in words: "about 7 months".
 */
export function describeAgeing(
  { losses, slope: found }: Found,
  { metric, period }: { readonly metric: MetricName; readonly period: string },
): string {
  if (!found) return 'Too few trainings came to a score to say what age costs: four are needed.'
  const { slope, low, high, trainings } = found
  const { label, better } = METRICS[metric]
  const write = differenceWriter(metric, high - low)
  const loses = better === 'higher' ? 'loses' : 'gains'
  if (low > 0) {
    const two = losses.find(({ age }) => age === 2)
    const aged =
      two?.interval && two.interval.low > 0
        ? ` Two periods old it has ${better === 'higher' ? 'lost' : 'gained'} ${write(two.loss)} ${label} (${write(two.interval.low)} to ${write(two.interval.high)}).`
        : ''
    return `A model ${loses} about ${write(slope)} ${label} with each period (${period}) that it ages (${write(low)} to ${write(high)}).${aged}`
  }
  if (high < 0)
    return `Older models do better here: ${label} is ${better === 'higher' ? 'higher' : 'lower'} by about ${write(-slope)} for each period of age (${write(-high)} to ${write(-low)}), over ${formatUnits(trainings, 'training')}. Whatever changes with time, waiting does not cost.`
  return `No loss with age is shown: ${write(slope)} ${label} for each period (${write(low)} to ${write(high)}) over ${formatUnits(trainings, 'training')}. A loss of up to ${write(high)} with each period would not be seen.`
}
