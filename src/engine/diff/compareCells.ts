import type { ColumnType, FrameColumn } from '@/core/dataset/column.ts'
import { textsOf } from './matchRows.ts'

const isQuantity = (type: ColumnType) => type === 'number' || type === 'integer'

/** Whether the numbers of two types mean the same: an instant is no number of milliseconds, nor true a one. */
export function haveOneScale(a: ColumnType, b: ColumnType): boolean {
  return a === b || (isQuantity(a) && isQuantity(b))
}

const TEXTS_A_BREATH = 16_384

/** Whether the cell of a row in one column differs from that of a row in another, as a person reads the two. */
export async function compareCells(
  before: FrameColumn,
  after: FrameColumn,
  breathe: () => Promise<void>,
): Promise<(rowBefore: number, rowAfter: number) => boolean> {
  const [a, b] = [before.vector, after.vector]
  if (a.kind === 'numeric' && b.kind === 'numeric' && haveOneScale(before.type, after.type))
    return (rowA, rowB) => {
      const x = a.values[rowA]!
      const y = b.values[rowB]!
      return x !== y && !(Number.isNaN(x) && Number.isNaN(y))
    }
  if (a.kind !== 'coded' || b.kind !== 'coded') {
    const [textBefore, textAfter] = [textsOf(before), textsOf(after)]
    return (rowA, rowB) => textBefore(rowA) !== textAfter(rowB)
  }
  if (a.dictionary === b.dictionary) return (rowA, rowB) => a.codes[rowA] !== b.codes[rowB]
  const codeOf = new Map<string, number>()
  for (const [code, text] of a.dictionary.entries()) {
    if (code % TEXTS_A_BREATH === 0) await breathe()
    codeOf.set(text, code)
  }
  // −2 is the code of no text of the other.
  const codes = new Int32Array(b.dictionary.length)
  for (const [code, text] of b.dictionary.entries()) {
    if (code % TEXTS_A_BREATH === 0) await breathe()
    codes[code] = codeOf.get(text) ?? -2
  }
  return (rowA, rowB) => {
    const code = b.codes[rowB]!
    return a.codes[rowA]! !== (code < 0 ? -1 : codes[code]!)
  }
}
