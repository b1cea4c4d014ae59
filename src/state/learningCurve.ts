import { toErrorData } from '@/core/errors.ts'
import type { CurveEvent } from '@/core/learningCurve/jobs.ts'
import { isDrawing, type LearningCurve } from '@/core/learningCurve/learningCurve.ts'
import type { RunId } from '@/core/run/run.ts'
import type { Slice } from './store.ts'

export interface LearningCurveSlice {
  /** Curves that this tab draws, with what they last told. */
  readonly drawing: Readonly<Record<RunId, { readonly progress?: CurveEvent; readonly isStopping: boolean }>>
  /** Draws the learning curve of a run, or goes on with it; what is done is in its record. */
  drawCurve(id: RunId): Promise<void>
  /** Stops; the trainings that are done are kept. */
  stopCurve(id: RunId): void
  /** Removes a curve; can be undone. */
  removeCurve(id: RunId): Promise<void>
  /** Marks curves as interrupted that say they are drawn while no tab holds their lock. */
  findInterruptedCurves(): Promise<void>
}

const lockOf = (id: RunId) => `job:curve:${id}`

export const createLearningCurveSlice: Slice<LearningCurveSlice> = (set, get, { jobs, locks }) => {
  const controllers = new Map<RunId, AbortController>()
  const patch = (id: RunId, change: Partial<LearningCurveSlice['drawing'][RunId]>) =>
    set(({ drawing }) => ({ drawing: { ...drawing, [id]: { isStopping: false, ...drawing[id], ...change } } }))

  const draw = async (id: RunId, controller: AbortController) => {
    const run = get().shelves.run[id]
    if (!run) return
    const { datasetId, split } = run.spec.question
    await get().untilStored(datasetId)
    if (split.kind === 'file') await get().untilStored(split.testDatasetId)
    try {
      await jobs.train.call(
        'drawCurve',
        { runId: id },
        {
          signal: controller.signal,
          onEvent: (progress) => {
            patch(id, { progress })
            // A training was committed before the next was told of.
            void get().refreshRecord('learningCurve', id)
          },
        },
      )
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await get().changeRecord('learningCurve', id, (old) =>
        old && isDrawing(old)
          ? { ...old, status: error.code === 'aborted' ? 'stopped' : 'failed', error, finishedAt: Date.now() }
          : old,
      )
    } finally {
      await get().refreshRecord('learningCurve', id)
    }
  }

  return {
    drawing: {},
    async drawCurve(id) {
      const result = get().shelves.result[id]
      if (!result || controllers.has(id)) return
      const controller = new AbortController()
      controllers.set(id, controller)
      patch(id, { isStopping: false })
      try {
        // Where another tab draws it, its record is that tab's.
        await locks.ifFree(lockOf(id), async () => {
          await get().changeRecord('learningCurve', id, (old): LearningCurve => {
            const begun: LearningCurve = {
              schema: 1,
              id,
              status: 'queued',
              trainRows: result.rows.train,
              validationRows: result.rows.validation,
              trainings: [],
              createdAt: Date.now(),
            }
            return old ? { ...old, status: 'queued' } : begun
          })
          await draw(id, controller)
        })
      } finally {
        controllers.delete(id)
        set(({ drawing: { [id]: _ended, ...rest } }) => ({ drawing: rest }))
      }
    },
    stopCurve(id) {
      if (!controllers.has(id)) return
      patch(id, { isStopping: true })
      controllers.get(id)?.abort()
    },
    async removeCurve(id) {
      const curve = get().shelves.learningCurve[id]
      if (!curve || controllers.has(id)) return
      await get().perform({
        label: 'Removed a learning curve',
        redo: () => get().removeRecord('learningCurve', id),
        undo: () => get().putRecord('learningCurve', curve),
      })
    },
    async findInterruptedCurves() {
      const held = await locks.held()
      for (const curve of Object.values(get().shelves.learningCurve)) {
        if (!isDrawing(curve) || held.has(lockOf(curve.id)) || controllers.has(curve.id)) continue
        await get().changeRecord('learningCurve', curve.id, (old) =>
          old && isDrawing(old) ? { ...old, status: 'interrupted', finishedAt: Date.now() } : old,
        )
      }
    },
  }
}
