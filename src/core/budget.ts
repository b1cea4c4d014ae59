/** How far a computation came before the time that it may take was up. Absent from what came to its end. */
export interface Reached {
  readonly done: number
  readonly total: number
}

/** Whether the time that something may take is up. It is asked between pieces of work, of which one at least is done. */
export type IsOver = () => boolean

/** What has as long as it takes. */
export const unlimited: IsOver = () => false

/** A clock that begins now; without a limit it never runs out. */
export function openBudget(budgetMs: number | undefined): IsOver {
  if (budgetMs === undefined) return unlimited
  const end = performance.now() + budgetMs
  return () => performance.now() >= end
}

/** What a person can give a job, in milliseconds, least first; the first is what looking takes, the others what it is worth. */
export const BUDGETS = [10_000, 60_000, 5 * 60_000, 30 * 60_000] as const

/** What a job that is begun by looking may take unless a person says otherwise, and one that trains. */
export const LOOK_BUDGET_MS = BUDGETS[0]
export const STUDY_BUDGET_MS = BUDGETS[2]

/** Which share is done; undefined before it is known of how much. */
export function shareOf(progress: Reached | undefined): number | undefined {
  return progress && progress.total > 0 ? progress.done / progress.total : undefined
}

/** How long the rest takes if it goes on as it went so far, within what is left of the budget; undefined while nothing is done. */
export function timeLeft(elapsedMs: number, { done, total }: Reached, budgetMs?: number): number | undefined {
  if (done <= 0 || total <= 0) return undefined
  const rest = (elapsedMs / done) * Math.max(0, total - done)
  return budgetMs === undefined ? rest : Math.max(0, Math.min(rest, budgetMs - elapsedMs))
}
