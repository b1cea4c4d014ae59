import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { FORMATS } from '@/core/dataset/dialect.ts'
import { AssayError } from '@/core/errors.ts'
import { type Encoding, findByteOrderMark } from './encoding.ts'
import { findFormat } from './format.ts'
import { openSources, type TableFile } from './openSources.ts'
import { type ByteSource, readBytes } from './source.ts'

export interface Beginning {
  readonly part: Blob
  readonly isWhole: boolean
}

/** Bytes that show how a file reads, and how far to go where not even two lines lie in them. */
const BEGINNING_BYTES = 1 << 18
const LARGEST_BEGINNING = 1 << 23

const [LF, CR] = [10, 13]

/**
 * The beginning of a CSV file, of the first where there are several, unpacked where it is packed. Throws what opening
 * them throws, and `csv.unreadable` where it is of another format.
 */
export async function openBeginning(files: readonly TableFile[], options: ReadOptions): Promise<Beginning> {
  const opened = await openSources(files)
  const [first] = opened
  if (!first) throw new AssayError('csv.empty', 'There is no file to read. Choose one.')
  const { part, isWhole } = await takeBeginning(first.source, options)
  const format = findFormat(first.name, new Uint8Array(await part.arrayBuffer()))
  if (format !== 'csv')
    throw new AssayError(
      'csv.unreadable',
      `“${first.name}” is a ${FORMATS[format]} file, which says itself how it is to be read. Open it from the home page, ` +
        'or choose a CSV file.',
    )
  return { part, isWhole: isWhole && opened.length === 1 }
}

/**
 * The first whole records of a file, to be read as a file of their own. They end with a line outside quotes, so that
 * what is cut off is no part of them.
 */
export async function takeBeginning(
  source: ByteSource,
  { encoding, quote = '"' }: Pick<ReadOptions, 'encoding' | 'quote'>,
  wanted = BEGINNING_BYTES,
): Promise<Beginning> {
  // One byte more tells whether there is any; packed, its size does not.
  const bytes = await readBytes(source, 0, wanted + 1)
  if (bytes.length <= wanted) return { part: new Blob([bytes]), isWhole: true }
  const head = bytes.subarray(0, wanted)
  const { end, lines } = findRecordEnd(head, encoding ?? findByteOrderMark(head)?.encoding, quote)
  if (lines < 2 && wanted < LARGEST_BEGINNING)
    return takeBeginning(source, { ...(encoding && { encoding }), quote }, wanted * 8)
  return { part: new Blob([end === 0 ? head : bytes.subarray(0, end)]), isWhole: false }
}

/**
 * Where the last record ends that ends within the bytes, and how many lines do. Quotes that pair up are what a quoted
 * line end lies between; where an odd one puts that out of step, any line end is taken for the end of a record.
 */
function findRecordEnd(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
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
