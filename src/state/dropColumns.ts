import type { DropEvent } from '@/core/explain/dropJobs.ts'
import type { RunId } from '@/core/run/run.ts'
import type { Slice } from './store.ts'
import { type AtWork, openStudy } from './study.ts'

export interface DropColumnsSlice {
  /** Runs that this tab trains without their columns, with what was told last. */
  readonly dropping: Readonly<Record<RunId, AtWork<DropEvent>>>
  /** Trains a run without each of these columns, in this order, or goes on with those of its record that are left. */
  dropColumns(id: RunId, columns: readonly string[], budgetMs?: number): Promise<void>
  /** Stops; the trainings that are done are kept. */
  stopDropping(id: RunId): void
  /** Removes what was found; can be undone. */
  removeDrops(id: RunId): Promise<void>
  /** Marks records as interrupted that say they are worked on while no tab holds their lock. */
  findInterruptedDrops(): Promise<void>
}

export const createDropColumnsSlice: Slice<DropColumnsSlice> = (set, get, ports) => {
  const study = openStudy<'dropColumns', DropEvent>(get, ports, {
    kind: 'dropColumns',
    lock: 'drop',
    show: (change) => set(({ dropping }) => ({ dropping: change(dropping) })),
    call: (runId, options, budgetMs) => ports.jobs.train.call('dropColumns', { runId, budgetMs }, options),
  })
  return {
    dropping: {},
    dropColumns: async (id, columns, budgetMs) => {
      const run = get().shelves.run[id]
      if (!run) return
      const { metric } = run.spec.question
      await study.start(
        id,
        (old) => old ?? { schema: 1, id, status: 'queued', metric, columns, done: [], createdAt: Date.now() },
        budgetMs,
      )
    },
    stopDropping: study.stop,
    removeDrops: (id) => study.remove(id, 'Removed the trainings without a column'),
    findInterruptedDrops: study.findInterrupted,
  }
}
