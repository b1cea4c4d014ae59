import type { Evaluation, Run } from '@/core/run/run.ts'
import type { RunRowsRoute } from '@/state/rowsRoute.ts'

/** Where the rows of a cell of a confusion matrix are listed. */
export function rowsOfCell({ id }: Run, part: Evaluation['part']): (was: string, called: string) => RunRowsRoute {
  return (was, called) => ({
    page: 'run',
    runId: id,
    view: 'rows',
    was,
    called,
    ...(part === 'test' && { part }),
  })
}
