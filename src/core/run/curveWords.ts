import { capitalise, formatMetric, formatScore } from '../format/format.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import type { EpochRecord } from './run.ts'

const NOTHING_YET = 'Nothing yet.'

/**
 * The losses that were told of last, in words. What was not looked at is left out: trees of a forest have no training loss,
 * and most of them no look at the validation rows.
 */
export function describeLosses(history: readonly EpochRecord[], counted: string): string {
  const last =
    history.findLast(({ validationLoss }) => !Number.isNaN(validationLoss)) ??
    history.findLast(({ trainLoss }) => !Number.isNaN(trainLoss))
  if (!last) return NOTHING_YET
  const { validationLoss, trainLoss, epoch } = last
  const losses = [
    ...(Number.isNaN(validationLoss) ? [] : [`validation loss ${formatScore(validationLoss)}`]),
    ...(Number.isNaN(trainLoss) ? [] : [`training loss ${formatScore(trainLoss)}`]),
  ]
  return `${capitalise(losses.join(', '))} after ${counted} ${epoch}.`
}

/** The primary metric that was told of last, in words. */
export function describeLastMetric(history: readonly EpochRecord[], metric: MetricName, counted: string): string {
  const last = history.findLast(({ validationMetric }) => validationMetric !== null)
  if (!last) return NOTHING_YET
  const value = formatMetric(metric, last.validationMetric)
  return `${METRICS[metric].label} ${value} on validation rows after ${counted} ${last.epoch}.`
}
