export const TEXT_MEASURES = ['characters', 'words'] as const
export type TextMeasure = (typeof TEXT_MEASURES)[number]

interface TextLengthStep {
  readonly kind: 'textLength'
  readonly columns: readonly string[]
  readonly measures: readonly TextMeasure[]
  /** Whether the text itself stays beside its lengths. */
  readonly keep: boolean
}

interface TextLengthFitted {
  readonly kind: 'textLength'
  readonly columns: readonly string[]
  readonly measures: readonly TextMeasure[]
  readonly keep: boolean
}

interface TfidfStep {
  readonly kind: 'tfidf'
  readonly columns: readonly string[]
  /** The most common terms of the training rows that get a column each. */
  readonly terms: number
  /** Words in the longest term. */
  readonly longest: number
}

interface TfidfFitted {
  readonly kind: 'tfidf'
  readonly longest: number
  readonly vocabularies: readonly {
    readonly column: string
    readonly terms: readonly string[]
    /** ln((1 + n) / (1 + rows with the term)) + 1, per term. */
    readonly idf: readonly number[]
  }[]
}

export interface TextHashStep {
  readonly kind: 'textHash'
  readonly columns: readonly string[]
  readonly buckets: number
  readonly unit: 'word' | 'character'
  /** Units in the shortest and the longest n-gram. */
  readonly shortest: number
  readonly longest: number
}

interface TextHashFitted {
  readonly kind: 'textHash'
  readonly columns: readonly string[]
  readonly buckets: number
  readonly unit: 'word' | 'character'
  readonly shortest: number
  readonly longest: number
}

export type TextStep = TextLengthStep | TfidfStep | TextHashStep
export type TextFitted = TextLengthFitted | TfidfFitted | TextHashFitted
