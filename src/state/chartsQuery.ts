import type { Evaluation } from '@/core/run/run.ts'

/** What of a run's charts is looked at. */
export interface ChartsQuery {
  /** Validation rows where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** The class that is held against all others; all classes where absent. */
  readonly of?: string | undefined
  /** The column along which errors are drawn; that of the split, or the first date, where absent. */
  readonly by?: string | undefined
  /** The threshold that is tried; the pipeline's own where absent. */
  readonly at?: number | undefined
  /** Costs that are tried; those of the question where absent. */
  readonly costs?: TriedCosts | undefined
}

/** What a false alarm and a miss cost and a hit gains, in the unit of the question. */
interface TriedCosts {
  readonly falseAlarm: number
  readonly miss: number
  readonly hit: number
}

/** As parts of a query. */
export function formatCharts({ part, of, by, at, costs }: ChartsQuery): (readonly [string, string | undefined])[] {
  return [
    ['part', part],
    ['of', of],
    ['by', by],
    ['at', at === undefined ? undefined : String(at)],
    ['costs', costs && [costs.falseAlarm, costs.miss, costs.hit].join(',')],
  ]
}

/** The inverse of {@link formatCharts}; what it cannot read is left out. */
export function parseCharts(params: URLSearchParams): ChartsQuery {
  const part = params.get('part')
  const at = numberOf(params.get('at') ?? '')
  const [falseAlarm, miss, hit, ...rest] = (params.get('costs') ?? '').split(',').map(numberOf)
  return {
    part: part === 'validation' || part === 'test' ? part : undefined,
    of: params.get('of') ?? undefined,
    by: params.get('by') ?? undefined,
    at: at !== undefined && at <= 1 ? at : undefined,
    costs:
      falseAlarm !== undefined && miss !== undefined && hit !== undefined && rest.length === 0
        ? { falseAlarm, miss, hit }
        : undefined,
  }
}

/** A number of 0 or more. */
function numberOf(text: string): number | undefined {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) && value >= 0 ? value : undefined
}
