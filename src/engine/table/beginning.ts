import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { findByteOrderMark } from './encoding.ts'
import { readBytes } from './source.ts'

export interface Beginning {
  readonly part: Blob
  readonly isWhole: boolean
}

/** Bytes that show how a file reads, and how far to go where not even two lines lie in them. */
const BEGINNING_BYTES = 1 << 18
const LARGEST_BEGINNING = 1 << 23

const [LF, CR] = [10, 13]

/**
 * The first whole records of a file, to be read as a file of their own. They end with a line outside quotes, so that
 * what is cut off is no part of them.
 */
export async function takeBeginning(
  file: Blob,
  { encoding, quote = '"' }: Pick<ReadOptions, 'encoding' | 'quote'>,
  wanted = BEGINNING_BYTES,
): Promise<Beginning> {
  if (file.size <= wanted) return { part: file, isWhole: true }
  const bytes = await readBytes(file, 0, wanted)
  const { end, lines } = findRecordEnd(bytes, encoding ?? findByteOrderMark(bytes)?.encoding, quote)
  if (lines < 2 && wanted < LARGEST_BEGINNING)
    return takeBeginning(file, { ...(encoding && { encoding }), quote }, wanted * 8)
  return { part: file.slice(0, end === 0 ? wanted : end), isWhole: false }
}

/**
 * Where the last record ends that ends within the bytes, and how many lines do. Quotes that pair up are what a quoted
 * line end lies between; where an odd one puts that out of step, any line end is taken for the end of a record.
 */
function findRecordEnd(
  bytes: Uint8Array,
  encoding: ReadOptions['encoding'],
  quote: string,
): { readonly end: number; readonly lines: number } {
  const unit = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1
  const high = encoding === 'utf-16be' ? 0 : 1
  const codeAt = (i: number) => (unit === 1 ? bytes[i]! : bytes[i + 1 - high]! + 256 * bytes[i + high]!)
  const mark = quote.charCodeAt(0)
  let [lines, last, outside, isQuoted] = [0, 0, 0, false]
  for (let i = 0; i + unit <= bytes.length; i += unit) {
    const code = codeAt(i)
    if (code === mark) isQuoted = !isQuoted
    // A CR at the very end may have its LF behind it.
    const isEnd = code === LF || (code === CR && i + 2 * unit <= bytes.length && codeAt(i + unit) !== LF)
    if (!isEnd) continue
    lines++
    last = i + unit
    if (!isQuoted) outside = last
  }
  const end = outside > last / 2 ? outside : last
  // Without a mark, UTF-16 is known by its bytes only: a line end of two bytes must not be torn.
  return { end: encoding === undefined && bytes[end] === 0 && end % 2 === 1 ? end + 1 : end, lines }
}
