import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { Goal, Limit } from '@/core/whatIf/goal.ts'
import { formatWish, parseWish } from './wishQuery.ts'

/** Predicting with a run: one row, pasted rows, or a whole file. */
export type PredictRoute =
  | RowRoute
  | { readonly page: 'predict'; readonly runId: RunId; readonly way: 'paste' | 'file' }

/** One row, and what it might be instead. */
export interface RowRoute {
  readonly page: 'predict'
  readonly runId: RunId
  readonly way: 'row'
  /** The part that the row is of; validation where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** The row of the dataset that the form starts from, from 0; a typical one where absent. */
  readonly row?: number | undefined
  /** Cells that differ from it, by column. */
  readonly set?: Readonly<Record<string, string>> | undefined
  /** The column that is changed alone; the first where absent. */
  readonly column?: string | undefined
  /** Of several classes, the one whose probability is explained; the one that the row was called where absent. */
  readonly of?: string | undefined
  /** The answer that the row is to get, and what may change for it; a likely one, and anything, where absent. */
  readonly goal?: Goal | undefined
  readonly limits?: readonly Limit[] | undefined
  /** Whether the changes to that answer were asked for. */
  readonly isSought?: true | undefined
}

/** The parts of a {@link PredictRoute} that stand behind the question mark. */
export function predictQuery(route: PredictRoute): readonly (readonly [string, string | undefined])[] {
  if (route.way !== 'row') return []
  return [
    ['part', route.part],
    ['row', route.row?.toString()],
    ...Object.entries(route.set ?? {}).map(
      ([column, value]) => ['set', `${encodeURIComponent(column)}:${value}`] as const,
    ),
    ['column', route.column],
    ['of', route.of],
    ...formatWish(route),
  ]
}

/** The inverse of {@link predictQuery}; undefined where it cannot be read. */
export function parsePredict(
  runId: RunId,
  way: 'row' | 'paste' | 'file',
  params: URLSearchParams,
): PredictRoute | undefined {
  if (way !== 'row') return { page: 'predict', runId, way }
  const part = params.get('part')
  const row = params.get('row')
  try {
    const set = params.getAll('set').map((text) => {
      const at = text.indexOf(':')
      return [decodeURIComponent(text.slice(0, at)), text.slice(at + 1)] as const
    })
    return {
      page: 'predict',
      runId,
      way,
      ...((part === 'validation' || part === 'test') && { part }),
      ...(row !== null && /^\d{1,15}$/.test(row) && { row: Number(row) }),
      ...(set.length > 0 && { set: Object.fromEntries(set) }),
      ...(params.get('column') && { column: params.get('column')! }),
      ...(params.get('of') && { of: params.get('of')! }),
      ...parseWish(params),
    }
  } catch {
    return undefined
  }
}
