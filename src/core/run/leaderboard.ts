import { formatMetric } from '../format/format.ts'
import { isBetter, type MetricName } from '../metrics/metric.ts'
import { comparedQuantile, scoreLabel } from './quantile.ts'
import type { Evaluation, Run } from './run.ts'
import { scoredRowsKey } from './sameRows.ts'

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

/** Those of compared runs that are scored on the same rows as the base, the first of them: only these can be ranked. */
export function besideBase<R extends Ranked>(runs: readonly R[], part: Evaluation['part']): readonly R[] {
  const keyOf = ({ run }: Ranked) => scoredRowsKey(run.spec, part)
  return runs.filter((row) => keyOf(row) === keyOf(runs[0]!))
}

/** Of compared runs who is ahead on the rows of the base and by how much, claiming no more than the numbers say. */
export function describeLeaders(compared: readonly Ranked[], metric: MetricName, part: Evaluation['part']): string {
  const runs = besideBase(compared, part)
  const apart = compared.filter((row) => !runs.includes(row)).map(({ run }) => run.mark.letter)
  const rest =
    apart.length > 0
      ? `${apart.join(', ')} ${apart.length === 1 ? 'is' : 'are'} scored on other rows than ${compared[0]!.run.mark.letter} (another table, split or seed), and so not ranked.`
      : ''
  return runs.length > 1 || !rest ? [sayLeaders(runs, metric), rest].filter(Boolean).join(' ') : rest
}

function sayLeaders(runs: readonly Ranked[], metric: MetricName): string {
  const label = scoreLabel(metric, comparedQuantile(runs.map(({ run }) => run)))
  const best = bestValue(runs, metric)
  const leaders = runs.filter(({ metrics }) => metrics[metric] === best)
  if (best === undefined) return `None of these runs has a ${label} yet.`
  const others = runs
    .filter((row) => !leaders.includes(row) && row.metrics[metric] !== undefined)
    .map(({ run, metrics }) => `${run.mark.letter} ${formatMetric(metric, metrics[metric])}`)
  const against = others.length > 0 ? `, against ${others.join(', ')}` : ''
  const letters = leaders.map(({ run }) => run.mark.letter).join(' and ')
  const verdict =
    leaders.length === 1
      ? `Run ${letters} is ahead with ${label} ${formatMetric(metric, best)}`
      : `Runs ${letters} are level with ${label} ${formatMetric(metric, best)}`
  return `${verdict}${against}.`
}
