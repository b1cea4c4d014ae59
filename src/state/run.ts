import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { questionOfRun } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { isBetter, type MetricName } from '@/core/metrics/metric.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { LiveRun } from '@/core/run/liveRun.ts'
import { markOf } from '@/core/run/mark.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import { isRankedBy, rankedQuantile, rankedScores } from '@/core/run/quantile.ts'
import {
  type Annotation,
  type DeviceWish,
  hasModel,
  isUnderWay,
  type Run,
  type RunId,
  type RunSpec,
  specHash,
} from '@/core/run/run.ts'
import { lockOf, openRunQueue } from './runQueue.ts'
import type { Slice, State } from './store.ts'

export interface RunOrder {
  readonly learner: Learner
  readonly seed: number
  readonly device: DeviceWish
  readonly postprocessing?: Postprocessing | undefined
}

export interface RunSlice {
  readonly live: Readonly<Record<RunId, LiveRun>>
  /** Runs of this tab that wait, in order. */
  readonly queue: readonly RunId[]
  /** Puts runs in the queue of this tab and starts it. */
  startRuns(experimentId: ExperimentId, orders: readonly RunOrder[]): Promise<readonly Run[]>
  /** Puts runs of given specs in the queue of this tab and starts it. */
  startSpecs(experimentId: ExperimentId, specs: readonly RunSpec[]): Promise<readonly Run[]>
  /** Resolves when a run of this tab has ended, or was taken out of the queue. */
  untilEnded(id: RunId): Promise<void>
  /** Trains a run that did not end to its end, from its last checkpoint. */
  resumeRun(id: RunId): Promise<void>
  /** The same spec once more, as a new run. */
  repeatRun(id: RunId): Promise<Run | undefined>
  /** Stops a running run (its best weights are kept) or takes a waiting one out of the queue (undoable). */
  stopRun(id: RunId): Promise<void>
  annotateRun(id: RunId, patch: Partial<Pick<Annotation, 'name' | 'tags' | 'notes'>>): Promise<void>
  deleteRuns(ids: readonly RunId[]): Promise<void>
  /** Marks runs as interrupted that say they run or wait while no tab holds their lock. */
  findInterrupted(): Promise<void>
}

/**
 * Work on the records of one moment that much of the page asks for at each drawing: done once, and kept as long as they
 * are. Its other arguments must be texts or numbers.
 */
function oncePerShelves<A extends readonly (string | number | undefined)[], T>(
  work: (state: Pick<State, 'shelves'>, ...about: A) => T,
): (state: Pick<State, 'shelves'>, ...about: A) => T {
  const known = new WeakMap<State['shelves'], Map<string, T>>()
  return (state, ...about) => {
    const ofThese = known.get(state.shelves) ?? new Map<string, T>()
    known.set(state.shelves, ofThese)
    const key = about.join('\n')
    if (!ofThese.has(key)) ofThese.set(key, work(state, ...about))
    return ofThese.get(key) as T
  }
}

/** Runs of an experiment that are not deleted, oldest first. */
export const liveRuns = oncePerShelves(({ shelves }, experimentId: ExperimentId): readonly Run[] =>
  Object.values(shelves.run)
    .filter((run) => run.experimentId === experimentId && !shelves.annotation[run.id]?.deletedAt)
    .sort((a, b) => a.createdAt - b.createdAt),
)

/** A metric of a run on its validation rows: its question's own, unless another is given. */
export function validationScore(
  { shelves }: Pick<State, 'shelves'>,
  run: Run,
  metric = run.spec.question.metric,
): number | undefined {
  return shelves.evaluation[`${run.id}/validation`]?.metrics[metric]
}

/**
 * The best run of an experiment by a metric, the question's own unless another is given, on validation rows; by the pinball
 * loss among those of one quantile ({@link rankedQuantile}).
 */
export const bestRun = oncePerShelves(
  (
    state,
    experimentId: ExperimentId,
    asked?: MetricName | undefined,
    quantile?: number | undefined,
  ): Run | undefined => {
    const metric = asked ?? state.shelves.experiment[experimentId]?.question.metric
    if (!metric) return undefined
    const runs = liveRuns(state, experimentId)
    const ranking = rankedQuantile(runs, quantile)
    let best: Run | undefined
    let score: number | undefined
    for (const run of runs) {
      if (!hasModel(run) || !isRankedBy(metric, run, ranking)) continue
      const value = state.shelves.evaluation[`${run.id}/validation`]?.metrics[metric]
      if (isBetter(metric, value, score)) {
        best = run
        score = value
      }
    }
    return best
  },
)

/** The name a person gave a run, or what it is. */
export function runName({ shelves }: Pick<State, 'shelves'>, run: Run): string {
  return shelves.annotation[run.id]?.name || LEARNERS[run.spec.learner.kind].label(run.spec.question.task)
}

