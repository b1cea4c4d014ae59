/**
 * What a linear model says of an answer, each with its canonical link (McCullagh & Nelder 1989, table 2.1): `gaussian` a
 * number, `binomial` the second of two classes by the logit, `multinomial` one of several classes by the softmax, `poisson`
 * a count (0 or more) by the logarithm.
 */
export type Family = 'gaussian' | 'binomial' | 'multinomial' | 'poisson'

/**
 * What is added to the loss: strength · (l1Ratio · Σ|β| + (1 − l1Ratio) / 2 · Σβ²), intercepts left out, as glmnet's λ and
 * α (Friedman, Hastie & Tibshirani 2010, eq. 2).
 */
export interface Penalty {
  /** 0 or more. */
  readonly strength: number
  /** 0 is ridge, 1 is lasso, between them the elastic net. */
  readonly l1Ratio: number
}

/** How a fit stands after an iteration. */
export interface IterationRecord {
  /** From 1. */
  readonly iteration: number
  /** Half the mean unit deviance of the training rows, and the penalty. */
  readonly objective: number
}

/** A fit among those along a path of penalties. */
export interface PathEvent extends IterationRecord {
  /** Which strength, from 0. */
  readonly place: number
  readonly places: number
  readonly strength: number
}

/**
 * `separated`: classes that a plane parts (or answers that are all alike) without a penalty have no finite best
 * coefficients; those given part them. `iterations`: the iterations were used up before the solver was sure.
 */
export type FitEnd = 'converged' | 'separated' | 'iterations' | 'stopped'

/**
 * Why there are no standard errors: an L1 penalty has no information matrix at its kinks; as many coefficients as rows
 * leave nothing to estimate noise from; the matrix would be too large; the fit did not come to its end.
 */
export type NoErrorsReason = 'l1' | 'noFreedom' | 'tooLarge' | 'unfinished'
