import type { ColumnMeta } from '../dataset/dataset.ts'
import { AssayError } from '../errors.ts'
import type { SplitSpec } from './split.ts'

/** Share of all rows kept for the test that is looked at once, and for comparing runs until then. */
export const DEFAULT_SHARES = { test: 0.2, validation: 0.16 } as const

/**
 * Throws `split.invalid`, saying what to enter, for a split that no data could satisfy. With `columns` the named column
 * is looked up as well; with `target` it may not be that one.
 */
export function validateSplit(
  spec: SplitSpec,
  columns?: readonly Pick<ColumnMeta, 'name' | 'kind'>[],
  target?: string,
): void {
  const test = 'test' in spec ? spec.test : 0
  if (!(spec.validation > 0 && spec.validation < 1)) throw invalid('Enter a validation share between 0 and 1.')
  if ('test' in spec && !(test > 0 && test < 1)) throw invalid('Enter a test share between 0 and 1.')
  if (test + spec.validation >= 1)
    throw invalid('The test and validation shares leave nothing to train on. Enter shares that add up to less than 1.')
  if (spec.kind === 'modulus') {
    if (!Number.isInteger(spec.modulus) || spec.modulus < 2) throw invalid('Enter a whole modulus of 2 or more.')
    if (!Number.isInteger(spec.remainder) || spec.remainder < 0 || spec.remainder >= spec.modulus)
      throw invalid(`Enter a whole remainder from 0 to ${spec.modulus - 1}.`)
  }
  if (!('column' in spec)) return
  if (spec.column === '') throw invalid('Choose the column to split by.')
  if (spec.column === target)
    throw invalid(`${target} is what is asked, so it can't also say who tests. Choose another column.`)
  if (!columns) return
  const column = columns.find(({ name }) => name === spec.column)
  if (!column) throw invalid(`This dataset has no column ${spec.column} to split by. Choose another column.`)
  if (spec.kind === 'time' && column.kind !== 'numeric')
    throw invalid(
      `${spec.column} holds text, which has no order in time. Change its type to datetime or number, or split another way.`,
    )
}

function invalid(message: string): AssayError {
  return new AssayError('split.invalid', message)
}
