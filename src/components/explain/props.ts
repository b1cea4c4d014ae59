import type { Evaluation, Run } from '@/core/run/run.ts'
import type { WhyRoute } from '@/state/whyRoute.ts'
import type { Output } from './say.ts'

/** What all parts of the view are about. */
export interface ExplainProps {
  readonly run: Run
  readonly route: WhyRoute
  /** Of the rows that are looked at. */
  readonly evaluation: Evaluation
  readonly output: Output
  /** How long each part may take; as long as it takes where undefined. */
  readonly budgetMs: number | undefined
  /** Goes to the view with this changed. */
  readonly show: (next: Partial<WhyRoute>) => void
}
