import { toErrorData } from '@/core/errors.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { follow, freshLive, type LiveRun } from '@/core/run/liveRun.ts'
import { limitOf } from '@/core/run/pace.ts'
import { isUnderWay, type RunId } from '@/core/run/run.ts'
import type { Slice } from './store.ts'

/** The runs of this tab that wait for their turn, and the one that trains. */
export interface RunQueue {
  /** Trains a run when those before it have ended. */
  enqueue(id: RunId): void
  /** Takes a waiting run out; its lock is held until its turn has passed. */
  withdraw(id: RunId): void
  /** Stops the run that trains; one that has ended, or was taken out, is left as it is. */
  stop(id: RunId): void
  /** Whether a run waits, trains, or was taken out and its turn has not passed. */
  has(id: RunId): boolean
  /** Resolves when the turn of a run has passed; at once where it has none. */
  passed(id: RunId): Promise<void>
}

/** How often a training run changes what is on the screen, at most. */
const TELL_EVERY_MS = 80

/** The lock that a tab holds while a run of its own waits or trains. */
export const lockOf = (id: RunId) => `job:${id}`

export function openRunQueue(...[set, get, { jobs, locks }]: Parameters<Slice<unknown>>): RunQueue {
  const controllers = new Map<RunId, AbortController>()
  const turns = new Map<RunId, Promise<void>>()
  /** One run at a time: a GPU shared by two runs finishes both later. */
  let turn: Promise<void> = Promise.resolve()

  const patchLive = (id: RunId, change: (live: LiveRun) => LiveRun) =>
    set(({ live }) => ({ live: { ...live, [id]: change(live[id] ?? freshLive) } }))

  /** Events that have come since the screen was last told: thousands of quick epochs must not be thousands of redraws. */
  const pending: TrainEvent[] = []
  let isDue = false
  const tell = (id: RunId, event: TrainEvent) => {
    pending.push(event)
    if (isDue) return
    isDue = true
    setTimeout(() => {
      isDue = false
      const events = pending.splice(0)
      if (get().live[id]) patchLive(id, (live) => events.reduce(follow, live))
    }, TELL_EVERY_MS)
  }

  const refresh = async (id: RunId) => {
    for (const kind of ['run', 'result', 'pipeline'] as const) await get().refreshRecord(kind, id)
    await get().refreshRecord('evaluation', `${id}/validation`)
  }

  const train = async (id: RunId, controller: AbortController) => {
    set(({ queue }) => ({ queue: queue.filter((waiting) => waiting !== id) }))
    if (controller.signal.aborted) return
    pending.length = 0
    const run = get().shelves.run[id]
    patchLive(id, () => ({ ...freshLive, limitMs: run && limitOf(run.spec.learner) }))
    if (run) {
      const { datasetId, split } = run.spec.question
      await get().untilStored(datasetId)
      if (split.kind === 'file') await get().untilStored(split.testDatasetId)
    }
    try {
      await jobs.train.call(
        'train',
        { runId: id },
        {
          signal: controller.signal,
          onEvent: (event) => {
            if (event.kind === 'device') {
              set({ device: event.device })
              void get().refreshRecord('run', id)
            }
            tell(id, event)
          },
        },
      )
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await get().changeRecord('run', id, (run) =>
        run && isUnderWay(run)
          ? { ...run, status: error.code === 'aborted' ? 'interrupted' : 'failed', error, finishedAt: Date.now() }
          : run,
      )
    } finally {
      await refresh(id)
      set(({ live }) => {
        const { [id]: _done, ...rest } = live
        return { live: rest }
      })
    }
  }

  return {
    enqueue(id) {
      const controller = new AbortController()
      controllers.set(id, controller)
      set(({ queue }) => ({ queue: [...queue, id] }))
      // Held from the moment it waits, so that other tabs see it as alive.
      const passed = locks.ifFree(lockOf(id), async () => {
        const before = turn
        const mine = before.then(() => train(id, controller))
        turn = mine.catch(() => {})
        await mine.finally(() => controllers.delete(id))
      })
      turns.set(
        id,
        passed.finally(() => turns.delete(id)),
      )
    },
    withdraw(id) {
      controllers.get(id)?.abort()
      set(({ queue }) => ({ queue: queue.filter((waiting) => waiting !== id) }))
    },
    stop(id) {
      const controller = controllers.get(id)
      // Nothing would take away again what is said of a run that does not train.
      if (!controller || controller.signal.aborted) return
      patchLive(id, (live) => ({ ...live, stopping: true }))
      controller.abort()
    },
    has: (id) => controllers.has(id),
    passed: async (id) => turns.get(id),
  }
}
