import { DATE_PARTS } from '@/core/recipe/kinds/time.ts'
import type { Step, StepKind } from '@/core/recipe/recipe.ts'

type Loose<T> = T extends Step ? Omit<T, 'id' | 'on' | 'reason'> : never
type Examples = { readonly [K in StepKind]: readonly Loose<Extract<Step, { readonly kind: K }>>[] }

/**
 * Steps of every kind for the columns of `anyFrame`: what tests that walk the registry try. A new kind is not tested until
 * it has some, and the compiler asks for them.
 */
export const STEP_EXAMPLES: Examples = {
  drop: [{ kind: 'drop', columns: ['flag', 'note'] }],
  rename: [
    { kind: 'rename', columns: ['amount', 'kind'], to: ['how much', 'amount'] },
    {
      kind: 'rename',
      columns: ['when'],
      to: [],
      select: { types: ['number', 'category'], except: ['size'] },
      byRule: true,
      find: 'n',
      put: '$&m',
      prefix: 'the ',
    },
  ],
  cast: [
    { kind: 'cast', columns: ['amount', 'flag'], type: 'integer' },
    { kind: 'cast', columns: ['kind', 'note'], type: 'number' },
    { kind: 'cast', columns: ['when', 'flag'], type: 'number' },
    { kind: 'cast', columns: ['kind'], type: 'datetime' },
    { kind: 'cast', columns: ['size', 'when'], type: 'category' },
  ],
  derive: [
    { kind: 'derive', columns: [], name: 'ratio', expression: 'amount / (1 + abs(size))' },
    { kind: 'derive', columns: [], name: 'late', expression: "year(`when`) > 2000 and kind != 'a' or flag" },
    { kind: 'derive', columns: [], name: 'both', expression: "coalesce(kind, 'none') || ' ' || upper(note)" },
  ],
  impute: [
    { kind: 'impute', columns: ['amount', 'size', 'flag', 'when'], method: 'mean', indicator: true },
    { kind: 'impute', columns: ['amount', 'when'], method: 'median', indicator: false },
    { kind: 'impute', columns: [], select: {}, method: 'mode', indicator: true },
    { kind: 'impute', columns: ['kind', 'note'], method: 'constant', constant: "it's", indicator: true },
  ],
  imputeKnn: [
    { kind: 'imputeKnn', columns: ['amount', 'size'], neighbours: 3, indicator: true, donors: 100 },
    { kind: 'imputeKnn', columns: [], select: { types: ['number'] }, neighbours: 1, indicator: false, donors: 5 },
  ],
  log: [{ kind: 'log', columns: [], select: { types: ['number', 'integer'] } }],
  scale: [
    { kind: 'scale', columns: ['amount', 'size'], method: 'standard' },
    { kind: 'scale', columns: ['amount', 'size'], method: 'robust' },
    { kind: 'scale', columns: [], select: { types: ['number'] }, method: 'minMax' },
    { kind: 'scale', columns: ['amount', 'size'], method: 'quantile' },
    { kind: 'scale', columns: ['size', 'amount'], method: 'quantile', output: 'normal' },
  ],
  power: [
    { kind: 'power', columns: ['size', 'amount'], method: 'yeoJohnson', standardise: false },
    { kind: 'power', columns: ['size'], method: 'yeoJohnson', standardise: true },
  ],
  clip: [
    { kind: 'clip', columns: ['amount', 'size'], by: 'quantiles', lowShare: 0.1, highShare: 0.8 },
    { kind: 'clip', columns: ['amount'], by: 'values', low: -2.5, high: 3, lowShare: 0, highShare: 1 },
    { kind: 'clip', columns: ['size'], by: 'values', high: 1, lowShare: 0, highShare: 1 },
  ],
  bin: [
    { kind: 'bin', columns: ['amount', 'size'], method: 'quantile', bins: 4, output: 'category' },
    { kind: 'bin', columns: ['amount', 'size'], method: 'width', bins: 7, output: 'number' },
    { kind: 'bin', columns: ['size'], method: 'edges', bins: 2, edges: [-1, 0.5, 2, 7], output: 'category' },
  ],
  polynomial: [
    { kind: 'polynomial', columns: ['amount', 'size'], degree: 2, terms: 'all' },
    { kind: 'polynomial', columns: ['size', 'amount'], degree: 3, terms: 'all' },
    { kind: 'polynomial', columns: ['amount', 'size'], degree: 3, terms: 'powers' },
    { kind: 'polynomial', columns: ['amount', 'size'], degree: 2, terms: 'interactions' },
  ],
  groupRare: [{ kind: 'groupRare', columns: ['kind', 'note'], minShare: 0.2, other: 'other' }],
  oneHot: [
    { kind: 'oneHot', columns: ['kind', 'note'], most: 3, other: true, missing: true },
    { kind: 'oneHot', columns: ['note'], most: 20, other: false, missing: false },
  ],
  ordinal: [
    { kind: 'ordinal', columns: ['kind', 'note'], unknown: 'last' },
    { kind: 'ordinal', columns: ['kind'], order: ['c', 'a', "it's"], unknown: 'missing' },
  ],
  frequency: [
    { kind: 'frequency', columns: ['kind', 'note'], as: 'share' },
    { kind: 'frequency', columns: ['note'], as: 'count' },
  ],
  targetEncode: [
    { kind: 'targetEncode', columns: ['kind', 'note'], smoothing: 'auto', weight: 0, folds: 3 },
    { kind: 'targetEncode', columns: ['note'], smoothing: 'fixed', weight: 2.5, folds: 5 },
  ],
  hash: [
    { kind: 'hash', columns: ['kind', 'note'], buckets: 5, signed: false },
    { kind: 'hash', columns: ['note'], buckets: 3, signed: true },
  ],
  dateParts: [
    {
      kind: 'dateParts',
      columns: ['when'],
      parts: [...DATE_PARTS],
    },
    { kind: 'dateParts', columns: ['when'], parts: ['weekend', 'quarter'] },
  ],
  textLength: [
    { kind: 'textLength', columns: ['note', 'kind'], measures: ['characters', 'words'], keep: true },
    { kind: 'textLength', columns: ['note'], measures: ['words'], keep: false },
  ],
  tfidf: [{ kind: 'tfidf', columns: ['note', 'kind'], terms: 3, longest: 2 }],
  textHash: [
    { kind: 'textHash', columns: ['note'], buckets: 5, unit: 'character', shortest: 1, longest: 3 },
    { kind: 'textHash', columns: ['kind'], buckets: 2, unit: 'word', shortest: 1, longest: 1 },
  ],
  lag: [
    { kind: 'lag', columns: ['amount', 'size'], by: 'when', steps: [1, 3] },
    { kind: 'lag', columns: ['flag'], by: 'size', group: 'kind', steps: [2] },
  ],
  rolling: [
    { kind: 'rolling', columns: ['size', 'flag'], by: 'when', window: 3, measures: ['mean', 'sum', 'std', 'count'] },
    { kind: 'rolling', columns: ['size'], by: 'size', group: 'flag', window: 2, measures: ['min', 'max'] },
  ],
  aggregate: [
    {
      kind: 'aggregate',
      columns: ['size', 'flag'],
      by: ['kind'],
      measures: ['mean', 'sum', 'min', 'max', 'std', 'count'],
    },
    { kind: 'aggregate', columns: ['size'], by: ['flag', 'note', 'when'], measures: ['mean', 'count'] },
  ],
  filterRows: [{ kind: 'filterRows', columns: [], expression: 'size > -5 and kind is not missing' }],
  deduplicate: [
    { kind: 'deduplicate', columns: [] },
    { kind: 'deduplicate', columns: ['kind', 'flag'] },
  ],
  balance: [
    { kind: 'balance', columns: [], method: 'under' },
    { kind: 'balance', columns: [], method: 'over' },
    { kind: 'balance', columns: [], method: 'weights' },
  ],
  sample: [{ kind: 'sample', columns: [], share: 0.5 }],
}
