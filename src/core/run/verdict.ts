import { formatMetric, formatThreshold, formatUnits } from '../format/format.ts'
import { isBetter, METRICS, type MetricName } from '../metrics/metric.ts'
import { scoreLabel } from './quantile.ts'
import type { Run } from './run.ts'

/**
 * What came of a run, in a sentence. Beside the baseline it says who is ahead and claims no more: whether a difference is
 * sure is a question for a test (`compareModels`).
 */
export function describeVerdict({
  run,
  metric = run.spec.question.metric,
  score,
  rows,
  baseline,
  isElsewhere = false,
  quantiles,
}: {
  readonly run: Pick<Run, 'spec' | 'status' | 'mark'>
  /** The question's own where absent. */
  readonly metric?: MetricName
  readonly score: number | undefined
  /** Validation rows. */
  readonly rows: number | undefined
  readonly baseline: number | undefined
  /** Whether the baseline was scored on other rows. */
  readonly isElsewhere?: boolean
  /** Of pinball losses: that of the run, and that of the baseline. */
  readonly quantiles?: readonly [number, number] | undefined
}): string {
  const name = `Run ${run.mark.letter}`
  const stopped = run.status === 'stopped' ? ' It was stopped early; its best weights were kept.' : ''
  if (score === undefined || rows === undefined)
    return `${name} has no ${METRICS[metric].label} on its validation rows.${stopped}`
  const reached = `${name} reached ${scoreLabel(metric, quantiles?.[0])} ${formatMetric(metric, score)} on ${formatUnits(rows, 'validation row')}`
  if (run.spec.learner.kind === 'baseline') return `${reached}: what every other run has to beat.`
  if (baseline === undefined) return `${reached}. There is no baseline to compare it with.${stopped}`
  if (quantiles && quantiles[0] !== quantiles[1])
    return `${reached}. The baseline’s loss is of the ${formatThreshold(quantiles[1])} quantile, another metric; Compare holds both to one.${stopped}`
  const beside = `the baseline${isElsewhere ? ', on other rows,' : ''} has ${formatMetric(metric, baseline)}`
  if (score === baseline) return `${reached}, as much as the baseline.${stopped}`
  return `${reached}; ${beside}${isBetter(metric, score, baseline) ? '' : ', ahead of it'}.${stopped}`
}
