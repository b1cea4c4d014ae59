import type { Condition } from '@/core/dataset/view.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { SliceError } from '@/core/slices/jobs.ts'
import { formatView, parseView } from './viewQuery.ts'

/** Where a run fails. */
export interface SlicesRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'slices'
  /** The rows that are looked at; test rows where they are open, else validation rows, where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** What counts as an error; whether a row is wrong, or how far off it is, where absent. */
  readonly error?: SliceError | undefined
  /** A slice that a person named. */
  readonly own?: readonly Condition[] | undefined
}

/** The parts of a {@link SlicesRoute} that stand behind the question mark. */
export function slicesQuery({
  part,
  error,
  own = [],
}: SlicesRoute): readonly (readonly [string, string | undefined])[] {
  return [['part', part], ['error', error], ...formatView({ conditions: own, search: '', sort: [] })]
}

const ERRORS: readonly SliceError[] = ['wrong', 'loss', 'off']

/** The inverse of {@link slicesQuery}; undefined where a condition cannot be read. */
export function parseSlices(runId: RunId, params: URLSearchParams): SlicesRoute | undefined {
  const view = parseView(params)
  if (!view) return undefined
  const part = params.get('part')
  return {
    page: 'run',
    runId,
    view: 'slices',
    part: part === 'validation' || part === 'test' ? part : undefined,
    error: ERRORS.find((each) => each === params.get('error')),
    ...(view.conditions.length > 0 && { own: view.conditions }),
  }
}
