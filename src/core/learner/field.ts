import type { TaskKind } from '../metrics/metric.ts'
import type { ClassWeights } from './learner.ts'

/** What is worth trying of a setting, as it is typed: between two ends, or one value after the other. */
interface SearchProposal {
  /** Whether it is searched unless someone says otherwise. */
  readonly isOn?: boolean
  readonly from?: string
  readonly to?: string
  readonly scale?: 'linear' | 'log'
  readonly values?: string
}

/** One setting of a learner as a form shows it. */
export interface OptionField {
  readonly key: string
  readonly label: string
  /** `signs`: columns with + or −, as in “age +, debt −”. */
  readonly kind: 'number' | 'integer' | 'layers' | 'choice' | 'signs'
  readonly min: number
  readonly max: number
  readonly unit?: string
  /** What 0 means, where it is no amount. */
  readonly zero?: string
  /** What holds where options leave it out. */
  readonly fallback?: number
  /** Whether it may be left to the training: the field then says `auto`, and options leave it out. */
  readonly isAuto?: boolean
  /** What can be chosen, first the default. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** The tasks for which it means something; all where absent. */
  readonly tasks?: readonly TaskKind[]
  /** What a search proposes to try. */
  readonly search?: SearchProposal
  /** Shown only under "more settings". */
  readonly advanced: boolean
  readonly help: string
}

export type Choice<Value extends string> = readonly [value: Value, label: string]

type Named = Pick<OptionField, 'key' | 'label' | 'help'> & Partial<Pick<OptionField, 'tasks' | 'advanced'>>

/** A setting that is one of several; `values` are all there are, first the default. */
export function choiceField<Value extends string>(named: Named, values: readonly Choice<Value>[]): OptionField {
  return {
    advanced: true,
    ...named,
    kind: 'choice',
    min: 0,
    max: 0,
    choices: values.map(([value, label]) => ({ value, label })),
  }
}

/** Of every learner that weighs rows: a class or a number decides whether it means anything. */
export const classWeightsField = choiceField<ClassWeights>(
  {
    key: 'classWeights',
    label: 'Class weights',
    help: 'Balanced: rare classes count as much as common ones.',
    tasks: ['binary', 'multiclass'],
  },
  [
    ['none', 'none'],
    ['balanced', 'balanced'],
  ],
)
