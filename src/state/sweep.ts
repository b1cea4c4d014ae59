import { toErrorData } from '@/core/errors.ts'
import { type ExperimentId, questionOfRun } from '@/core/experiment/experiment.ts'
import { isUnderWay, type Run } from '@/core/run/run.ts'
import type { SweepEvent } from '@/core/sweep/jobs.ts'
import { checkSpace } from '@/core/sweep/space.ts'
import { runSpecOf, type Sweep, type SweepId, type SweepParameter, type Trial } from '@/core/sweep/sweep.ts'
import type { Slice, State } from './store.ts'

export type SweepOrder = Pick<Sweep, 'base' | 'seed' | 'deviceWish' | 'method' | 'metric' | 'parameters' | 'runCap'>

export interface SweepSlice {
  /** Trials of sweeps that this tab searches, as they stand now; their records follow round by round. */
  readonly liveTrials: Readonly<Record<SweepId, readonly Trial[]>>
  /** Sweeps of this tab that were asked to stop and have not yet. */
  readonly stoppingSweeps: ReadonlySet<SweepId>
  /**
   * Begins a search and returns its record; what it finds comes into the record as it goes.
   * @throws AssayError `spec.invalid` for a space that cannot be searched.
   */
  startSweep(experimentId: ExperimentId, order: SweepOrder): Promise<Sweep | undefined>
  /** Searches on: for the trials that are left, or for `more` of them, within a part of the space where one is given. */
  extendSweep(
    id: SweepId,
    more?: { readonly trials: number; readonly within?: readonly SweepParameter[] },
  ): Promise<void>
  /** Stops a search; its trials are kept. */
  stopSweep(id: SweepId): void
  removeSweep(id: SweepId): Promise<void>
  /** Trains the run that a trial is, to keep its model. */
  promoteTrial(id: SweepId, trial: Trial): Promise<Run | undefined>
  /** Marks sweeps as interrupted that say they run or wait while no tab holds their lock. */
  findInterruptedSweeps(): Promise<void>
}

const lockOf = (id: SweepId) => `job:${id}`

/** Sweeps of a question, the latest first. */
export function sweepsOf({ shelves }: Pick<State, 'shelves'>, experimentId: ExperimentId): readonly Sweep[] {
  return Object.values(shelves.sweep)
    .filter((sweep) => sweep.experimentId === experimentId)
    .sort((a, b) => b.createdAt - a.createdAt)
}

/** A sweep with its trials as they stand now. */
export function sweepNow(
  { shelves, liveTrials }: Pick<State, 'shelves' | 'liveTrials'>,
  id: SweepId,
): Sweep | undefined {
  const sweep = shelves.sweep[id]
  const trials = liveTrials[id]
  return sweep && trials ? { ...sweep, trials } : sweep
}

export const createSweepSlice: Slice<SweepSlice> = (set, get, { jobs, locks }) => {
  const controllers = new Map<SweepId, AbortController>()

  const follow = (id: SweepId, event: SweepEvent) => {
    if (event.kind === 'device') {
      set({ device: event.device })
      void get().refreshRecord('sweep', id)
    } else
      set(({ liveTrials, shelves }) => {
        const before = liveTrials[id] ?? shelves.sweep[id]?.trials ?? []
        return { liveTrials: { ...liveTrials, [id]: withTrials(before, event.trials) } }
      })
  }

  const search = async (id: SweepId, controller: AbortController) => {
    const sweep = get().shelves.sweep[id]
    if (!sweep) return
    const { datasetId, split } = sweep.question
    await get().untilStored(datasetId)
    if (split.kind === 'file') await get().untilStored(split.testDatasetId)
    try {
      await jobs.train.call(
        'search',
        { sweepId: id },
        {
          signal: controller.signal,
          onEvent: (event) => follow(id, event),
        },
      )
    } catch (cause) {
      // The worker commits its own failure; one that died could not.
      const error = toErrorData(cause)
      await get().changeRecord('sweep', id, (old) =>
        old && isUnderWay(old)
          ? { ...old, status: error.code === 'aborted' ? 'stopped' : 'failed', error, finishedAt: Date.now() }
          : old,
      )
    } finally {
      await get().refreshRecord('sweep', id)
      set(({ liveTrials: { [id]: _ended, ...rest } }) => ({ liveTrials: rest }))
    }
  }

  const begin = (id: SweepId) => {
    const controller = new AbortController()
    controllers.set(id, controller)
    void locks.ifFree(lockOf(id), () =>
      search(id, controller).finally(() => {
        controllers.delete(id)
        set(({ stoppingSweeps }) => ({ stoppingSweeps: new Set([...stoppingSweeps].filter((each) => each !== id)) }))
      }),
    )
  }

  return {
    liveTrials: {},
    stoppingSweeps: new Set(),
    async startSweep(experimentId, order) {
      const question = get().shelves.experiment[experimentId]?.question
      if (!question) return undefined
      checkSpace(order)
      const sweep: Sweep = {
        schema: 1,
        id: crypto.randomUUID(),
        experimentId,
        question: questionOfRun(question),
        ...order,
        status: 'queued',
        trials: [],
        createdAt: Date.now(),
      }
      await get().putRecord('sweep', sweep)
      begin(sweep.id)
      return sweep
    },
    async extendSweep(id, more) {
      if (controllers.has(id)) return
      const sweep = await get().changeRecord('sweep', id, (old) => {
        if (!old) return old
        const { error: _error, finishedAt: _finishedAt, ...rest } = old
        return {
          ...rest,
          status: 'queued',
          ...(more && { runCap: old.trials.length + more.trials, within: more.within }),
        }
      })
      if (sweep) begin(id)
    },
    stopSweep(id) {
      controllers.get(id)?.abort()
      set(({ stoppingSweeps }) => ({ stoppingSweeps: new Set([...stoppingSweeps, id]) }))
    },
    async removeSweep(id) {
      const sweep = get().shelves.sweep[id]
      if (!sweep || controllers.has(id)) return
      await get().perform({
        label: 'Removed a sweep',
        redo: () => get().removeRecord('sweep', id),
        undo: () => get().putRecord('sweep', sweep),
      })
    },
    async promoteTrial(id, trial) {
      const sweep = get().shelves.sweep[id]
      return sweep && (await get().startSpecs(sweep.experimentId, [runSpecOf(sweep, trial)]))[0]
    },
    async findInterruptedSweeps() {
      const held = await locks.held()
      for (const sweep of Object.values(get().shelves.sweep)) {
        if (!isUnderWay(sweep) || held.has(lockOf(sweep.id)) || controllers.has(sweep.id)) continue
        await get().changeRecord('sweep', sweep.id, (old) =>
          old && isUnderWay(old) ? { ...old, status: 'interrupted', finishedAt: Date.now() } : old,
        )
      }
    },
  }
}

/** Trials with those that have changed in their place, by number. */
function withTrials(trials: readonly Trial[], changed: readonly Trial[]): readonly Trial[] {
  const all = new Map(trials.map((trial) => [trial.number, trial]))
  for (const trial of changed) all.set(trial.number, trial)
  return [...all.values()].sort((a, b) => a.number - b.number)
}
