import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import type { ReportIntervals } from '@/core/resample/classIntervals.ts'
import type { MetricIntervals } from '@/core/resample/intervals.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { Slice } from './store.ts'

/** The intervals of an evaluation, or why there are none. */
export type KnownIntervals<Found = MetricIntervals> =
  | { readonly intervals: Found; readonly error?: undefined }
  | { readonly intervals?: undefined; readonly error: ErrorData }

/** Intervals of metrics, or of what is said of each class: the names of their jobs. */
export type IntervalKind = 'intervals' | 'classIntervals'

/** What an interval hangs on: whose predictions, and which. */
export type IntervalKey = string

export interface IntervalSlice {
  /** By {@link intervalKey}, as far as they have been worked out in this tab: they never change. */
  readonly intervals: Readonly<Record<IntervalKey, KnownIntervals>>
  readonly classIntervals: Readonly<Record<IntervalKey, KnownIntervals<ReportIntervals | undefined>>>
  /**
   * Has the intervals of evaluations worked out, one after the other in their order; those that are known are not asked for
   * again. Of several that ask, the latest comes first. Returns how to want them no more.
   */
  wantIntervals(wanted: readonly Evaluation[], kind?: IntervalKind): () => void
}

/** Of two classes the matrix tells by which threshold rows were called. */
export function intervalKey({
  id,
  digest,
  confusion = [],
}: Pick<Evaluation, 'id' | 'digest' | 'confusion'>): IntervalKey {
  return confusion.length === 2 ? `${id} ${digest} ${confusion.join()}` : `${id} ${digest}`
}

export const createIntervalSlice: Slice<IntervalSlice> = (set, get, { jobs }) => {
  /** The latest first. */
  let asks: readonly { readonly wanted: readonly Evaluation[]; readonly kind: IntervalKind }[] = []
  let current: { readonly place: string; readonly controller: AbortController } | undefined

  /** Of evaluations that are not those in storage any more: not asked for again and again, but once someone wants them anew. */
  const outdated = new Set<string>()
  const placeOf = (kind: IntervalKind, evaluation: Evaluation) => `${kind} ${intervalKey(evaluation)}`

  const isWanted = (place: string) =>
    asks.some(({ wanted, kind }) => wanted.some((each) => placeOf(kind, each) === place))
  const nextOne = () => {
    for (const { wanted, kind } of asks) {
      const known = get()[kind]
      const next = wanted.find((each) => !known[intervalKey(each)] && !outdated.has(placeOf(kind, each)))
      if (next) return { next, kind }
    }
    return undefined
  }

  const goOn = async () => {
    for (let asked = nextOne(); asked && !current; asked = nextOne()) {
      const { next, kind } = asked
      const { id, runId, part } = next
      const key = intervalKey(next)
      const place = placeOf(kind, next)
      const controller = new AbortController()
      current = { place, controller }
      const found = await jobs.model
        .call(kind, { runId, part }, { signal: controller.signal })
        .then(({ intervals, ...of }) => [intervalKey({ id, ...of }), { intervals }] as const)
        .catch((cause: unknown) => (isAborted(cause) ? undefined : ([key, { error: toErrorData(cause) }] as const)))
      current = undefined
      if (found) {
        // Its threshold was moved, and the page has not heard of it yet.
        if (found[0] !== key) outdated.add(place)
        set((state) => ({ [kind]: { ...state[kind], [found[0]]: found[1] } }))
      }
      // Stopped though it is wanted: not by us, and not to be begun again and again.
      else if (isWanted(place) && !controller.signal.aborted) return
    }
  }

  return {
    intervals: {},
    classIntervals: {},
    wantIntervals(wanted, kind = 'intervals') {
      const ask = { wanted, kind }
      asks = [ask, ...asks]
      for (const each of wanted) outdated.delete(placeOf(kind, each))
      void goOn()
      return () => {
        asks = asks.filter((each) => each !== ask)
        if (current && !isWanted(current.place)) current.controller.abort()
      }
    },
  }
}
