/** How probabilities are brought to what comes true, in the order in which a form offers them. */
export const CALIBRATIONS = ['platt', 'isotonic', 'temperature'] as const
export type CalibrationKind = (typeof CALIBRATIONS)[number]

/** Straight lines from knot to knot, level before the first and after the last: `x` ascending, `y` never falling. */
export interface IsotonicCurve {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** Probability 1 / (1 + e^−(slope · logit + intercept)). */
export interface PlattLine {
  readonly slope: number
  readonly intercept: number
}

/** What was fitted. Curves and lines: of two classes one, for the positive; of several one for each, against all others. */
export type Calibration =
  | { readonly kind: 'isotonic'; readonly curves: readonly IsotonicCurve[] }
  | { readonly kind: 'platt'; readonly lines: readonly PlattLine[] }
  | { readonly kind: 'temperature'; readonly temperature: number }

export const CALIBRATION_LABELS: Readonly<Record<CalibrationKind, string>> = {
  platt: 'Platt',
  isotonic: 'Isotonic',
  temperature: 'Temperature',
}

/** The same within a sentence: "calibrated by Platt scaling". */
export const CALIBRATION_WORDS: Readonly<Record<CalibrationKind, string>> = {
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
  temperature: 'temperature scaling',
}

/** What each does, for whoever has to choose. */
export const CALIBRATION_HELP: Readonly<Record<CalibrationKind, string>> = {
  platt: 'Two numbers that shift and stretch the log-odds. A safe choice, also on few rows.',
  isotonic: 'Any shape that rises. Wants 1,000 validation rows or more; may say 0 or 1.',
  temperature: 'One number that makes all probabilities more or less sure; the likeliest class stays.',
}

/** How many curves or lines a question of so many classes has. */
export function calibratorsOf(classes: number): number {
  return classes === 2 ? 1 : classes
}
