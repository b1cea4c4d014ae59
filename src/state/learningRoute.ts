import { METRIC_NAMES, type MetricName } from '@/core/metrics/metric.ts'
import type { RunId } from '@/core/run/run.ts'

/** How a run would do with more rows. */
export interface LearningRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'learning'
  /** What it is scored by; the question's own metric where absent. */
  readonly metric?: MetricName | undefined
}

/** The inverse of what `formatRoute` writes behind the question mark. */
export function parseLearning(runId: RunId, params: URLSearchParams): LearningRoute {
  return { page: 'run', runId, view: 'learning', metric: METRIC_NAMES.find((each) => each === params.get('metric')) }
}
