import type { Step, StepKind } from '@/core/recipe/recipe.ts'

type Loose<T> = T extends Step ? Omit<T, 'id' | 'on' | 'reason'> : never
type Examples = { readonly [K in StepKind]: readonly Loose<Extract<Step, { readonly kind: K }>>[] }

/**
 * Steps of every kind for the columns of `anyFrame`: what tests that walk the registry try. A new kind is not tested until
 * it has some, and the compiler asks for them.
 */
export const STEP_EXAMPLES: Examples = {
  drop: [{ kind: 'drop', columns: ['flag', 'note'] }],
  rename: [{ kind: 'rename', columns: ['amount', 'kind'], to: ['how much', 'amount'] }],
  cast: [
    { kind: 'cast', columns: ['amount', 'flag'], type: 'integer' },
    { kind: 'cast', columns: ['kind', 'note'], type: 'number' },
    { kind: 'cast', columns: ['when', 'flag'], type: 'number' },
    { kind: 'cast', columns: ['kind'], type: 'datetime' },
    { kind: 'cast', columns: ['size', 'when'], type: 'category' },
  ],
  impute: [
    { kind: 'impute', columns: ['amount', 'size', 'flag', 'when'], method: 'mean', indicator: true },
    { kind: 'impute', columns: ['amount', 'when'], method: 'median', indicator: false },
    { kind: 'impute', columns: [], select: {}, method: 'mode', indicator: true },
    { kind: 'impute', columns: ['kind', 'note'], method: 'constant', constant: "it's", indicator: true },
  ],
  log: [{ kind: 'log', columns: [], select: { types: ['number', 'integer'] } }],
  groupRare: [{ kind: 'groupRare', columns: ['kind', 'note'], minShare: 0.2, other: 'other' }],
  dateParts: [
    {
      kind: 'dateParts',
      columns: ['when'],
      parts: ['year', 'month', 'dayOfMonth', 'weekday', 'dayOfYear', 'hour', 'elapsedDays'],
    },
  ],
  sample: [{ kind: 'sample', columns: [], share: 0.5 }],
}
