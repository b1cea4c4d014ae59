import type { RocPoint } from './rankingCurves.ts'

/** Places along the axis of false positives at which the mean is taken. */
const PLACES = 201

/**
 * The mean of several classes' ROC curves at each false positive rate, as `numpy.interp` reads a curve between its points
 * (macro-average, Fawcett 2006, "An introduction to ROC analysis", algorithm 3). From (0, 0) to (1, 1); it has no thresholds, as
 * each class reaches a rate at its own. Empty where no class has a curve.
 */
export function macroRoc(curves: readonly (readonly RocPoint[])[]): Omit<RocPoint, 'threshold'>[] {
  const drawn = curves.filter(({ length }) => length > 0)
  if (drawn.length === 0) return []
  const mean = Array.from({ length: PLACES }, (_, place) => {
    const falsePositiveRate = place / (PLACES - 1)
    const sum = drawn.reduce((rates, curve) => rates + truePositivesAt(curve, falsePositiveRate), 0)
    return { falsePositiveRate, truePositiveRate: sum / drawn.length }
  })
  return [{ falsePositiveRate: 0, truePositiveRate: 0 }, ...mean]
}

/** Where a curve rises straight up, its upper end. */
function truePositivesAt(curve: readonly RocPoint[], rate: number): number {
  const at = curve.findLastIndex(({ falsePositiveRate }) => falsePositiveRate <= rate)
  const [before, after] = [curve[at]!, curve[at + 1]]
  if (!after) return before.truePositiveRate
  const share = (rate - before.falsePositiveRate) / (after.falsePositiveRate - before.falsePositiveRate)
  return before.truePositiveRate + share * (after.truePositiveRate - before.truePositiveRate)
}
