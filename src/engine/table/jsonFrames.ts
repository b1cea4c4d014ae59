import { AssayError } from '@/core/errors.ts'
import { formatBytes } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import type { Encoding } from './encoding.ts'
import { isBlank } from './numbers.ts'
import type { ReadProgress } from './scan.ts'
import { type ByteSource, NotUtf8, readUtf8 } from './source.ts'

/** A record may be as large as this. */
const LARGEST_RECORD = 1 << 25

/** Finds where records end, over bytes that come in slices. */
export interface Cutter {
  /** Line at which the record starts that was found last, from 1. */
  readonly line: number
  /** The next record in bytes [from, used); none where it is not whole yet, or there is no other. */
  find(bytes: Uint8Array, from: number, used: number, last: boolean): Found
}

interface Found {
  readonly record?: {
    readonly start: number
    readonly end: number
    /** What is wrong with it as it stands, if something is. */
    readonly flaw?: string
  }
  /** Where to go on. */
  readonly next: number
}

const LF = 10
const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [91, 93, 123, 125]

const CLOSERS: ReadonlySet<number | undefined> = new Set([CLOSE, CLOSE_LIST, QUOTE])

/** A record a line. */
export class LineCutter implements Cutter {
  line = 0
  /** Bytes after `from` that are known to hold no line end. */
  #looked = 0

  find(bytes: Uint8Array, from: number, used: number, last: boolean): Found {
    const at = bytes.subarray(0, used).indexOf(LF, from + this.#looked)
    if (at < 0 && (!last || from === used)) {
      this.#looked = used - from
      return { next: from }
    }
    this.#looked = 0
    this.line++
    const end = at < 0 ? used : at
    return { record: { start: from, end }, next: Math.min(used, end + 1) }
  }
}

/** The elements of one list that is the whole file. */
export class ElementCutter implements Cutter {
  line = 1
  /** Where in the file: before the list, in it, after it. */
  #place: 'before' | 'in' | 'after' = 'before'
  /** Of the element that is not whole yet: bytes looked at, lists and objects open, whether within a string. */
  #looked = 0
  #depth = 0
  #inString = false
  #escaped = false
  #linesInside = 0

  find(bytes: Uint8Array, from: number, used: number, last: boolean): Found {
    const start = this.#looked === 0 ? this.#skip(bytes, from, used) : from
    if (start === used) {
      if (!last || this.#place !== 'in') return { next: used }
      this.#place = 'after'
      return { record: { start, end: used, flaw: 'The file ends before its list does' }, next: used }
    }
    if (this.#place === 'after')
      return last
        ? { record: { start, end: used, flaw: 'It stands after the end of the list' }, next: used }
        : { next: start }
    const end = this.#endOf(bytes, start + this.#looked, used)
    if (end < 0 && !last) {
      this.#looked = used - start
      return { next: start }
    }
    this.#looked = 0
    if (end >= 0) return { record: { start, end }, next: end }
    // What is closed is whole, although the list is not; of a bare number nobody knows.
    if (
      this.#depth === 0 &&
      !this.#inString &&
      CLOSERS.has(bytes.subarray(start, used).findLast((byte) => !isBlank(byte)))
    )
      return { record: { start, end: used }, next: used }
    this.#place = 'after'
    return { record: { start, end: used, flaw: 'The file ends within this record' }, next: used }
  }

  /** Passes over what stands between elements. */
  #skip(bytes: Uint8Array, from: number, used: number): number {
    this.line += this.#linesInside
    this.#linesInside = 0
    for (let at = from; at < used; at++) {
      const byte = bytes[at]!
      if (byte === LF) this.line++
      if (isBlank(byte)) continue
      if (this.#place === 'before' && byte === OPEN_LIST) this.#place = 'in'
      else if (this.#place === 'in' && byte === CLOSE_LIST) this.#place = 'after'
      else if (this.#place !== 'in' || byte !== COMMA) return at
    }
    return used
  }

  /** Where the element ends of which everything before `at` was looked at; −1 where it is not whole. */
  #endOf(bytes: Uint8Array, at: number, used: number): number {
    for (let i = at; i < used; i++) {
      const byte = bytes[i]!
      if (byte === LF) this.#linesInside++
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === BACKSLASH) this.#escaped = true
        else if (byte === QUOTE) this.#inString = false
      } else if (byte === QUOTE) this.#inString = true
      else if (byte === OPEN || byte === OPEN_LIST) this.#depth++
      else if (this.#depth > 0) {
        if (byte === CLOSE || byte === CLOSE_LIST) this.#depth--
      } else if (byte === COMMA || byte === CLOSE_LIST) return i
    }
    return -1
  }
}

/**
 * Reads a source once and hands on each record's bytes, with its line and what is wrong with it, if anything is. Blank
 * records are passed over. Throws `json.unreadable` and `aborted`.
 */
export async function eachRecord(
  source: ByteSource,
  encoding: Encoding,
  cutter: Cutter,
  onRecord: (bytes: Uint8Array, line: number, flaw: string | undefined) => number,
  task: Task<ReadProgress>,
): Promise<void> {
  const breathe = breather(task)
  let buffer = new Uint8Array(1 << 16)
  let used = 0
  let rows = 0
  for await (const { bytes, read, last } of utf8Slices(source, encoding)) {
    throwIfAborted(task)
    if (used + bytes.length > buffer.length) {
      const larger = new Uint8Array(Math.max(used + bytes.length, buffer.length * 2))
      larger.set(buffer.subarray(0, used))
      buffer = larger
    }
    buffer.set(bytes, used)
    used += bytes.length
    let from = 0
    for (;;) {
      const { record, next } = cutter.find(buffer, from, used, last)
      from = next
      if (!record) break
      if (record.flaw !== undefined || !isAllBlank(buffer, record.start, record.end))
        rows = onRecord(buffer.subarray(record.start, record.end), cutter.line, record.flaw)
      await breathe()
    }
    buffer.copyWithin(0, from, used)
    used -= from
    if (used > LARGEST_RECORD)
      throw new AssayError(
        'json.unreadable',
        `A record of this file is longer than ${formatBytes(LARGEST_RECORD)} (line ${cutter.line}), so it is not a table. ` +
          'Save it as a list of records, or as JSON Lines with a record a line.',
      )
    task.report({ bytes: read, total: source.size, rows })
  }
}

/** {@link readUtf8} for JSON, which is never in another encoding than Unicode's. */
export async function* utf8Slices(source: ByteSource, encoding: Encoding) {
  try {
    yield* readUtf8(source, encoding)
  } catch (cause) {
    if (!(cause instanceof NotUtf8)) throw cause
    throw new AssayError(
      'json.unreadable',
      'This file is not UTF-8, as JSON has to be. Save it as UTF-8, then choose it again.',
      undefined,
      { cause },
    )
  }
}

function isAllBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isBlank(bytes[i]!)) return false
  return true
}
