import type { Adjustment } from '@/core/compare/adjust.ts'
import { parseSmoothing } from '@/core/curves/smooth.ts'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { METRIC_NAMES, type MetricName } from '@/core/metrics/metric.ts'
import { CURVE_AXES, type CurveAxis } from '@/core/run/curves.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'

/** Runs side by side. */
export interface CompareRoute {
  readonly page: 'compare'
  readonly experimentId: ExperimentId
  readonly view?: undefined
  readonly runIds: readonly RunId[]
  /** Only the settings that differ. */
  readonly diffOnly: boolean
  /** What they are judged by; the question's own metric where absent. */
  readonly metric?: MetricName | undefined
  /** How p is adjusted where several are judged together; Holm's where absent. */
  readonly adjustment?: Exclude<Adjustment, 'holm'> | undefined
  /** The rows they are judged on; where absent the test rows if all have opened them, else the validation rows. */
  readonly part?: Evaluation['part'] | undefined
  /** The run of which it is asked whether it is surely better or worse than the first; the second where absent. */
  readonly sure?: RunId | undefined
  /** What curves are laid along; what runs count, or where that differs the share of training, where absent. */
  readonly along?: CurveAxis | undefined
  /** How much curves are smoothed, in hundredths of 1; not at all where absent. */
  readonly smoothing?: number | undefined
  /** Whether losses and errors have a log axis. */
  readonly logY?: boolean | undefined
}

/** The parts of a {@link CompareRoute} that stand behind the question mark. */
export function compareQuery({
  runIds,
  diffOnly,
  metric,
  adjustment,
  part,
  sure,
  along,
  smoothing,
  logY,
}: CompareRoute): readonly (readonly [string, string | undefined])[] {
  return [
    ['runs', runIds.join(',')],
    ['diff', diffOnly ? '1' : undefined],
    ['metric', metric],
    ['adjust', adjustment],
    ['part', part],
    ['sure', sure],
    ['along', along],
    ['smooth', smoothing?.toString()],
    ['log', logY ? '1' : undefined],
  ]
}

/** The inverse of {@link compareQuery}. */
export function parseCompare(experimentId: ExperimentId, params: URLSearchParams): CompareRoute {
  const part = params.get('part')
  return {
    page: 'compare',
    experimentId,
    runIds: (params.get('runs') ?? '').split(',').filter(Boolean),
    diffOnly: params.get('diff') === '1',
    metric: METRIC_NAMES.find((name) => name === params.get('metric')),
    adjustment: params.get('adjust') === 'benjaminiHochberg' ? 'benjaminiHochberg' : undefined,
    part: part === 'validation' || part === 'test' ? part : undefined,
    sure: params.get('sure') ?? undefined,
    along: CURVE_AXES.find((axis) => axis === params.get('along')),
    smoothing: parseSmoothing(params.get('smooth')) || undefined,
    logY: params.get('log') === '1' || undefined,
  }
}
