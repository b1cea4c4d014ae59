import type { Question } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/route.ts'
import type { State } from '@/state/store.ts'

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
  const [base, ...others] = runs
  const hasOpened = ({ id }: Pick<Run, 'id'>) => evaluations[`${id}/test`] !== undefined
  const isTestOpen = base !== undefined && hasOpened(base) && others.some(hasOpened)
  return {
    metric: route.metric && METRICS[route.metric].tasks.includes(question.task) ? route.metric : question.metric,
    part: isTestOpen ? (route.part ?? (others.every(hasOpened) ? 'test' : 'validation')) : 'validation',
    isTestOpen,
  }
}
