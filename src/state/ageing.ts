import { toErrorData } from '@/core/errors.ts'
import type { RunId } from '@/core/run/run.ts'
import { type Ageing, isAgeing } from '@/core/staleness/ageing.ts'
import type { AgeingEvent } from '@/core/staleness/jobs.ts'
import type { Slice } from './store.ts'

export interface AgeingSlice {
  /** Runs that this tab ages, with what they last told. */
  readonly ageing: Readonly<Record<RunId, { readonly progress?: AgeingEvent; readonly isStopping: boolean }>>
  /** Ages a run along a column of times, or goes on with it; along another column than before it begins anew. */
  drawAgeing(id: RunId, column: string, isDate: boolean): Promise<void>
  /** Stops; the trainings that are done are kept. */
  stopAgeing(id: RunId): void
  /** Removes what was found; can be undone. */
  removeAgeing(id: RunId): Promise<void>
  /** Marks as interrupted what says that it is drawn while no tab holds its lock. */
  findInterruptedAgeing(): Promise<void>
}

const lockOf = (id: RunId) => `job:ageing:${id}`

export const createAgeingSlice: Slice<AgeingSlice> = (set, get, { jobs, locks }) => {
  const controllers = new Map<RunId, AbortController>()
  const patch = (id: RunId, change: Partial<AgeingSlice['ageing'][RunId]>) =>
    set(({ ageing }) => ({ ageing: { ...ageing, [id]: { isStopping: false, ...ageing[id], ...change } } }))

  const draw = async (id: RunId, controller: AbortController) => {
    const run = get().shelves.run[id]
    if (!run) return
    const { datasetId, split } = run.spec.question
    await get().untilStored(datasetId)
    if (split.kind === 'file') await get().untilStored(split.testDatasetId)
    try {
      await jobs.train.call(
        'drawAgeing',
        { runId: id },
        {
          signal: controller.signal,
          onEvent: (progress) => {
            patch(id, { progress })
            // A training was committed before the next was told of.
            void get().refreshRecord('ageing', id)
          },
        },
      )
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await get().changeRecord('ageing', id, (old) =>
        old && isAgeing(old)
          ? { ...old, status: error.code === 'aborted' ? 'stopped' : 'failed', error, finishedAt: Date.now() }
          : old,
      )
    } finally {
      await get().refreshRecord('ageing', id)
    }
  }

  return {
    ageing: {},
    async drawAgeing(id, column, isDate) {
      if (!get().shelves.result[id] || controllers.has(id)) return
      const controller = new AbortController()
      controllers.set(id, controller)
      patch(id, { isStopping: false })
      await get().changeRecord('ageing', id, (old): Ageing => {
        if (old?.column === column) return { ...old, status: 'queued' }
        return { schema: 1, id, status: 'queued', column, isDate, periods: [], trainings: [], createdAt: Date.now() }
      })
      await locks.ifFree(lockOf(id), () => draw(id, controller))
      controllers.delete(id)
      set(({ ageing: { [id]: _ended, ...rest } }) => ({ ageing: rest }))
    },
    stopAgeing(id) {
      if (!controllers.has(id)) return
      patch(id, { isStopping: true })
      controllers.get(id)?.abort()
    },
    async removeAgeing(id) {
      const found = get().shelves.ageing[id]
      if (!found || controllers.has(id)) return
      await get().perform({
        label: 'Removed what ageing costs',
        redo: () => get().removeRecord('ageing', id),
        undo: () => get().putRecord('ageing', found),
      })
    },
    async findInterruptedAgeing() {
      const held = await locks.held()
      for (const found of Object.values(get().shelves.ageing)) {
        if (!isAgeing(found) || held.has(lockOf(found.id)) || controllers.has(found.id)) continue
        await get().changeRecord('ageing', found.id, (old) =>
          old && isAgeing(old) ? { ...old, status: 'interrupted', finishedAt: Date.now() } : old,
        )
      }
    },
  }
}
