import type { CellIssue, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { formatUnits } from '@/core/format/format.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { type Encoding, findByteOrderMark, isMostlyUtf8, MENDED, nameEncoding } from './encoding.ts'
import { nameColumns } from './header.ts'
import { type ReadResult, readCsv } from './readCsv.ts'
import { type ReadProgress, scan } from './scan.ts'
import { type Sniffed, sniff } from './sniff.ts'
import { type ByteSlice, type ByteSource, NotUtf8, readBeginning, readBytes, readUtf8, SLICE_BYTES } from './source.ts'

/** A file, unpacked or not, under the name people know it by. */
export interface NamedSource {
  readonly name: string
  readonly source: ByteSource
}

/** Several CSV files read as one; the source is their text as UTF-8, with one header. */
export interface JoinedResult extends ReadResult {
  readonly source: ByteSource
  /** Rows that each file gave. */
  readonly fileRows: readonly number[]
}

/** Bytes in which a header and a row lie, and how far to go where they do not. */
const HEAD_BYTES = 1 << 16
const LARGEST_HEAD = 1 << 23

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/**
 * Reads CSV files of one shape one after another as one table. The first one's dialect holds for all, and the others must
 * have the same columns in the same order, which their headers say. Throws `files.differ`, and what {@link readCsv} throws.
 */
export async function readJoinedCsv(
  files: readonly NamedSource[],
  options: ReadOptions,
  task: Task<ReadProgress>,
): Promise<JoinedResult> {
  const encoding = options.encoding ?? (await commonMark(files))
  try {
    return await readAs(encoding, files, options, task)
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause
    if (options.encoding || (await areMostlyUtf8(files))) return readAs(MENDED, files, options, task)
    await refuseMixedEncodings(files, task)
    return readAs('windows-1252', files, options, task)
  }
}

async function readAs(
  encoding: Encoding,
  files: readonly NamedSource[],
  options: ReadOptions,
  task: Task<ReadProgress>,
): Promise<JoinedResult> {
  const starts = await findStarts(files, encoding, options)
  const dialect = dialectOf(starts[0]!)
  const source = new JoinedSource(files, starts, encoding)
  const isMended = encoding === MENDED
  const read = await readCsv(source, { ...options, ...dialect, encoding: 'utf-8' }, task, { isMended })
  const { samples, counts } = read.issues
  return {
    ...read,
    encoding,
    dialect: { ...read.dialect, encoding: nameEncoding(encoding) },
    issues: { counts, samples: samples.map((issue) => source.locate(issue)) },
    source,
    fileRows: source.rowsOfFiles(read.table.rows, (row) => read.lines.lineOf(row)),
  }
}

/** Throws `files.differ` where CSV files are not of one shape, by their beginnings. */
export async function checkJoinable(files: readonly NamedSource[]): Promise<void> {
  const encoding = await commonMark(files)
  try {
    await findStarts(files, encoding, {})
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause
    await findStarts(files, 'windows-1252', {})
  }
}

/** Where the rows of each file start. Under the first one's dialect, all must have its columns. */
async function findStarts(
  files: readonly NamedSource[],
  encoding: Encoding,
  options: ReadOptions,
): Promise<readonly Start[]> {
  const first = await findStart(files[0]!, encoding, options)
  const starts: Start[] = [{ ...first, bytes: 0, lines: 0 }]
  for (const file of files.slice(1)) {
    const start = await findStart(file, encoding, { ...options, ...dialectOf(first) })
    refuseOtherColumns(files[0]!.name, first.sniffed, file.name, start.sniffed)
    starts.push(start)
  }
  return starts
}

/** What holds for all files of one; each may have lines of its own before its table. */
function dialectOf({ sniffed }: Start): ReadOptions {
  const { preamble: _, ...dialect } = sniffed.dialect
  return dialect
}

/** Where the rows of a file start, after its header: in bytes of its text as UTF-8, and in lines. */
interface Start {
  readonly sniffed: Sniffed
  readonly bytes: number
  readonly lines: number
}

async function findStart({ name, source }: NamedSource, encoding: Encoding, options: ReadOptions): Promise<Start> {
  for (let wanted = HEAD_BYTES; ; wanted *= 8) {
    const { bytes, last } = await readBeginning(source, encoding, wanted)
    const sniffed = sniff({ bytes, isWhole: last }, options)
    const before = sniffed.dialect.header ? 1 : 0
    if (sniffed.records <= before && !last && wanted < LARGEST_HEAD) continue
    if (sniffed.width === 0) throw new AssayError('csv.empty', `“${name}” is empty. Leave it out.`)
    if (sniffed.records <= before) return { sniffed, bytes: Number.POSITIVE_INFINITY, lines: 0 }
    let records = 0
    let start = { bytes: 0, lines: 0 }
    await scan(
      new Blob([bytes.slice()]),
      { encoding: 'utf-8', rules: sniffed.dialect },
      {
        onBatch(batch) {
          const record = before - records
          if (record >= 0 && record < batch.records) {
            const lines = batch.lines[record]! - 1
            start = { bytes: offsetOfLine(bytes, lines), lines }
          }
          records += batch.records
          return records
        },
      },
      unattended,
    )
    return { sniffed, ...start }
  }
}

/** Where the line after so many others starts. */
function offsetOfLine(bytes: Uint8Array, lines: number): number {
  let at = 0
  for (let line = 0; line < lines; at++) if (endsLine(bytes[at]!, bytes[at + 1])) line++
  return at
}

/** Whether a line ends with a byte: LF, or CR that no LF follows. */
function endsLine(byte: number, next: number | undefined): boolean {
  return byte === LINE_FEED || (byte === CARRIAGE_RETURN && next !== LINE_FEED)
}

function refuseOtherColumns(firstName: string, first: Sniffed, name: string, other: Sniffed): void {
  const wanted = nameColumns(first.headerCells, first.width)
  const names = nameColumns(other.headerCells, other.width)
  const why = howColumnsDiffer(wanted, names)
  if (why) throw filesDiffer(name, firstName, why)
}

/** In which column names differ from those wanted, in words; undefined where they are the same in the same order. */
export function howColumnsDiffer(wanted: readonly string[], names: readonly string[]): string | undefined {
  const at = wanted.findIndex((name, i) => names[i] !== name)
  if (at < 0 && names.length === wanted.length) return undefined
  if (at < 0 || names.length <= at)
    return `it has ${formatUnits(names.length, 'column')} instead of ${formatUnits(wanted.length, 'column')}`
  return `its column ${at + 1} is “${names[at]}” instead of “${wanted[at]}”`
}

export function filesDiffer(name: string, first: string, why: string): AssayError {
  const difference = `“${name}” has not the shape of “${first}”: ${why}.`
  return new AssayError(
    'files.differ',
    `${difference} Files read as one dataset need the same columns in the same order; read them as separate datasets.`,
    { name, first, difference },
  )
}

/** The encoding that byte order marks name, UTF-8 where there are none. */
async function commonMark(files: readonly NamedSource[]): Promise<Encoding> {
  const marks: Encoding[] = []
  for (const { source } of files) marks.push(findByteOrderMark(await readBytes(source, 0, 3))?.encoding ?? 'utf-8')
  const other = marks.findIndex((mark) => mark !== marks[0])
  if (other >= 0) throw filesDiffer(files[other]!.name, files[0]!.name, `it is ${marks[other]} instead of ${marks[0]}`)
  return marks[0]!
}

async function areMostlyUtf8(files: readonly NamedSource[]): Promise<boolean> {
  for (const { source } of files) if (!(await isMostlyUtf8(source.slices(SLICE_BYTES)))) return false
  return true
}

/** Files of bytes beyond ASCII must agree on what these mean; one that is UTF-8 would be garbled by the others' encoding. */
async function refuseMixedEncodings(files: readonly NamedSource[], task: Pick<Task, 'signal'>): Promise<void> {
  const found = { utf8: undefined as string | undefined, other: undefined as string | undefined }
  for (const { name, source } of files) {
    try {
      let isPlain = true
      for await (const { bytes } of readUtf8(source, 'utf-8')) {
        isPlain &&= bytes.every((byte) => byte < 128)
        throwIfAborted(task)
      }
      if (!isPlain) found.utf8 ??= name
    } catch (cause) {
      if (!(cause instanceof NotUtf8)) throw cause
      found.other ??= name
    }
  }
  if (found.utf8 && found.other) throw filesDiffer(found.other, found.utf8, 'it is Windows-1252 instead of UTF-8')
}

class JoinedSource implements ByteSource {
  readonly size: number
  readonly #files: readonly NamedSource[]
  readonly #starts: readonly Start[]
  readonly #encoding: Encoding
  /** Lines of the joined text before each file's part. */
  #linesBefore: number[] = []

  constructor(files: readonly NamedSource[], starts: readonly Start[], encoding: Encoding) {
    this.size = files.reduce((sum, { source }) => sum + source.size, 0)
    this.#files = files
    this.#starts = starts
    this.#encoding = encoding
  }

  async *slices(sliceBytes: number): AsyncGenerator<ByteSlice> {
    let readBefore = 0
    let lines = 0
    let ending: number | undefined
    const linesBefore: number[] = []
    for (const [index, { source }] of this.#files.entries()) {
      let skip = this.#starts[index]!.bytes
      const isLastFile = index === this.#files.length - 1
      if (ending !== undefined && ending !== LINE_FEED) {
        // A last line need not end; the next file's first one must begin. (After a lone CR, this only makes it CR LF.)
        yield { bytes: Uint8Array.of(LINE_FEED), read: readBefore, last: false }
        lines++
        ending = LINE_FEED
      }
      linesBefore.push(lines)
      for await (const { bytes, read, last } of readUtf8(source, this.#encoding, { sliceBytes })) {
        const body = bytes.slice(Math.min(skip, bytes.length))
        skip -= bytes.length - body.length
        for (const byte of body) {
          if (byte === LINE_FEED || ending === CARRIAGE_RETURN) lines++
          ending = byte
        }
        if (body.length > 0 || (last && isLastFile))
          yield { bytes: body, read: readBefore + read, last: last && isLastFile }
      }
      readBefore += source.size
    }
    this.#linesBefore = linesBefore
  }

  /** The file that a line of the joined text is of. Known once the whole was read. */
  #fileOf(line: number): number {
    let file = this.#linesBefore.length - 1
    while (file > 0 && this.#linesBefore[file]! >= line) file--
    return file
  }

  /** An issue with the line that it has in its own file, and that file's name. */
  locate(issue: CellIssue): CellIssue {
    const file = this.#fileOf(issue.line)
    const line = issue.line - this.#linesBefore[file]! + this.#starts[file]!.lines
    return { ...issue, line, file: this.#files[file]!.name }
  }

  rowsOfFiles(rows: number, lineOf: (row: number) => number): number[] {
    const counts = this.#files.map(() => 0)
    for (let row = 0; row < rows; row++) counts[this.#fileOf(lineOf(row))]!++
    return counts
  }
}
