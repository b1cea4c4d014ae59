import type { DatasetId } from '../dataset/dataset.ts'
import type { Roles } from '../dataset/role.ts'
import type { MetricName, TaskKind } from '../metrics/metric.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { SplitSpec } from '../split/split.ts'
import type { Purpose } from './purpose.ts'

export type ExperimentId = string & { readonly noun?: 'experiment' }

/** What is asked of which column, and what for. */
export interface Question {
  readonly datasetId: DatasetId
  readonly target: string
  readonly task: TaskKind
  /** Class labels; for binary [negative, positive]. Empty for regression. */
  readonly classes: readonly string[]
  readonly metric: MetricName
  readonly split: SplitSpec
  readonly recipe: Recipe
  /** Folds of a cross-validation on the rows that do not test, beside the model; none where absent. */
  readonly folds?: number
  /** What part columns play; features where they are not named. */
  readonly roles?: Roles
  /** Leaks that a person found to be as they should, by `leakKey`. A run does not hang on them. */
  readonly accepted?: readonly string[]
  /** What it is for. A run does not hang on it. */
  readonly purpose?: Purpose
}

/** Of a question what a run repeats. */
export type RunQuestion = Omit<Question, 'accepted' | 'purpose'>

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

/** What a run repeats of a question: what it is for, and what was found to be fine, changes no result and no hash. */
export function questionOfRun({ purpose: _purpose, accepted: _accepted, ...question }: Question): RunQuestion {
  return question
}
