import type { Question } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import type { State } from '@/state/store.ts'
import { comparedPart } from './comparedPart.ts'

/** By which metric and on which rows runs are judged. */
export interface Judging {
  readonly metric: MetricName
  readonly part: Evaluation['part']
  /** Whether test rows could be chosen: the base has opened its own, and so has another. */
  readonly isTestOpen: boolean
}

/** What the address asks for, as far as the question and what is open allow. */
export function judgingOf(
  evaluations: State['shelves']['evaluation'],
  route: Pick<CompareRoute, 'metric' | 'part'>,
  runs: readonly Pick<Run, 'id'>[],
  question: Question,
): Judging {
  const { part, isTestOpen } = comparedPart(
    evaluations,
    runs.map(({ id }) => id),
    route.part,
  )
  return { metric: judgingMetric(route, question), part, isTestOpen }
}

/** The metric that the address asks to judge by, where the question's task has it; else its own. */
export function judgingMetric({ metric }: Pick<CompareRoute, 'metric'>, question: Question): MetricName {
  return metric && METRICS[metric].tasks.includes(question.task) ? metric : question.metric
}