/** Runs as leaderboards and comparisons show them together. Pinball losses are those of one quantile ({@link rankedQuantile}). */
export function rankedRuns(shelves: State['shelves'], runs: readonly Run[], asked?: number): readonly Ranked[] {
  const quantile = rankedQuantile(runs, asked)
  return runs.map((run) => ({
    run,
    name: runName({ shelves }, run),
    metrics: rankedScores(shelves.evaluation[`${run.id}/validation`]?.metrics ?? {}, run, quantile),
    trainMs: shelves.result[run.id]?.timings.trainMs,
  }))
}

export const createRunSlice: Slice<RunSlice> = (set, get, ports) => {
  const queue = openRunQueue(set, get, ports)

  const setDeleted = async (ids: readonly RunId[], deletedAt: number | undefined) => {
    for (const id of ids)
      await get().changeRecord('annotation', id, (old) => ({ ...(old ?? blankAnnotation(id)), deletedAt }))
  }

  const start = async (experimentId: ExperimentId, specs: readonly RunSpec[]) => {
    const runs: Run[] = []
    for (const spec of specs) {
      // The counter is raised in one transaction, so that two tabs never give out the same letter.
      const experiment = await get().changeRecord(
        'experiment',
        experimentId,
        (old) => old && { ...old, runsStarted: old.runsStarted + 1, updatedAt: Date.now() },
      )
      if (!experiment) return runs
      const run: Run = {
        schema: 1,
        id: crypto.randomUUID(),
        experimentId,
        spec,
        specHash: specHash(spec),
        mark: markOf(experiment.runsStarted - 1),
        status: 'queued',
        createdAt: Date.now(),
      }
      await get().putRecord('run', run)
      queue.enqueue(run.id)
      runs.push(run)
    }
    return runs
  }

  return {
    live: {},
    queue: [],
    async startRuns(experimentId, orders) {
      const question = get().shelves.experiment[experimentId]?.question
      return question
        ? start(
            experimentId,
            orders.map((order) => ({ schema: 1, question: questionOfRun(question), ...order })),
          )
        : []
    },
    startSpecs: start,
    untilEnded: queue.passed,
    async repeatRun(id) {
      const run = get().shelves.run[id]
      return run && (await start(run.experimentId, [run.spec]))[0]
    },
    async resumeRun(id) {
      // Taken out of the queue a moment ago: its lock is held until its turn has passed.
      if (queue.has(id)) return
      const run = await get().changeRecord(
        'run',
        id,
        (old) => old && { ...old, status: 'queued', error: undefined, finishedAt: undefined },
      )
      if (run) queue.enqueue(id)
    },
    async stopRun(id) {
      const run = get().shelves.run[id]
      if (!run) return
      if (!get().queue.includes(id)) {
        queue.stop(id)
        return
      }
      if (run.checkpointEpoch !== undefined) {
        queue.withdraw(id)
        await get().changeRecord('run', id, (old) => old && { ...old, status: 'interrupted' })
        return
      }
      await get().perform({
        label: `Took run ${run.mark.letter} out of the queue`,
        redo: async () => {
          queue.withdraw(id)
          await get().removeRecord('run', id)
        },
        undo: async () => {
          // A fresh id: the old one's lock is held until its turn has passed.
          const again: Run = { ...run, id: crypto.randomUUID() }
          await get().putRecord('run', again)
          queue.enqueue(again.id)
        },
      })
    },
    async annotateRun(id, patch) {
      const before = get().shelves.annotation[id]
      await get().perform({
        label: `Changed the ${Object.keys(patch).join(' and ')} of a run`,
        redo: async () =>
          void (await get().changeRecord('annotation', id, (old) => ({ ...(old ?? blankAnnotation(id)), ...patch }))),
        undo: async () =>
          void (await get().changeRecord('annotation', id, (old) => ({
            ...(old ?? blankAnnotation(id)),
            name: before?.name,
            tags: before?.tags ?? [],
            notes: before?.notes ?? '',
          }))),
      })
    },
    async deleteRuns(ids) {
      const [first] = ids
      const run = first && get().shelves.run[first]
      if (!run) return
      await get().perform({
        label: ids.length === 1 ? `Removed run ${run.mark.letter}` : `Removed ${formatUnits(ids.length, 'run')}`,
        redo: () => setDeleted(ids, Date.now()),
        undo: () => setDeleted(ids, undefined),
      })
    },
    async findInterrupted() {
      const held = await ports.locks.held()
      for (const run of Object.values(get().shelves.run)) {
        const { id } = run
        if (!isUnderWay(run) || held.has(lockOf(id)) || queue.has(id)) continue
        await get().changeRecord('run', id, (old) =>
          old && isUnderWay(old) ? { ...old, status: 'interrupted', finishedAt: Date.now() } : old,
        )
      }
    },
  }
}

function blankAnnotation(id: RunId): Annotation {
  return { schema: 1, id, tags: [], notes: '' }
}
