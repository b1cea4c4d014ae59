import { isBetter, type MetricName } from '../metrics/metric.ts'
import type { Run } from './run.ts'

/** A run as the leaderboard ranks it. */
export interface Ranked {
  readonly run: Run
  readonly name: string
  /** By metric, on validation rows. */
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>
  readonly trainMs: number | undefined
}

/** The best value of a metric among rows, to be set in strong type. */
export function bestValue(rows: readonly Ranked[], metric: MetricName): number | undefined {
  let best: number | undefined
  for (const { metrics } of rows) if (isBetter(metric, metrics[metric], best)) best = metrics[metric]
  return best
}
