import type { SharedRows } from '@/core/pipeline/jobs.ts'
import { explainShared } from '@/core/pipeline/noComparison.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { State } from '@/state/store.ts'

/** Which rows judge a run and the base, where the two are of versions of one table: "Judged on the 57 validation rows that …" */
export function sharedSaid(
  datasets: State['shelves']['dataset'],
  shared: SharedRows | undefined,
  base: Run,
  run: Run,
  part: Evaluation['part'],
): string | undefined {
  if (!shared) return undefined
  const nameOf = ({ spec, mark }: Run) => {
    const version = datasets[partDatasetId(spec.question, part)]?.version
    return version === undefined ? `the data of ${mark.letter}` : `v${version} (${mark.letter})`
  }
  return explainShared(shared, part, [nameOf(base), nameOf(run)])
}
