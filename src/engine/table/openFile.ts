import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { formatCount } from '@/core/format/format.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { type Encoding, findBinary, findByteOrderMark, findWideEncoding, isMostlyUtf8, MENDED } from './encoding.ts'
import { type Sniffed, sniff } from './sniff.ts'
import { type ByteSource, blobSource, NotUtf8, readBeginning, readBytes, SLICE_BYTES } from './source.ts'

/** Columns that a grid, a recipe and a model of this page can still carry. */
export const MOST_COLUMNS = 10_000

/** Bytes by which a dialect is found, and how far to go where not even two records lie in them. */
const SAMPLE_BYTES = 1 << 16
const LARGEST_SAMPLE = 1 << 23

/**
 * Reads a file in the encoding that it is found to have; anew where it turns out not to be UTF-8. One that mostly is, or is
 * said to be, is read with its flaws mended; any other as Windows-1252.
 */
export async function inEncoding<T>(
  file: Blob | ByteSource,
  options: ReadOptions,
  task: Pick<Task, 'signal'>,
  read: (encoding: Encoding) => Promise<T>,
): Promise<T> {
  throwIfAborted(task)
  const head = await readBytes(file, 0, SAMPLE_BYTES)
  if (head.length === 0) throw empty()
  const binary = options.encoding ? undefined : findBinary(head)
  if (binary) throw new AssayError('csv.unreadable', `This is ${binary.what}. ${binary.cure}, then choose it again.`)
  const encoding = options.encoding ?? findByteOrderMark(head)?.encoding ?? findWideEncoding(head) ?? 'utf-8'
  try {
    return await read(encoding)
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause
    // Bytes that UTF-8 does not allow may show up anywhere: everything is read again.
    const source = file instanceof Blob ? blobSource(file) : file
    const isUtf8 = options.encoding !== undefined || (await isMostlyUtf8(heard(source, task)))
    return read(isUtf8 ? MENDED : 'windows-1252')
  }
}

async function* heard(source: ByteSource, task: Pick<Task, 'signal'>) {
  for await (const slice of source.slices(SLICE_BYTES)) {
    throwIfAborted(task)
    yield slice
  }
}

/** Looks at as much of the file as holds two records, one to be the header and one to be the data. */
export async function sniffFile(
  encoding: Encoding,
  file: Blob | ByteSource,
  options: ReadOptions,
  sampleBytes = SAMPLE_BYTES,
): Promise<Sniffed> {
  for (let wanted = sampleBytes; ; wanted *= 8) {
    const { bytes, last } = await readBeginning(file, encoding, wanted)
    const sniffed = sniff({ bytes, isWhole: last }, options)
    const enough = sniffed.records > 1
    if (!enough && !last && wanted < LARGEST_SAMPLE) continue
    if (sniffed.width === 0 && last) throw empty()
    if (sniffed.width === 0)
      throw new AssayError(
        'csv.unreadable',
        'No line of this file ends within its first megabytes. Save the table as CSV with a row a line.',
      )
    if (sniffed.width > MOST_COLUMNS)
      throw new AssayError(
        'csv.tooManyColumns',
        `This file has ${formatCount(sniffed.width)} columns, and Assay takes ${formatCount(MOST_COLUMNS)}. ` +
          'Choose the delimiter if it was not found, or leave columns out.',
        { columns: sniffed.width },
      )
    return sniffed
  }
}

function empty(): AssayError {
  return new AssayError('csv.empty', 'This file is empty. Choose a file with a header and rows.')
}
