import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import type { ReportIntervals } from '@/core/resample/classIntervals.ts'
import type { MetricIntervals } from '@/core/resample/intervals.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { Slice } from './store.ts'

/** The intervals of an evaluation, or why there are none. */
export type KnownIntervals =
  | {
      readonly intervals: MetricIntervals
      readonly byClass?: ReportIntervals | undefined
      readonly error?: undefined
    }
  | { readonly intervals?: undefined; readonly byClass?: undefined; readonly error: ErrorData }

/** What an interval hangs on: whose predictions, and which. */
export type IntervalKey = string

export interface IntervalSlice {
  /** By {@link intervalKey}, as far as they have been worked out in this tab: they never change. */
  readonly intervals: Readonly<Record<IntervalKey, KnownIntervals>>
  /**
   * Has the intervals of evaluations worked out, one after the other in their order; those that are known are not asked for
   * again. Of several that ask, the latest comes first. Returns how to want them no more.
   */
  wantIntervals(wanted: readonly Evaluation[]): () => void
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
  let asks: readonly { readonly wanted: readonly Evaluation[] }[] = []
  let current: { readonly key: IntervalKey; readonly controller: AbortController } | undefined

  /** Of evaluations that are not those in storage any more: not asked for again and again, but once someone wants them anew. */
  const outdated = new Set<IntervalKey>()

  const isWanted = (key: IntervalKey) => asks.some(({ wanted }) => wanted.some((each) => intervalKey(each) === key))
  const nextOne = () => {
    const { intervals } = get()
    for (const { wanted } of asks) {
      const next = wanted.find((each) => !intervals[intervalKey(each)] && !outdated.has(intervalKey(each)))
      if (next) return next
    }
    return undefined
  }

  const goOn = async () => {
    for (let next = nextOne(); next && !current; next = nextOne()) {
      const { id } = next
      const key = intervalKey(next)
      const controller = new AbortController()
      current = { key, controller }
      const found = await jobs.model
        .call('intervals', { runId: next.runId, part: next.part }, { signal: controller.signal })
        .then(({ intervals, byClass, ...of }) => [intervalKey({ id, ...of }), { intervals, byClass }] as const)
        .catch((cause: unknown) => (isAborted(cause) ? undefined : ([key, { error: toErrorData(cause) }] as const)))
      current = undefined
      if (found) {
        // Its threshold was moved, and the page has not heard of it yet.
        if (found[0] !== key) outdated.add(key)
        set(({ intervals }) => ({ intervals: { ...intervals, [found[0]]: found[1] } }))
      }
      // Stopped though it is wanted: not by us, and not to be begun again and again.
      else if (isWanted(key) && !controller.signal.aborted) return
    }
  }

  return {
    intervals: {},
    wantIntervals(wanted) {
      const ask = { wanted }
      asks = [ask, ...asks]
      for (const each of wanted) outdated.delete(intervalKey(each))
      void goOn()
      return () => {
        asks = asks.filter((each) => each !== ask)
        if (current && !isWanted(current.key)) current.controller.abort()
      }
    },
  }
}
