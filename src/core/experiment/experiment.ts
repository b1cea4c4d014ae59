import type { DatasetId } from '../dataset/dataset.ts'
import type { Roles } from '../dataset/role.ts'
import type { MetricName, TaskKind } from '../metrics/metric.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { SplitSpec } from '../split/split.ts'

export type ExperimentId = string & { readonly noun?: 'experiment' }

/** What is asked of which column. The part of an experiment that a run repeats. */
export interface Question {
  readonly datasetId: DatasetId
  readonly target: string
  readonly task: TaskKind
  /** Class labels; for binary [negative, positive]. Empty for regression. */
  readonly classes: readonly string[]
  readonly metric: MetricName
  readonly split: SplitSpec
  readonly recipe: Recipe
  /** What part columns play; features where they are not named. */
  readonly roles?: Roles
}

/** One question, and the place where its runs gather. */
export interface Experiment {
  readonly schema: 1
  readonly id: ExperimentId
  readonly name: string
  readonly question: Question
  /** Runs ever started, by which the next one gets its letter and colour. */
  readonly runsStarted: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly deletedAt?: number | undefined
}

/** A proposal with its reason in a sentence, and what else would have been possible. */
export interface Proposed<T> {
  readonly value: T
  readonly reason: string
}

export interface Proposal {
  readonly task: Proposed<TaskKind>
  readonly classes: Proposed<readonly string[]>
  readonly metric: Proposed<MetricName>
  readonly split: Proposed<SplitSpec>
  readonly recipe: Proposed<Recipe>
  /** What a person should know before going on (rare classes, rows without target …), a sentence each. */
  readonly warnings: readonly string[]
}
