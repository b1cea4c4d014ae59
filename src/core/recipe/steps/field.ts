import type { ColumnType } from '../../dataset/column.ts'
import type { ColumnHead } from './info.ts'

interface FieldBase<Key extends string, S> {
  /** The member of the step that it sets. */
  readonly key: Exclude<Key, 'columns'>
  readonly label: string
  /** A sentence beside it, where the label does not say enough. */
  readonly help?: string
  /** Whether it matters under the other settings; always where absent. */
  isShown?(step: S): boolean
}

/** One setting of a kind of step, by which one form can show them all. */
export type SettingField<Key extends string, S> = FieldBase<Key, S> &
  (
    | {
        readonly field: 'number'
        readonly min?: number
        readonly max?: number
        readonly isWhole?: boolean
        /** May be left empty, which takes the member away. */
        readonly isOptional?: boolean
        readonly unit?: string
      }
    /** Between 0 and 1, shown in percent; `min` and `max` in percent too. */
    | { readonly field: 'share'; readonly min: number; readonly max: number }
    | {
        readonly field: 'choice'
        readonly options: readonly {
          readonly value: string
          readonly label: string
          /** Why it can't be had for the chosen columns, as a sentence; undefined where it can. */
          whyNot?(chosen: readonly ColumnHead[]): string | undefined
        }[]
      }
    /** Several of a few; the member is a list in the order of the options. */
    | { readonly field: 'choices'; readonly options: readonly { readonly value: string; readonly label: string }[] }
    | { readonly field: 'toggle' }
    | { readonly field: 'text'; readonly isOptional?: boolean }
    /** A formula of the expression language. */
    | { readonly field: 'expression' }
    /** One column; the member is its name. */
    | { readonly field: 'column'; accepts(type: ColumnType): boolean; readonly isOptional?: boolean }
    /** Several columns; the member is their names. */
    | { readonly field: 'columns'; accepts(type: ColumnType): boolean }
    /** A list of texts or numbers, one a line, in an order that matters. `perColumn`: as many as there are columns. */
    | { readonly field: 'list'; readonly of: 'number' | 'text'; readonly perColumn?: boolean }
  )
