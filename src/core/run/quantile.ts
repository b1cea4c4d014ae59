import { formatMetric, formatThreshold } from '../format/format.ts'
import { quantileAimedAt } from '../learner/learner.ts'
import { METRICS, type MetricName, type MetricValues } from '../metrics/metric.ts'
import type { Run } from './run.ts'

type Asked = Pick<Run, 'spec'>

const MEDIAN = 0.5

function quantileOf({ spec }: Asked): number | undefined {
  return quantileAimedAt(spec.learner, spec.question.task)
}

/** Which quantile of a number a run's pinball loss is of: the one that it aims at, else the median. */
export function lossQuantile(run: Asked): number {
  return quantileOf(run) ?? MEDIAN
}

/** The quantiles that runs' pinball losses are of, rising; none where no run aims at one, so that all are of the median. */
export function lossQuantiles(runs: readonly Asked[]): readonly number[] {
  const isAimed = runs.some((run) => quantileOf(run) !== undefined)
  return isAimed ? [...new Set(runs.map(lossQuantile))].sort((a, b) => a - b) : []
}

/**
 * The quantile by whose pinball loss runs are ranked, since losses of two quantiles are two metrics: the one asked for where
 * some run has it, else the one that most of those aim at that aim at any, of equals the first one's. Undefined where no
 * run aims at any.
 */
export function rankedQuantile(runs: readonly Asked[], asked?: number): number | undefined {
  if (asked !== undefined && lossQuantiles(runs).includes(asked)) return asked
  const counts = new Map<number, number>()
  for (const run of runs) {
    const aimed = quantileOf(run)
    if (aimed !== undefined) counts.set(aimed, (counts.get(aimed) ?? 0) + 1)
  }
  const most = Math.max(...counts.values())
  return [...counts].find(([, count]) => count === most)?.[0]
}

/** As {@link rankedQuantile}, of runs that are compared: that of the base, the first of them, where it aims at one. */
export function comparedQuantile(runs: readonly Asked[]): number | undefined {
  return rankedQuantile(runs, runs[0] && quantileOf(runs[0]))
}

/** Whether a run's value of a metric can be ranked beside others, whose pinball losses are of `quantile`. */
export function isRankedBy(metric: MetricName, run: Asked, quantile: number | undefined): boolean {
  return metric !== 'pinball' || lossQuantile(run) === (quantile ?? MEDIAN)
}

/** Those of a run's scores that can be ranked beside others, whose pinball losses are of `quantile`. */
export function rankedScores(metrics: MetricValues, run: Asked, quantile: number | undefined): MetricValues {
  if (metrics.pinball === undefined || isRankedBy('pinball', run, quantile)) return metrics
  const { pinball: _, ...others } = metrics
  return others
}

/** A metric's name among runs; of the pinball loss with its quantile, where one is aimed at. */
export function scoreLabel(metric: MetricName, quantile: number | undefined): string {
  const { label } = METRICS[metric]
  return metric === 'pinball' && quantile !== undefined ? `${label} (τ ${formatThreshold(quantile)})` : label
}

/** A pinball loss of another quantile than the one that ranks: what it is, and why it is not ranked. */
export function sayOtherQuantile(value: number, run: Asked): { readonly short: string; readonly long: string } {
  const quantile = formatThreshold(lossQuantile(run))
  return {
    short: `${formatMetric('pinball', value)} at τ ${quantile}`,
    long: `The pinball loss of this run is of the ${quantile} quantile, which is another metric than that of the quantile that ranks.`,
  }
}
