import { toErrorData } from '@/core/errors.ts'
import type { CheckEvent } from '@/core/labels/jobs.ts'
import { CHECK_FOLDS, isChecking, type LabelCheck } from '@/core/labels/labelCheck.ts'
import type { RunId } from '@/core/run/run.ts'
import { createRepairs, type RepairSlice } from './repair.ts'
import type { Slice } from './store.ts'

export interface LabelSlice extends RepairSlice {
  /** Checks of labels of this tab, with what they last told. */
  readonly checking: Readonly<Record<RunId, { readonly progress?: CheckEvent; readonly isStopping: boolean }>>
  /** Looks for labels of a run's training and validation rows that are likely wrong; what is found is in its record. */
  findLabels(id: RunId): Promise<void>
  /** Stops; what an earlier check found is kept. */
  stopLabels(id: RunId): void
  /** Marks checks as interrupted that say they are under way while no tab holds their lock. */
  findInterruptedChecks(): Promise<void>
}

const lockOf = (id: RunId) => `job:labels:${id}`

export const createLabelSlice: Slice<LabelSlice> = (set, get, ports) => {
  const { jobs, locks } = ports
  const controllers = new Map<RunId, AbortController>()
  const patch = (id: RunId, change: Partial<LabelSlice['checking'][RunId]>) =>
    set(({ checking }) => ({ checking: { ...checking, [id]: { isStopping: false, ...checking[id], ...change } } }))

  const check = async (id: RunId, { signal }: AbortController) => {
    const run = get().shelves.run[id]
    if (!run) return
    const { datasetId, split } = run.spec.question
    await get().untilStored(datasetId)
    if (split.kind === 'file') await get().untilStored(split.testDatasetId)
    try {
      await jobs.train.call('findLabels', { runId: id }, { signal, onEvent: (progress) => patch(id, { progress }) })
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await get().changeRecord('labelCheck', id, (old) =>
        old && isChecking(old)
          ? { ...old, status: error.code === 'aborted' ? 'stopped' : 'failed', error, finishedAt: Date.now() }
          : old,
      )
    } finally {
      await get().refreshRecord('labelCheck', id)
    }
  }

  return {
    ...createRepairs(set, get, ports),
    checking: {},
    async findLabels(id) {
      if (!get().shelves.result[id] || controllers.has(id)) return
      const controller = new AbortController()
      controllers.set(id, controller)
      patch(id, { isStopping: false })
      await get().changeRecord('labelCheck', id, (old): LabelCheck => {
        const begun: LabelCheck = {
          schema: 1,
          id,
          status: 'queued',
          folds: CHECK_FOLDS,
          repairs: [],
          createdAt: Date.now(),
        }
        return old ? { ...old, status: 'queued' } : begun
      })
      await locks.ifFree(lockOf(id), () => check(id, controller))
      controllers.delete(id)
      set(({ checking: { [id]: _ended, ...rest } }) => ({ checking: rest }))
    },
    stopLabels(id) {
      if (!controllers.has(id)) return
      patch(id, { isStopping: true })
      controllers.get(id)?.abort()
    },
    async findInterruptedChecks() {
      const held = await locks.held()
      for (const each of Object.values(get().shelves.labelCheck)) {
        if (!isChecking(each) || held.has(lockOf(each.id)) || controllers.has(each.id)) continue
        await get().changeRecord('labelCheck', each.id, (old) =>
          old && isChecking(old) ? { ...old, status: 'interrupted', finishedAt: Date.now() } : old,
        )
      }
    },
  }
}
