import { AssayError } from '@/core/errors.ts'
import type { Penalty } from '@/core/linear/linear.ts'
import { inSlices, type Work } from '@/core/work.ts'
import type { LinearRows } from './rows.ts'

/** Throws `spec.invalid` for what is no penalty. */
export function requirePenalty({ strength, l1Ratio }: Penalty): void {
  if (!(strength >= 0 && Number.isFinite(strength)))
    throw new AssayError(
      'spec.invalid',
      `The strength of a penalty is 0 or more, not ${strength}. Change it, then train.`,
    )
  if (!(l1Ratio >= 0 && l1Ratio <= 1))
    throw new AssayError(
      'spec.invalid',
      `The L1 share of a penalty is from 0 to 1, not ${l1Ratio}. Change it, then train.`,
    )
}

/**
 * Throws for rows that no model can be made of.
 * @throws AssayError `split.empty` without rows (that count); `recipe.invalid` for a feature that is no finite number;
 * `target.unusable` for an answer that the family does not have; `spec.invalid` for sizes or weights that do not fit.
 */
export function* requireSound({ x, width, y, weights, family, classCount }: LinearRows, part: string): Work<void> {
  const rows = y.length
  if (rows === 0 || weights?.every((weight) => weight === 0))
    throw new AssayError(
      'split.empty',
      `There are no ${part} rows that count. Change the split or the weights, then train again.`,
    )
  if (x.length !== rows * width || (weights && weights.length !== rows))
    throw new AssayError(
      'spec.invalid',
      `${rows} answers do not go with ${x.length} features in ${width} columns, or with the weights.`,
    )
  const oddWeight = weights?.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight))) ?? -1
  if (oddWeight >= 0)
    throw new AssayError(
      'spec.invalid',
      `Row ${oddWeight + 1} of the ${part} rows has the weight ${weights![oddWeight]}. Weights are 0 or more.`,
    )
  yield* inSlices(
    x.length,
    (start, end) => {
      for (let at = start; at < end; at++) {
        if (Number.isFinite(x[at]!)) continue
        throw new AssayError(
          'recipe.invalid',
          `Row ${Math.floor(at / width) + 1} of the ${part} rows has ${x[at]} in feature ${(at % width) + 1} once it is prepared. Fill, clip or drop such values in the recipe.`,
        )
      }
    },
    1 << 20,
  )
  const isAnswer = answerTest(family, classCount)
  const odd = y.findIndex((answer) => !isAnswer(answer))
  if (odd >= 0)
    throw new AssayError(
      'target.unusable',
      `Row ${odd + 1} of the ${part} rows has the answer ${y[odd]}, and ${WANTED[family]}. Choose another kind of model, or mend the target.`,
    )
}

const WANTED: Readonly<Record<LinearRows['family'], string>> = {
  gaussian: 'a number is expected',
  poisson: 'a count is 0 or more',
  binomial: 'one of two classes is expected',
  multinomial: 'the number of a class is expected',
}

function answerTest(family: LinearRows['family'], classCount: number | undefined): (answer: number) => boolean {
  if (family === 'gaussian') return Number.isFinite
  if (family === 'poisson') return (answer) => answer >= 0 && Number.isFinite(answer)
  const classes = family === 'binomial' ? 2 : (classCount ?? 0)
  return (answer) => Number.isInteger(answer) && answer >= 0 && answer < classes
}
