import type { Points } from '@/core/knn/points.ts'
import type { OneHotBlock } from '@/core/knn/search.ts'

/** A column as the programs meet it: numbers, or the codes of a block. */
export interface CodedColumn extends OneHotBlock {
  readonly isCoded: boolean
}

/** Blocks as one column of codes each, and numbers between them as they are, in their order. */
export function codedColumns(width: number, blocks: readonly OneHotBlock[]): readonly CodedColumn[] {
  const columns: CodedColumn[] = []
  let from = 0
  for (const block of [...blocks, { from: width, to: width }]) {
    for (; from < block.from; from++) columns.push({ from, to: from + 1, isCoded: false })
    if (block.to > block.from) columns.push({ ...block, isCoded: true })
    from = block.to
  }
  return columns
}

/**
 * Writes rows of 32-bit cells: numbers, and the places of the 1 in a block, −1 where there is none. NaN, which is never near, for
 * numbers of rows behind the last.
 * @param at Where the cells begin, in bytes.
 * @param padded Rows that are written.
 * @param placeOf Which cell a row has in a column.
 */
export function writeCoded(
  buffer: ArrayBuffer,
  at: number,
  { values, rows, width }: Points,
  padded: number,
  columns: readonly CodedColumn[],
  placeOf: (row: number, column: number) => number,
): void {
  const numbers = new Float32Array(buffer, at, padded * columns.length)
  const codes = new Int32Array(buffer, at, padded * columns.length)
  for (let row = 0; row < padded; row++)
    for (let column = 0; column < columns.length; column++) {
      const { from, to, isCoded } = columns[column]!
      const place = placeOf(row, column)
      if (!isCoded) numbers[place] = row < rows ? values[row * width + from]! : Number.NaN
      else {
        const first = row * width + from
        const end = row * width + to
        let one = row < rows ? first : end
        while (one < end && values[one] !== 1) one++
        codes[place] = one < end ? one - first : -1
      }
    }
}
