import { countValues } from '../centre.ts'
import type { Frame, FrameColumn } from '../dataset/column.ts'
import { formatUnits } from '../format/format.ts'
import type { TreeColumn } from '../trees/column.ts'
import { mapEach, type Work } from '../work.ts'
import { byNameOf, wrongType } from './columns.ts'
import { CATEGORY_MAX, type NativeColumn, type NativeEncoding } from './encoding.ts'

/** Learns the values of each category from prepared training rows, in the frame's order of columns. */
export function* fittingNative(frame: Frame): Work<NativeEncoding> {
  return { kind: 'native', columns: yield* mapEach(frame.columns, fitColumn) }
}

function* fitColumn({ name, vector }: FrameColumn): Work<NativeColumn> {
  if (vector.kind === 'numeric') return { kind: 'number', name }
  const counts = yield* countValues(vector.codes, vector.dictionary)
  return { kind: 'category', name, values: counts.slice(0, CATEGORY_MAX).map(({ value }) => value) }
}

/**
 * The encoding's columns of a frame, in its order. Numbers are passed on as they are; a value never
 * seen in training is missing.
 * @throws predict.missingColumns, dataset.typeMismatch
 */
export function encodeNative(encoding: NativeEncoding, frame: Frame): readonly TreeColumn[] {
  const byName = byNameOf(encoding.columns, frame)
  return encoding.columns.map((column): TreeColumn => {
    const { type, vector } = byName.get(column.name)!
    if (column.kind === 'number' && vector.kind === 'numeric') return { kind: 'number', values: vector.values }
    if (column.kind === 'category' && vector.kind === 'coded')
      return {
        kind: 'category',
        codes: recode(column.values, vector.codes, vector.dictionary),
        categories: column.values.length,
      }
    throw wrongType(column.name, type, column.kind === 'number' ? 'a number' : 'a category')
  })
}

function recode(values: readonly string[], codes: Int32Array, dictionary: readonly string[]): Int32Array {
  const known = new Map(values.map((value, code) => [value, code]))
  const places = Int32Array.from(dictionary, (value) => known.get(value) ?? -1)
  return codes.map((code) => (code < 0 ? -1 : places[code]!))
}

/** What the encoding does, in a sentence: "6 numbers and 8 categories, as they are." */
export function describeNative({ columns }: NativeEncoding): string {
  const numbers = columns.filter(({ kind }) => kind === 'number').length
  const parts = [
    ...(numbers > 0 ? [formatUnits(numbers, 'number')] : []),
    ...(numbers < columns.length ? [formatUnits(columns.length - numbers, 'category')] : []),
  ]
  return `${parts.join(' and ') || 'No columns'}, as they are.`
}
