import { useWatched, type Watched } from '@/components/profile/useWatched.ts'
import type { RowDiff } from '@/core/prediction/jobs.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'

/** What became of the rows of a part from a base to each of the others. */
export function useRowDiff(
  base: RunId,
  others: readonly RunId[],
  part: Evaluation['part'],
  tolerance = 0,
): Watched<readonly RowDiff[]> {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const digests = [base, ...others].map((id) => evaluations[`${id}/${part}`]?.digest ?? '')
  const input = { base, others, part, tolerance }
  return useWatched(JSON.stringify([input, digests]), (jobs, options) => jobs.read.call('diffRows', input, options))
}
