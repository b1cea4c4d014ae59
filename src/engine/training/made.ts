import type { ModelSpec } from '@/core/pipeline/pipeline.ts'
import type { AutoResult, EpochRecord, LinearSolution, MemberResult, RunResult, RunStart } from '@/core/run/run.ts'

/** What training came to, whatever the learner. */
export interface Made {
  /** One, or the members of an ensemble. */
  readonly models: readonly { readonly spec: ModelSpec; readonly weights: ArrayBuffer }[]
  readonly featureCount: number
  readonly parameterCount: number
  readonly history: readonly EpochRecord[]
  readonly stepsDone: number
  readonly bestEpoch: number
  readonly ended: RunResult['ended']
  /** Of an ensemble. */
  readonly members?: readonly MemberResult[]
  /** Of a search that tried several learners. */
  readonly auto?: AutoResult
  /** Of a linear model that was solved. */
  readonly solution?: LinearSolution
  /** Of a learner that was given a model to start from. */
  readonly start?: RunStart
}
