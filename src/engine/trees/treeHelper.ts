import { type BinningJob, helpBinning } from './binTable.ts'
import { type BoostingJob, helpBoosting } from './boostingHelper.ts'
import { type ForestJob, helpForest } from './forestCrew.ts'

/** What a thread is sent to help with, one after another. */
type TreeJob = BinningJob | BoostingJob | ForestJob

/** What a helper does with the message that it is sent; `post` answers whoever sent it. */
export function helpTrees(job: TreeJob, post: (message: unknown) => void): void {
  if (job.kind === 'binning') helpBinning(job)
  else if (job.kind === 'boosting') helpBoosting(job)
  else helpForest(job, post)
}
