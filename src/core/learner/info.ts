import type { TaskKind } from '../metrics/metric.ts'
import type { OptionField } from './field.ts'
import type { LearnerKind, LearnerOf } from './learner.ts'

/** Trees take columns as they are, networks tables of categories of many values, others numbers. */
export type EncodingKindOf<K extends LearnerKind> = K extends 'boosting' | 'forest'
  ? 'native'
  : K extends 'network'
    ? 'embedded'
    : 'dense'

/** Everything that is known of one kind of learner. */
export interface LearnerInfo<K extends LearnerKind = LearnerKind> {
  readonly label: (task: TaskKind) => string
  readonly blurb: (task: TaskKind) => string
  /** Mark of every run of this kind, wherever it is named. */
  readonly shape: 'circle' | 'ring' | 'octagon' | 'diamond' | 'square' | 'triangle' | 'hexagon' | 'star'
  /**
   * What it is given: `dense` numbers, scaled and one-hot (core/encoding/dense.ts), `embedded` likewise with categories of
   * many values by the number of their entry in a table, or columns as they are with their
   * categories and gaps (core/encoding/native.ts).
   */
  readonly encoding: EncodingKindOf<K>
  /** What its history counts; absent where there is none. */
  readonly counts?: 'epoch' | 'round' | 'tree' | 'strength' | 'try'
  /** Present where a row counts alike whatever it weighs. */
  readonly ignoresWeights?: true
  /** Whether the first training of an experiment offers it ticked. */
  readonly isFirst: boolean
  /** Defaults for a number of training rows. */
  readonly defaults: (trainRows: number) => LearnerOf<K>['options']
  readonly fields: readonly OptionField[]
}
