/** log(1 + x) for x ≥ 0, −log(1 − x) below, so that every number has a value. */
interface LogStep {
  readonly kind: 'log'
  readonly columns: readonly string[]
}

interface LogFitted {
  readonly kind: 'log'
  readonly columns: readonly string[]
}

export const SCALE_METHODS = ['standard', 'robust', 'minMax', 'quantile'] as const
export const SCALE_OUTPUTS = ['uniform', 'normal'] as const

interface ScaleStep {
  readonly kind: 'scale'
  readonly columns: readonly string[]
  /** By mean and deviation, by median and quartiles, by the ends, or by rank. */
  readonly method: (typeof SCALE_METHODS)[number]
  /** What ranks become; `uniform` where absent. */
  readonly output?: (typeof SCALE_OUTPUTS)[number]
}

/** (x − centre) / spread. */
export interface LinearScale {
  readonly by: 'line'
  readonly column: string
  readonly centre: number
  readonly spread: number
}

/**
 * The share of training values below a number: a line through knots, ascending in `at`. A knot is where several quantiles
 * fall together; the line reaches it at `low`, is at `value` there and leaves it at `high`.
 */
export interface RankScale {
  readonly by: 'rank'
  readonly column: string
  readonly output: (typeof SCALE_OUTPUTS)[number]
  readonly at: readonly number[]
  readonly low: readonly number[]
  readonly value: readonly number[]
  readonly high: readonly number[]
}

interface ScaleFitted {
  readonly kind: 'scale'
  readonly scales: readonly (LinearScale | RankScale)[]
}

export const POWER_METHODS = ['yeoJohnson', 'boxCox'] as const

interface PowerStep {
  readonly kind: 'power'
  readonly columns: readonly string[]
  readonly method: (typeof POWER_METHODS)[number]
  /** Whether what comes out has mean 0 and deviation 1. */
  readonly standardise: boolean
}

export interface PowerFitted {
  readonly kind: 'power'
  readonly method: (typeof POWER_METHODS)[number]
  /** (f(x, lambda) − centre) / spread. */
  readonly powers: readonly {
    readonly column: string
    readonly lambda: number
    readonly centre: number
    readonly spread: number
  }[]
}

export const CLIP_METHODS = ['quantiles', 'values'] as const

interface ClipStep {
  readonly kind: 'clip'
  readonly columns: readonly string[]
  readonly by: (typeof CLIP_METHODS)[number]
  /** By values: the ends themselves; no end where absent. */
  readonly low?: number
  readonly high?: number
  /** By quantiles: the shares of training values that lie below the ends. */
  readonly lowShare: number
  readonly highShare: number
}

interface ClipFitted {
  readonly kind: 'clip'
  readonly ends: readonly { readonly column: string; readonly low: number | null; readonly high: number | null }[]
}

export const BIN_METHODS = ['quantile', 'width', 'edges'] as const
export const BIN_OUTPUTS = ['category', 'number'] as const

interface BinStep {
  readonly kind: 'bin'
  readonly columns: readonly string[]
  /** As many values in each, as wide as each other, or between edges of one's own. */
  readonly method: (typeof BIN_METHODS)[number]
  readonly bins: number
  /** Ascending, the outer ones too; only for `edges`. */
  readonly edges?: readonly number[]
  readonly output: (typeof BIN_OUTPUTS)[number]
}

interface BinFitted {
  readonly kind: 'bin'
  readonly output: (typeof BIN_OUTPUTS)[number]
  /** Edges ascend, the outer ones among them: one bin less than edges, and one bin for a single edge. */
  readonly bins: readonly { readonly column: string; readonly edges: readonly number[] }[]
}

export const POLYNOMIAL_TERMS = ['all', 'interactions', 'powers'] as const

interface PolynomialStep {
  readonly kind: 'polynomial'
  readonly columns: readonly string[]
  /** Factors of a product at most: 2 or 3. */
  readonly degree: number
  readonly terms: (typeof POLYNOMIAL_TERMS)[number]
}

interface PolynomialFitted {
  readonly kind: 'polynomial'
  /** The factors of each new column; a column twice is its square. */
  readonly products: readonly (readonly string[])[]
}

export type NumberStep = LogStep | ScaleStep | PowerStep | ClipStep | BinStep | PolynomialStep
export type NumberFitted = LogFitted | ScaleFitted | PowerFitted | ClipFitted | BinFitted | PolynomialFitted
