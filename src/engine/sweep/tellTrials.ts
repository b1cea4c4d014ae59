import type { SweepEvent } from '@/core/sweep/jobs.ts'
import type { Trial } from '@/core/sweep/sweep.ts'
import type { Task } from '@/core/task.ts'

/** Least time between two events: a hundred trials end epochs far more often than a page is drawn. */
const EVERY_MS = 100

/** Tells of trials as they change, many at once. */
export function tellTrials(task: Task<SweepEvent>) {
  const changed = new Map<number, Trial>()
  let toldAt = Number.NEGATIVE_INFINITY
  const flush = () => {
    if (changed.size === 0) return
    task.report({ kind: 'trials', trials: [...changed.values()] })
    changed.clear()
    toldAt = performance.now()
  }
  return {
    tell(trial: Trial) {
      changed.set(trial.number, trial)
      if (performance.now() - toldAt >= EVERY_MS) flush()
    },
    /** Tells at once what has not been told yet. */
    flush,
  }
}
