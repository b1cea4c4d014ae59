import type { RunId } from '@/core/run/run.ts'
import type { TrainingsEvent } from '@/core/run/trainingsEvent.ts'
import type { Slice } from './store.ts'
import { type AtWork, openStudy } from './study.ts'

export interface LearningCurveSlice {
  /** Curves that this tab draws, with what they last told. */
  readonly drawing: Readonly<Record<RunId, AtWork<TrainingsEvent>>>
  /** Draws the learning curve of a run, or goes on with it; what is done is in its record. */
  drawCurve(id: RunId): Promise<void>
  /** Stops; the trainings that are done are kept. */
  stopCurve(id: RunId): void
  /** Removes a curve; can be undone. */
  removeCurve(id: RunId): Promise<void>
  /** Marks curves as interrupted that say they are drawn while no tab holds their lock. */
  findInterruptedCurves(): Promise<void>
}

export const createLearningCurveSlice: Slice<LearningCurveSlice> = (set, get, ports) => {
  const study = openStudy<'learningCurve', TrainingsEvent>(get, ports, {
    kind: 'learningCurve',
    lock: 'curve',
    show: (change) => set(({ drawing }) => ({ drawing: change(drawing) })),
    call: (runId, options) => ports.jobs.train.call('drawCurve', { runId }, options),
  })
  return {
    drawing: {},
    drawCurve: (id) =>
      study.start(id, (old) => {
        if (old) return old
        const { train, validation } = get().shelves.result[id]!.rows
        return {
          schema: 1,
          id,
          status: 'queued',
          trainRows: train,
          validationRows: validation,
          trainings: [],
          createdAt: Date.now(),
        }
      }),
    stopCurve: study.stop,
    removeCurve: (id) => study.remove(id, 'Removed a learning curve'),
    findInterruptedCurves: study.findInterrupted,
  }
}
