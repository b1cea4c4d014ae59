import { useWatched, type Watched } from '@/components/profile/useWatched.ts'
import type { RowDiff } from '@/core/prediction/jobs.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import { useAssay } from '@/state/useAssay.ts'

/** What became of the rows of a part from a base to each of the others. */
export function useRowDiff(
  base: RunId,
  others: readonly RunId[],
  part: Evaluation['part'],
  tolerance = 0,
): Watched<readonly RowDiff[]> {
  const scored = useAssay((state) => scoredKey(state, [base, ...others], part))
  const input = { base, others, part, tolerance }
  return useWatched(JSON.stringify([input, scored]), (jobs, options) => jobs.read.call('diffRows', input, options))
}
