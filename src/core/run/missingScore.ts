import { isConfusionMetric, valuesOfMatrix } from '../metrics/confusion.ts'
import type { MetricName } from '../metrics/metric.ts'
import { sayOtherQuantile } from './quantile.ts'
import type { Evaluation, Run } from './run.ts'

/** Why a scored part lacks a metric, in a word or two, and what to do about it. */
export interface MissingScore {
  readonly short: string
  readonly long: string
}

const NOT_RECORDED: MissingScore = {
  short: 'not recorded',
  long: 'An earlier version of Assay scored this run and did not have this metric. Train the run again to see it.',
}

const NO_VALUE: MissingScore = {
  short: 'no value',
  long: 'This metric has no value on these rows, or none that is finite.',
}

/** Metrics of rows that several classes had no score by at first; each has one wherever log loss has. */
const CAME_LATER: ReadonlySet<MetricName> = new Set(['averagePrecision', 'brier'])

/** Why `metric` has no value among those of other runs: an evaluation of its task lacks it, or has it of another quantile. */
export function whyMissing(
  metric: MetricName,
  { metrics, confusion }: Evaluation,
  run: Pick<Run, 'spec'> | undefined,
): MissingScore {
  if (metric === 'pinball' && metrics.pinball !== undefined && run) return sayOtherQuantile(metrics.pinball, run)
  if (!confusion || confusion.length === 2) return NO_VALUE
  const hasValue = isConfusionMetric(metric)
    ? valuesOfMatrix(confusion)[metric] !== undefined
    : CAME_LATER.has(metric) && metrics.logLoss !== undefined
  return hasValue ? NOT_RECORDED : NO_VALUE
}
