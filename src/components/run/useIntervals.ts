import { useEffect } from 'react'
import type { ReportIntervals } from '@/core/resample/classIntervals.ts'
import type { Evaluation } from '@/core/run/run.ts'
import { type IntervalKind, intervalKey, type KnownIntervals } from '@/state/intervals.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'

/** Has the intervals of evaluations worked out while they are in sight, in their order; what is known is kept in the state. */
export function useWantedIntervals(evaluations: readonly Evaluation[], kind?: IntervalKind): void {
  const actions = useActions()
  const keys = evaluations.map(intervalKey).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say which they are
  useEffect(() => (keys === '' ? undefined : actions().wantIntervals(evaluations, kind)), [keys, kind, actions])
}

/** How far chance may have moved the scores of a part; undefined until it is known. */
export function useIntervals(evaluation: Evaluation | undefined): KnownIntervals | undefined {
  useWantedIntervals(evaluation ? [evaluation] : [])
  return useAssay(({ intervals }) => evaluation && intervals[intervalKey(evaluation)])
}

/** As {@link useIntervals}, of what is said of each class. */
export function useClassIntervals(evaluation: Evaluation | undefined): ReportIntervals | undefined {
  useWantedIntervals(evaluation ? [evaluation] : [], 'classIntervals')
  return useAssay(({ classIntervals }) => evaluation && classIntervals[intervalKey(evaluation)]?.intervals)
}
