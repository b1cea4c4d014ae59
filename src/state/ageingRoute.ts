import { METRIC_NAMES, type MetricName } from '@/core/metrics/metric.ts'
import type { RunId } from '@/core/run/run.ts'

/** What becomes of a run's model as time goes by. */
export interface AgeingRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'ageing'
  /** The column of times to draw it along; that of the record, or of the split, where absent. */
  readonly column?: string | undefined
  /** What it is scored by; the question's own metric where absent. */
  readonly metric?: MetricName | undefined
}

/** The parts of an {@link AgeingRoute} that stand behind the question mark. */
export function ageingQuery({ column, metric }: AgeingRoute): readonly (readonly [string, string | undefined])[] {
  return [
    ['column', column],
    ['metric', metric],
  ]
}

/** The inverse of {@link ageingQuery}. */
export function parseAgeing(runId: RunId, params: URLSearchParams): AgeingRoute {
  return {
    page: 'run',
    runId,
    view: 'ageing',
    column: params.get('column') ?? undefined,
    metric: METRIC_NAMES.find((each) => each === params.get('metric')),
  }
}
