import { AssayError } from '../errors.ts'

/** What boosting makes small. Scores of `poisson` are logarithms, of `logistic` and `softmax` logits. */
export type BoostingLoss =
  | { readonly kind: 'squared' | 'absolute' | 'poisson' | 'logistic' }
  /** The share `alpha` of targets lies below the answer. */
  | { readonly kind: 'quantile'; readonly alpha: number }
  | { readonly kind: 'softmax'; readonly classes: number }

export interface BoostingOptions {
  /** What each tree's answer is multiplied by. */
  readonly learningRate: number
  /** Rounds at most: a tree each, or one for each class. */
  readonly rounds: number
  /** Leaves of a tree at most. */
  readonly leaves: number
  /** Splits on the way to a leaf at most; 0 leaves it to `leaves`. */
  readonly depth: number
  /** Rows of a leaf at least. */
  readonly minRows: number
  /** Sum of second derivatives of a leaf at least. */
  readonly minHessian: number
  readonly l1: number
  readonly l2: number
  /** Share of rows that each round is shown. */
  readonly rowShare: number
  /** Share of columns that each tree is shown. */
  readonly columnShare: number
  /** Rounds without a better validation loss before stopping; 0 never stops early. */
  readonly patience: number
}

/** How a forest's trees are split: the best of all thresholds, or the best of one random threshold a column. */
export type ForestKind = 'forest' | 'extraTrees'

export interface ForestOptions {
  readonly trees: number
  /** Rows of a leaf at least. */
  readonly minRows: number
  /** Splits on the way to a leaf at most; 0 for no limit. */
  readonly depth: number
  /** Share of columns that each split chooses among; 0 takes their square root. */
  readonly columnShare: number
  /** Whether each tree is shown as many rows as there are, drawn with replacement. */
  readonly bootstrap: boolean
}

/** What a form offers, and a spec may hold. */
interface Range {
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
}

const share = { min: 0.01, max: 1, isWhole: false }

export const BOOSTING_RANGES: Readonly<Record<keyof BoostingOptions, Range>> = {
  learningRate: { min: 1e-4, max: 1e6, isWhole: false },
  rounds: { min: 1, max: 10_000, isWhole: true },
  leaves: { min: 2, max: 1024, isWhole: true },
  depth: { min: 0, max: 64, isWhole: true },
  minRows: { min: 1, max: 1e6, isWhole: true },
  minHessian: { min: 0, max: 1e9, isWhole: false },
  l1: { min: 0, max: 1e9, isWhole: false },
  l2: { min: 0, max: 1e9, isWhole: false },
  rowShare: share,
  columnShare: share,
  patience: { min: 0, max: 10_000, isWhole: true },
}

export const FOREST_RANGES: Readonly<Record<Exclude<keyof ForestOptions, 'bootstrap'>, Range>> = {
  trees: { min: 1, max: 2000, isWhole: true },
  minRows: { min: 1, max: 1e6, isWhole: true },
  depth: { min: 0, max: 512, isWhole: true },
  columnShare: { min: 0, max: 1, isWhole: false },
}

/** A little l2 and a least hessian keep leaves of rare classes from running away; docs/trees.md has what was measured. */
export const BOOSTING_DEFAULTS: BoostingOptions = {
  learningRate: 0.1,
  rounds: 500,
  leaves: 31,
  depth: 0,
  minRows: 20,
  minHessian: 0.01,
  l1: 0,
  l2: 0.1,
  rowShare: 1,
  columnShare: 1,
  patience: 20,
}

/** As scikit-learn's: classes choose among the square root of the columns, numbers among all of them. */
export function forestDefaults(kind: ForestKind, isClassification: boolean): ForestOptions {
  return {
    trees: 100,
    minRows: 1,
    depth: 0,
    columnShare: isClassification ? 0 : 1,
    bootstrap: kind === 'forest',
  }
}

/** @throws AssayError `spec.invalid`, naming the option. */
export function checkOptions<K extends string>(
  options: Readonly<Record<K, number>>,
  ranges: Readonly<Record<K, Range>>,
): void {
  for (const key of Object.keys(ranges) as K[]) {
    const { min, max, isWhole } = ranges[key]
    const value = options[key]
    if (!(value >= min && value <= max) || (isWhole && !Number.isInteger(value)))
      throw new AssayError(
        'spec.invalid',
        `The option ${key} of the trees is ${value}. Set it to a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}, then train again.`,
      )
  }
}
