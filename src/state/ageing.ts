import type { RunId } from '@/core/run/run.ts'
import type { TrainingsEvent } from '@/core/run/trainingsEvent.ts'
import type { Slice } from './store.ts'
import { type AtWork, openStudy } from './study.ts'

export interface AgeingSlice {
  /** Runs that this tab ages, with what they last told. */
  readonly ageing: Readonly<Record<RunId, AtWork<TrainingsEvent>>>
  /** Ages a run along a column of times, or goes on with it; along another column than before it begins anew. */
  drawAgeing(id: RunId, column: string, isDate: boolean, budgetMs?: number): Promise<void>
  /** Stops; the trainings that are done are kept. */
  stopAgeing(id: RunId): void
  /** Removes what was found; can be undone. */
  removeAgeing(id: RunId): Promise<void>
  /** Marks as interrupted what says that it is drawn while no tab holds its lock. */
  findInterruptedAgeing(): Promise<void>
}

export const createAgeingSlice: Slice<AgeingSlice> = (set, get, ports) => {
  const study = openStudy<'ageing', TrainingsEvent>(get, ports, {
    kind: 'ageing',
    lock: 'ageing',
    show: (change) => set(({ ageing }) => ({ ageing: change(ageing) })),
    call: (runId, options, budgetMs) => ports.jobs.train.call('drawAgeing', { runId, budgetMs }, options),
  })
  return {
    ageing: {},
    drawAgeing: (id, column, isDate, budgetMs) =>
      study.start(
        id,
        (old) =>
          old?.column === column
            ? old
            : { schema: 1, id, status: 'queued', column, isDate, periods: [], trainings: [], createdAt: Date.now() },
        budgetMs,
      ),
    stopAgeing: study.stop,
    removeAgeing: (id) => study.remove(id, 'Removed what ageing costs'),
    findInterruptedAgeing: study.findInterrupted,
  }
}
