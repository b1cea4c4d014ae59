import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { RunId } from '@/core/run/run.ts'

/** The labels of a run's rows that look wrong. */
export interface LabelsRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'labels'
  /** Only suspects of this label, and those that seem to be of this class. */
  readonly label?: string | undefined
  readonly seems?: string | undefined
  /** Which page of the list is shown, from 1; the first where absent. */
  readonly from?: number | undefined
  /** What repairs are compared by; the question's metric where absent. */
  readonly by?: MetricName | undefined
}

/** The parts of a {@link LabelsRoute} that stand behind the question mark. */
export function labelsQuery({
  label,
  seems,
  from,
  by,
}: LabelsRoute): readonly (readonly [string, string | undefined])[] {
  return [
    ['label', label],
    ['seems', seems],
    ['from', from?.toString()],
    ['by', by],
  ]
}

/** The inverse of {@link labelsQuery}. */
export function parseLabels(runId: RunId, params: URLSearchParams): LabelsRoute {
  const [label, seems, from, by] = ['label', 'seems', 'from', 'by'].map((key) => params.get(key) ?? undefined)
  return {
    page: 'run',
    runId,
    view: 'labels',
    ...(label && { label }),
    ...(seems && { seems }),
    ...(from && /^[1-9]\d{0,8}$/.test(from) && from !== '1' && { from: Number(from) }),
    ...(by && Object.hasOwn(METRICS, by) && { by: by as MetricName }),
  }
}
