import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { State } from '@/state/store.ts'

/** The part that runs are held against each other on, and whether test rows could be chosen. */
export function comparedPart(
  evaluations: State['shelves']['evaluation'],
  [base, ...others]: readonly RunId[],
  asked: Evaluation['part'] | undefined,
): { readonly part: Evaluation['part']; readonly isTestOpen: boolean } {
  const hasOpened = (id: RunId) => evaluations[`${id}/test`] !== undefined
  const isTestOpen = base !== undefined && hasOpened(base) && others.some(hasOpened)
  if (!isTestOpen) return { part: 'validation', isTestOpen }
  return { part: asked ?? (others.every(hasOpened) ? 'test' : 'validation'), isTestOpen }
}
