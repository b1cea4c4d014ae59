import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { SingleLearner } from '@/core/learner/learner.ts'
import type { DeviceWish } from '@/core/run/run.ts'
import type { Fold } from '@/core/split/folds.ts'

/** One learner on one question: what a run repeats, where it is not a search. */
export interface SingleSpec {
  readonly question: RunQuestion
  readonly learner: SingleLearner
  readonly seed: number
  readonly device: DeviceWish
  /** One fold of a cross-validation in place of the split's own train and validation rows. */
  readonly fold?: Fold | undefined
}
