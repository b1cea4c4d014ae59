import { useEffect } from 'react'
import type { Evaluation } from '@/core/run/run.ts'
import { intervalKey, type KnownIntervals } from '@/state/intervals.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'

/** Has the intervals of evaluations worked out while they are in sight, in their order; what is known is kept in the state. */
export function useWantedIntervals(evaluations: readonly Evaluation[]): void {
  const actions = useActions()
  const keys = evaluations.map(intervalKey).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say which they are
  useEffect(() => (keys === '' ? undefined : actions().wantIntervals(evaluations)), [keys, actions])
}

/** How far chance may have moved the scores of a part; undefined until it is known. */
export function useIntervals(evaluation: Evaluation | undefined): KnownIntervals | undefined {
  useWantedIntervals(evaluation ? [evaluation] : [])
  return useAssay(({ intervals }) => evaluation && intervals[intervalKey(evaluation)])
}
