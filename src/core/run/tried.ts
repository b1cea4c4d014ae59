import { formatCount, formatMetric } from '../format/format.ts'
import { LEARNERS } from '../learner/table.ts'
import { compareValues, METRICS, type MetricName, type MetricValues, type TaskKind } from '../metrics/metric.ts'
import { describeLearner } from './describe.ts'
import { overFolds } from './folds.ts'
import { sayTries } from './repeat.ts'
import type { RunResult, Tried } from './run.ts'

interface RankedTry extends Pick<Tried, 'trainMs' | 'weight'> {
  /** From 1, in the order in which they were made. */
  readonly number: number
  readonly name: string
  /** What tells it from others of its kind, or why it came to nothing. */
  readonly about: string
  /** The primary metric; undefined of a try that came to nothing. */
  readonly metric: number | undefined
}

export interface TriedStory {
  /** What answers now, and what else would have. */
  readonly verdict: string
  /** On what it was chosen, and what that means for its scores. */
  readonly judging: string
  /** How many tries were made, and what networks trained on. */
  readonly made: string
  /** Best first. */
  readonly ranked: readonly RankedTry[]
}

/**
 * What auto tried as a person reads it.
 * @param validation Scores of the run on its validation rows.
 */
export function tellTried(
  { auto, folds = [] }: Pick<RunResult, 'auto' | 'folds'>,
  { metric, task }: { readonly metric: MetricName; readonly task: TaskKind },
  validation: MetricValues | undefined,
): TriedStory | undefined {
  if (!auto) return undefined
  const ranked = auto.tried
    .map(
      ({ learner, trainMs, weight, error, ...tried }, i): RankedTry => ({
        number: i + 1,
        name: LEARNERS[learner.kind].label(task),
        about: error ?? describeLearner(learner),
        metric: tried.metric ?? undefined,
        trainMs,
        weight,
      }),
    )
    .sort((a, b) => compareValues(metric, a.metric, b.metric))
  const best = ranked.find((tried) => tried.metric !== undefined)
  const voting = ranked.filter(({ weight }) => weight > 0)
  const where = auto.folds ? `over ${formatCount(auto.folds)} folds` : 'on the validation rows'
  const mixed = formatMetric(metric, auto.folds ? overFolds(folds, metric)?.mean : validation?.[metric])
  const mix = `A mix of ${formatCount(voting.length)} answers: ${where} it has ${METRICS[metric].label} ${mixed}`
  const alone = `${voting[0]?.name} answers alone: no mix was better ${where}.`
  return {
    verdict:
      voting.length > 1 ? `${mix}, the best alone (${best?.name}) ${formatMetric(metric, best?.metric)}.` : alone,
    judging: auto.folds
      ? 'What was tried was compared on each fold by models that had not seen it, and a fold is scored by the mix that the other folds choose.'
      : 'Both were chosen on these rows, so they flatter it; the test rows tell.',
    made: sayTries(auto),
    ranked,
  }
}
