import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { CallOptions, RecordMap } from '@/core/ports.ts'
import { isUnderWay, type RunId, type RunStatus } from '@/core/run/run.ts'
import type { Slice, State } from './store.ts'

/** Records of what was found out about a run by further trainings, one for each run; they are kept training by training. */
type StudyKind = 'learningCurve' | 'labelCheck' | 'ageing' | 'dropColumns'

/** What all of them tell of the work. */
interface Study {
  readonly id: RunId
  readonly status: RunStatus
  readonly error?: ErrorData | undefined
  readonly finishedAt?: number | undefined
}

/** A study that this tab works on, with what it last told. */
export interface AtWork<Event> {
  readonly progress?: Event
  /** What was done when it first told, and how long after that it last did. */
  readonly from?: number
  readonly afterMs?: number
  readonly isStopping: boolean
}

type AllAtWork<Event> = Readonly<Record<RunId, AtWork<Event>>>

interface StudyInput<K extends StudyKind, Event extends { readonly done: number }> {
  readonly kind: K
  /** Tells its lock from those of other work on the same run. */
  readonly lock: string
  /** What this tab works on, in its own part of the state. */
  readonly show: (change: (all: AllAtWork<Event>) => AllAtWork<Event>) => void
  /** Has the worker do it. */
  readonly call: (runId: RunId, options: CallOptions<Event>, budgetMs: number | undefined) => Promise<unknown>
}

/**
 * How studies are begun, stopped, removed and found interrupted. One tab works on a study, under its lock; the record of
 * another tab's is left alone.
 */
export function openStudy<K extends StudyKind, Event extends { readonly done: number }>(
  get: () => State,
  { locks }: Pick<Parameters<Slice<unknown>>[2], 'locks'>,
  { kind, lock, show, call }: StudyInput<K, Event>,
) {
  const controllers = new Map<RunId, AbortController>()
  const lockOf = (id: RunId) => `job:${lock}:${id}`
  const patch = (id: RunId, change: Partial<AtWork<Event>>) =>
    show((all) => ({ ...all, [id]: { isStopping: false, ...all[id], ...change } }))
  const shelf = () => get().shelves[kind] as Readonly<Record<RunId, RecordMap[K] & Study>>
  /** Writes how work ended, where the record still says that it is under way. */
  const end = (id: RunId, change: Pick<Study, 'status' | 'error'>) =>
    get().changeRecord(kind, id, (old) =>
      old && isUnderWay(old as Study) ? { ...old, ...change, finishedAt: Date.now() } : old,
    )

  const work = async (id: RunId, { signal }: AbortController, budgetMs: number | undefined) => {
    const run = get().shelves.run[id]
    if (!run) return
    const { datasetId, split } = run.spec.question
    await get().untilStored(datasetId)
    if (split.kind === 'file') await get().untilStored(split.testDatasetId)
    let first: { readonly done: number; readonly at: number } | undefined
    const onEvent = (progress: Event) => {
      first ??= { done: progress.done, at: performance.now() }
      patch(id, { progress, from: first.done, afterMs: performance.now() - first.at })
      // A training was committed before the next was told of.
      void get().refreshRecord(kind, id)
    }
    try {
      await call(id, { signal, onEvent }, budgetMs)
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await end(id, { status: error.code === 'aborted' ? 'stopped' : 'failed', error })
    } finally {
      await get().refreshRecord(kind, id)
    }
  }

  return {
    /**
     * Begins or goes on; `begin` makes the record of one that is not there yet, or is to be begun anew.
     * @param budgetMs After which no further training begins; none where undefined.
     */
    async start(
      id: RunId,
      begin: (old: RecordMap[K] | undefined) => RecordMap[K],
      budgetMs?: number | undefined,
    ): Promise<void> {
      if (!get().shelves.result[id] || controllers.has(id)) return
      const controller = new AbortController()
      controllers.set(id, controller)
      patch(id, { isStopping: false })
      try {
        await locks.ifFree(lockOf(id), async () => {
          await get().changeRecord(kind, id, (old) => ({ ...begin(old), status: 'queued' }))
          await work(id, controller, budgetMs)
        })
      } finally {
        controllers.delete(id)
        show(({ [id]: _ended, ...rest }) => rest)
      }
    },
    /** Stops; what is done is kept. */
    stop(id: RunId): void {
      if (!controllers.has(id)) return
      patch(id, { isStopping: true })
      controllers.get(id)?.abort()
    },
    /** Removes what was found; can be undone. */
    async remove(id: RunId, label: string): Promise<void> {
      const found = shelf()[id]
      if (!found || controllers.has(id)) return
      await get().perform({
        label,
        redo: () => get().removeRecord(kind, id),
        undo: () => get().putRecord(kind, found),
      })
    },
    /** Marks as interrupted what says that it is under way while no tab holds its lock. */
    async findInterrupted(): Promise<void> {
      const held = await locks.held()
      for (const study of Object.values(shelf())) {
        if (!isUnderWay(study) || held.has(lockOf(study.id)) || controllers.has(study.id)) continue
        await end(study.id, { status: 'interrupted' })
      }
    },
  }
}
