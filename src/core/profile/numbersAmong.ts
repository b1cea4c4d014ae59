import { type NumberFormat, parseNumericCell, trimCell } from '../dataset/cell.ts'
import { TEXTS_AT_ONCE, type Work } from '../work.ts'
import type { NumbersAmong } from './columnProfile.ts'
import { MostCommon } from './mostCommon.ts'

/** Digits that are no number are a code (`007`, or longer than a number holds), and so are all of its column. */
const CODE = /^\d+$/

/**
 * Numbers among the texts of a column, as its file writes them; null where none or all are numbers, or where some are codes.
 * @param texts What a column may hold.
 * @param counts Rows that hold each.
 */
export function* numbersAmong(
  texts: readonly string[],
  counts: Uint32Array,
  format: NumberFormat,
): Work<NumbersAmong | null> {
  let [cells, distinct] = [0, 0]
  const others = { cells: 0, distinct: 0 }
  const common = new MostCommon(texts, counts)
  for (let code = 0; code < texts.length; code++) {
    if (code % TEXTS_AT_ONCE === 0) yield
    const count = counts[code]!
    if (count === 0) continue
    const value = texts[code]!
    if (parseNumericCell(value, 'number', format) !== undefined) {
      cells += count
      distinct++
    } else if (CODE.test(trimCell(value))) return null
    else {
      others.cells += count
      others.distinct++
      common.add(code)
    }
  }
  return distinct === 0 || others.distinct === 0 ? null : { cells, distinct, others: { ...others, top: common.list() } }
}
