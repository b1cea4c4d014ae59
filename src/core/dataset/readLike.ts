import { type ColumnType, isNumericType } from './column.ts'
import type { Dataset, ReadOptions } from './dataset.ts'
import { changedTypes } from './lineage.ts'

/** How a file is to be read. */
export interface ReadingLike {
  readonly options: ReadOptions
  /** Types for those of these columns that the file has. */
  readonly typesWherePresent: Readonly<Record<string, ColumnType>>
}

/**
 * How a second file is read so that its cells mean what those of a dataset do: by all that a person fixed of how that was
 * read, but for what each file has of its own (its encoding, the lines before its table), and with the types of its
 * columns. Texts keep theirs, so that a category of digits is none of numbers; numbers and truths are asked for only where
 * they were set by hand, since of other columns the file itself must prove that no cell is lost by it. Dates prove their
 * own order, or have the one that was fixed.
 * @param first The version that the dataset's lineage began with, by which it is known what was set by hand.
 */
export function readLike(dataset: Dataset, first: Dataset | undefined): ReadingLike {
  const { encoding: _encoding, preamble: _preamble, ...options } = dataset.source.fixed ?? {}
  const byHand = first ? changedTypes(first, dataset) : {}
  const types = dataset.columns.flatMap(({ name, type }): (readonly [string, ColumnType])[] => {
    if (!isNumericType(type)) return [[name, type]]
    if (type === 'datetime' || byHand[name] === undefined) return []
    // Both are held alike, and what a model makes of 2.5 is better than nothing.
    return [[name, type === 'integer' ? 'number' : type]]
  })
  return { options, typesWherePresent: Object.fromEntries(types) }
}
