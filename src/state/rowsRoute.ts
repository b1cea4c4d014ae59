import { isWhole, type View } from '@/core/dataset/view.ts'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import { OUTCOME_WORDS, type PairOutcome } from '@/core/prediction/outcome.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { formatView, parseView } from './viewQuery.ts'

/** What a run said of single rows. */
export interface RunRowsRoute extends RunRows {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'rows'
}

interface RunRows {
  /** The rows that are listed; the validation rows where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** Only rows of this class, and rows called this class. */
  readonly was?: string | undefined
  readonly called?: string | undefined
  readonly only?: 'right' | 'wrong' | undefined
  /** Conditions and order; all rows, worst first, where absent. */
  readonly rows?: View | undefined
  /** What repairs are compared by; the question's metric where absent. */
  readonly by?: MetricName | undefined
}

/** The rows on which two runs of a comparison differ. */
export interface CompareRowsRoute extends CompareRows {
  readonly page: 'compare'
  readonly view: 'rows'
  readonly experimentId: ExperimentId
}

interface CompareRows {
  /** All runs of the comparison. */
  readonly runIds: readonly RunId[]
  /** The run that the other is held against; the first two of the comparison where absent. */
  readonly base?: RunId | undefined
  readonly other?: RunId | undefined
  /** Where absent the test rows if both have opened them, else the validation rows. */
  readonly part?: Evaluation['part'] | undefined
  /** Errors of numbers that differ by no more count as alike, in the target's units; 0 where absent. */
  readonly tolerance?: number | undefined
  /** Rows of one outcome, or all; where absent those on which the runs differ. */
  readonly only?: PairOutcome | 'all' | undefined
  readonly rows?: View | undefined
}

type Query = readonly (readonly [key: string, value: string | undefined])[]

export function runRowsQuery({ part, was, called, only, rows, by }: RunRows): Query {
  return [
    ['part', part],
    ['was', was],
    ['called', called],
    ['only', only],
    ['by', by],
    ...(rows ? formatView(rows) : []),
  ]
}

/** The inverse of {@link runRowsQuery}; undefined where the view cannot be read. */
export function parseRunRows(params: URLSearchParams): RunRows | undefined {
  const rows = parseView(params)
  const only = params.get('only')
  return (
    rows && {
      ...partOf(params),
      ...(Object.hasOwn(METRICS, params.get('by') ?? '') && { by: params.get('by') as MetricName }),
      ...(params.get('was') && { was: params.get('was')! }),
      ...(params.get('called') && { called: params.get('called')! }),
      ...((only === 'right' || only === 'wrong') && { only }),
      ...(!isWhole(rows) && { rows }),
    }
  )
}

export function compareRowsQuery({ runIds, base, other, part, tolerance, only, rows }: CompareRows): Query {
  return [
    ['runs', runIds.join(',')],
    ['base', base],
    ['other', other],
    ['part', part],
    ['tolerance', tolerance?.toString()],
    ['only', only],
    ...(rows ? formatView(rows) : []),
  ]
}

/** The inverse of {@link compareRowsQuery}; undefined where the view cannot be read. */
export function parseCompareRows(params: URLSearchParams): CompareRows | undefined {
  const rows = parseView(params)
  const only = params.get('only')
  const tolerance = Number(params.get('tolerance'))
  return (
    rows && {
      runIds: (params.get('runs') ?? '').split(',').filter(Boolean),
      ...(params.get('base') && { base: params.get('base')! }),
      ...(params.get('other') && { other: params.get('other')! }),
      ...partOf(params),
      ...(tolerance > 0 && Number.isFinite(tolerance) && { tolerance }),
      ...(isOutcome(only) && { only }),
      ...(!isWhole(rows) && { rows }),
    }
  )
}

function partOf(params: URLSearchParams): Pick<RunRows, 'part'> {
  const part = params.get('part')
  return part === 'validation' || part === 'test' ? { part } : {}
}

function isOutcome(text: string | null): text is PairOutcome | 'all' {
  return text !== null && text !== 'right' && text !== 'wrong' && (text === 'all' || Object.hasOwn(OUTCOME_WORDS, text))
}
