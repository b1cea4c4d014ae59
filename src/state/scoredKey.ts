import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { State } from './store.ts'

/**
 * What runs are known to have said of a part's rows, for the keys of what is asked about it: their predictions, and the
 * probability from which rows are called positive. The digest alone stays as it is where a threshold moves.
 */
export function scoredKey(
  { shelves }: Pick<State, 'shelves'>,
  runIds: readonly (RunId | undefined)[],
  part: Evaluation['part'],
): string {
  return JSON.stringify(
    runIds.map((id) => id && [shelves.evaluation[`${id}/${part}`]?.digest, shelves.pipeline[id]?.threshold]),
  )
}
