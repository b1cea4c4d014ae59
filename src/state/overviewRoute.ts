import type { Evaluation, RunId } from '@/core/run/run.ts'

/** The scores of a run, and all that stands behind them. */
export interface OverviewRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view?: undefined
  /** The rows of which it is shown where it errs; validation rows where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** Of several classes, the one whose coefficients are shown; the first where absent. */
  readonly of?: string | undefined
}

/** The parts of an {@link OverviewRoute} that stand behind the question mark. */
export function overviewQuery({ part, of }: OverviewRoute): readonly (readonly [string, string | undefined])[] {
  return [
    ['part', part],
    ['of', of],
  ]
}

/** The inverse of {@link overviewQuery}. */
export function parseOverview(runId: RunId, params: URLSearchParams): OverviewRoute {
  const part = params.get('part')
  return {
    page: 'run',
    runId,
    part: part === 'validation' || part === 'test' ? part : undefined,
    of: params.get('of') ?? undefined,
  }
}
