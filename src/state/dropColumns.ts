import { toErrorData } from '@/core/errors.ts'
import { DROP_BUDGET_MS, type DropColumns, isDropping } from '@/core/explain/dropColumns.ts'
import type { DropEvent } from '@/core/explain/dropJobs.ts'
import type { RunId } from '@/core/run/run.ts'
import type { Slice } from './store.ts'

export interface DropColumnsSlice {
  /** Runs that this tab trains without their columns, with what was told last. */
  readonly dropping: Readonly<Record<RunId, { readonly progress?: DropEvent; readonly isStopping: boolean }>>
  /** Trains a run without each of these columns, in this order, or goes on with those of its record that are left. */
  dropColumns(id: RunId, columns: readonly string[]): Promise<void>
  /** Stops; the trainings that are done are kept. */
  stopDropping(id: RunId): void
  /** Removes what was found; can be undone. */
  removeDrops(id: RunId): Promise<void>
  /** Marks records as interrupted that say they are worked on while no tab holds their lock. */
  findInterruptedDrops(): Promise<void>
}

const lockOf = (id: RunId) => `job:drop:${id}`

export const createDropColumnsSlice: Slice<DropColumnsSlice> = (set, get, { jobs, locks }) => {
  const controllers = new Map<RunId, AbortController>()
  const patch = (id: RunId, change: Partial<DropColumnsSlice['dropping'][RunId]>) =>
    set(({ dropping }) => ({ dropping: { ...dropping, [id]: { isStopping: false, ...dropping[id], ...change } } }))

  const work = async (id: RunId, controller: AbortController) => {
    const run = get().shelves.run[id]
    if (!run) return
    await get().untilStored(run.spec.question.datasetId)
    try {
      await jobs.train.call(
        'dropColumns',
        { runId: id, budgetMs: DROP_BUDGET_MS },
        {
          signal: controller.signal,
          onEvent: (progress) => {
            patch(id, { progress })
            // A training was committed before the next was told of.
            void get().refreshRecord('dropColumns', id)
          },
        },
      )
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await get().changeRecord('dropColumns', id, (old) =>
        old && isDropping(old)
          ? { ...old, status: error.code === 'aborted' ? 'stopped' : 'failed', error, finishedAt: Date.now() }
          : old,
      )
    } finally {
      await get().refreshRecord('dropColumns', id)
    }
  }

  return {
    dropping: {},
    async dropColumns(id, columns) {
      const run = get().shelves.run[id]
      if (!run || controllers.has(id)) return
      const controller = new AbortController()
      controllers.set(id, controller)
      patch(id, { isStopping: false })
      await get().changeRecord('dropColumns', id, (old): DropColumns => {
        const { metric } = run.spec.question
        const begun: DropColumns = { schema: 1, id, status: 'queued', metric, columns, done: [], createdAt: Date.now() }
        return old ? { ...old, status: 'queued' } : begun
      })
      await locks.ifFree(lockOf(id), () => work(id, controller))
      controllers.delete(id)
      set(({ dropping: { [id]: _ended, ...rest } }) => ({ dropping: rest }))
    },
    stopDropping(id) {
      if (!controllers.has(id)) return
      patch(id, { isStopping: true })
      controllers.get(id)?.abort()
    },
    async removeDrops(id) {
      const found = get().shelves.dropColumns[id]
      if (!found || controllers.has(id)) return
      await get().perform({
        label: 'Removed the trainings without a column',
        redo: () => get().removeRecord('dropColumns', id),
        undo: () => get().putRecord('dropColumns', found),
      })
    },
    async findInterruptedDrops() {
      const held = await locks.held()
      for (const found of Object.values(get().shelves.dropColumns)) {
        if (!isDropping(found) || held.has(lockOf(found.id)) || controllers.has(found.id)) continue
        await get().changeRecord('dropColumns', found.id, (old) =>
          old && isDropping(old) ? { ...old, status: 'interrupted', finishedAt: Date.now() } : old,
        )
      }
    },
  }
}
