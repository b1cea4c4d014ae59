import { countValues, finiteValues, median, mode } from '../centre.ts'
import type { Frame, FrameColumn } from '../dataset/column.ts'
import { inputHeads } from '../dataset/role.ts'
import type { Question } from '../experiment/experiment.ts'
import { neededInputs } from '../recipe/heads.ts'
import { mapEach, type Work } from '../work.ts'
import type { Contract, ContractInput } from './pipeline.ts'

export { conform, frameFromText } from './conform.ts'

/** Values that a contract lists of one input, at most. */
const CONTRACT_VALUES = 200

/** A longer value is text rather than a choice, and is not listed. */
const LISTED_LENGTH = 1_000

function* describeInput({ name, type, vector }: FrameColumn): Work<ContractInput> {
  if (vector.kind === 'coded') {
    const counts = yield* countValues(vector.codes, vector.dictionary)
    const values = counts.slice(0, CONTRACT_VALUES).map(({ value }) => value)
    return {
      name,
      type,
      values: values.filter((value) => value.length <= LISTED_LENGTH),
      distinct: counts.length,
      typical: values[0] ?? null,
    }
  }
  const present = finiteValues(vector.values)
  if (present.length === 0) return { name, type, typical: null }
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < present.length; i++) {
    const x = present[i]!
    if (x < min) min = x
    if (x > max) max = x
  }
  yield
  // The lower middle of whole numbers and dates is one that occurred; half a truth is none.
  const typical = type === 'boolean' ? yield* mode(present) : median(present, type !== 'number')
  return { name, type, min: min + 0, max: max + 0, typical }
}

/**
 * What predicting needs and gives, learned from raw training rows. Its inputs are the columns in the frame's order, without
 * the target and without those that nothing needs.
 * @param frame Raw training rows; may hold the target.
 */
export function* describeContract({
  question,
  frame,
}: {
  readonly question: Question
  readonly frame: Frame
}): Work<Contract> {
  const { target, task, classes, recipe, roles } = question
  const needed = neededInputs(recipe, inputHeads(frame.columns, target, roles))
  return {
    inputs: yield* mapEach(
      frame.columns.filter(({ name }) => needed.has(name)),
      describeInput,
    ),
    target,
    task,
    classes,
  }
}
