// The inner loops of reading: see ../kernel.ts, which is the only one to call them.

import { setColumns } from './columns'
import { setDictionary } from './dictionary'
import { take } from './memory'
import { setNumbers } from './numbers'
import { setWindow } from './records'
import { setUtf8 } from './utf8'

export { end as cellEnd, cell, isQuoted as cellIsQuoted, start as cellStart } from './cells'
export {
  arePlain,
  areWhole,
  marksPtr,
  missing,
  oddCount,
  oddPtr,
  readCodes,
  readInstants,
  readNumbers,
  setMarks,
  valuesPtr,
} from './columns'
export { codeOf, codesOf, dictionaryBytes, dictionaryEnds, dictionarySize, makeDictionary } from './dictionary'
export { powersPtr } from './numbers'
export { breakCount, breaksPtr, findRecords, rows } from './records'
export { setComment, setRules } from './rules'
export { isUtf8 } from './utf8'

/** Makes ready for windows of up to `window` bytes and records of `width` cells. */
export function begin(window: usize, width: i32): void {
  setWindow(window, width)
  setColumns(window)
  setDictionary()
  setNumbers()
  setUtf8()
}

/** Takes memory for bytes of the file, with room behind them for what is read beyond the end. */
export function takeBytes(bytes: usize): usize {
  return take(bytes + 128)
}
