import { AssayError, type ErrorData, toErrorData } from '@/core/errors.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import { type Ended, familyOf, looksOf, whyNotSeeds } from '@/core/run/replicates.ts'
import { nextPair } from '@/core/run/replicationPlan.ts'
import type { Run, RunId } from '@/core/run/run.ts'
import { isDecided } from '@/core/run/sayReplicates.ts'
import { liveRuns } from './run.ts'
import type { Slice, State } from './store.ts'

/** When replicating ends though nothing is decided: after so many more pairs, or this long. */
export type ReplicationBudget =
  | { readonly kind: 'pairs'; readonly most: number }
  | { readonly kind: 'minutes'; readonly most: number }

export interface ReplicationOrder {
  readonly base: RunId
  readonly other: RunId
  readonly metric: MetricName
  readonly budget: ReplicationBudget
}

/** Replicating of two specs in this tab. What it makes are plain runs, so that nothing else need be kept. */
export interface Replication {
  readonly order: ReplicationOrder
  /** Of the pair under way; undefined when it has ended. */
  readonly seed: number | undefined
  /** Runs of the pair under way. */
  readonly runs: readonly RunId[]
  /** Pairs that this replicating has brought. */
  readonly done: number
  readonly startedAt: number
  readonly isStopping: boolean
  /** Why it ended before its budget. */
  readonly error?: ErrorData | undefined
}

export interface ReplicationSlice {
  /** By both runs ({@link replicationKey}); forgotten when replicating them begins anew. */
  readonly replications: Readonly<Record<string, Replication>>
  /** Trains both specs with further seeds, a pair at a time, until the verdict is clear or the budget is spent. */
  replicate(order: ReplicationOrder): Promise<void>
  /** Ends replicating; the runs of the pair under way are stopped, all pairs that are whole are kept. */
  stopReplicating(key: string): Promise<void>
}

export function replicationKey({ base, other }: Pick<ReplicationOrder, 'base' | 'other'>): string {
  return `${base}/${other}`
}

export const isReplicating = (replication: Replication | undefined) => replication?.seed !== undefined

/** Runs of an experiment with what came of them. */
export function endedRuns({ shelves }: Pick<State, 'shelves'>, experimentId: string): readonly Ended[] {
  return liveRuns({ shelves }, experimentId).map((run) => endedOf({ shelves }, run))
}

export function endedOf({ shelves }: Pick<State, 'shelves'>, run: Run): Ended {
  return { run, result: shelves.result[run.id], evaluation: shelves.evaluation[`${run.id}/validation`] }
}

/** The tag of runs that replicate a run. */
const replicateTag = ({ mark }: Pick<Run, 'mark'>) => `seeds of ${mark.letter}`

export const createReplicationSlice: Slice<ReplicationSlice> = (set, get) => {
  const patch = (key: string, change: Partial<Replication>) =>
    set(({ replications }) => {
      const old = replications[key]
      return old ? { replications: { ...replications, [key]: { ...old, ...change } } } : {}
    })

  // Those that wait first, or the next would begin when the one before it ends.
  const stopRuns = async (ids: readonly RunId[]) => {
    for (const id of ids.toReversed()) await get().stopRun(id)
  }

  /** Trains what one pair lacks. */
  const trainPair = async (key: string, base: Run, other: Run) => {
    const runs = liveRuns(get(), base.experimentId)
    const { seed, resumed, specs } = nextPair(base.spec, other.spec, runs)
    patch(key, { seed, runs: [] })
    const started = await get().startSpecs(base.experimentId, specs)
    for (const run of started) {
      const tag = replicateTag(familyOf(run.spec) === familyOf(base.spec) ? base : other)
      await get().changeRecord('annotation', run.id, (old) => ({
        schema: 1,
        id: run.id,
        notes: '',
        ...old,
        tags: [...(old?.tags ?? []), tag],
      }))
    }
    for (const { id } of resumed) await get().resumeRun(id)
    const ids = [...resumed, ...started].map(({ id }) => id)
    patch(key, { runs: ids })
    // Told to while they were put in the queue: whoever told did not know of them.
    if (get().replications[key]?.isStopping) await stopRuns(ids)
    await Promise.all(ids.map((id) => get().untilEnded(id)))
    for (const id of ids) {
      const run = get().shelves.run[id]
      if (run?.status === 'failed')
        throw new AssayError(
          run.error?.code ?? 'internal',
          `Run ${run.mark.letter} with seed ${seed} failed: ${run.error?.message ?? 'it did not say why.'} All pairs before it are kept.`,
        )
    }
    return ids.every((id) => get().shelves.run[id]?.status === 'done')
  }

  return {
    replications: {},
    async replicate(order) {
      const key = replicationKey(order)
      if (isReplicating(get().replications[key])) return
      const [base, other] = [get().shelves.run[order.base], get().shelves.run[order.other]]
      if (!base || !other || whyNotSeeds(base.spec, other.spec)) return
      const startedAt = Date.now()
      const begun: Replication = { order, seed: base.spec.seed, runs: [], done: 0, startedAt, isStopping: false }
      set(({ replications }) => ({ replications: { ...replications, [key]: begun } }))
      const { budget, metric } = order
      try {
        for (let done = 0; !get().replications[key]?.isStopping; done++) {
          const last = looksOf(base.spec, other.spec, endedRuns(get(), base.experimentId), metric).at(-1)
          if (isDecided(last)) break
          const spent = budget.kind === 'pairs' ? done : (Date.now() - startedAt) / 60_000
          if (spent >= budget.most || !(await trainPair(key, base, other))) break
          patch(key, { done: done + 1 })
        }
      } catch (cause) {
        patch(key, { error: toErrorData(cause) })
      } finally {
        patch(key, { seed: undefined, runs: [] })
      }
    },
    async stopReplicating(key) {
      const replication = get().replications[key]
      if (!replication || !isReplicating(replication)) return
      patch(key, { isStopping: true })
      await stopRuns(replication.runs)
    },
  }
}
