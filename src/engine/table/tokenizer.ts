import { DOUBLED, type GrowingBatch, QUOTED, STRAY } from './batch.ts'

/** What of a dialect the tokenizer needs. */
export interface CellRules {
  readonly delimiter: string
  readonly quote: string
  readonly escape?: 'doubled' | 'backslash'
  /** Lines that begin with this are passed over. */
  readonly comment?: string
  /** Lines before the table. */
  readonly preamble?: number
  /**
   * Whether spaces around cells, and before an opening quote, are dropped. Where a space is the delimiter, any number of
   * them is one, and those at the ends of a line are none.
   */
  readonly trim: boolean
}

const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32
const BACKSLASH = 92

/** Kinds of bytes inside an unquoted cell. */
const ORDINARY = 0
const ENDS_CELL = 1
const IS_QUOTE = 2

const INCOMPLETE = -1

/**
 * Finds the cells of RFC 4180 records in UTF-8 bytes, with any mix of line ends (LF, CR LF, CR) and with quotes read
 * leniently where they break the rules. Lines before the table and comments are told of beside the records. It holds no bytes: what is left of a record is handed in again with more after.
 */
export class Tokenizer {
  /** 1-based line at which the next record starts. */
  line = 1
  /** Opening quotes before this place are ordinary characters, since nothing closes them. */
  literalBefore = 0
  readonly #delimiter: number
  readonly #quote: number
  readonly #escape: number
  readonly #comment: Uint8Array
  readonly #trim: boolean
  readonly #joinsSpaces: boolean
  #linesBefore: number
  readonly #kinds = new Uint8Array(256)
  // What the last quoted cell found beside its end.
  #cellEnd = 0
  #cellFlags = 0
  #newlines = 0

  constructor({ delimiter, quote, trim, escape: escaping, comment = '', preamble = 0 }: CellRules) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote.charCodeAt(0)
    this.#escape = escaping === 'backslash' ? BACKSLASH : -1
    this.#comment = new TextEncoder().encode(comment)
    this.#joinsSpaces = trim && delimiter === ' '
    this.#trim = trim && !this.#joinsSpaces
    this.#linesBefore = preamble
    for (const byte of [this.#delimiter, CR, LF]) this.#kinds[byte] = ENDS_CELL
    this.#kinds[this.#quote] = IS_QUOTE
  }

  /** Whether the lines before the table are not over. */
  get isBeforeTable(): boolean {
    return this.#linesBefore > 0
  }

  /** Tells that all places moved down by `distance` bytes. */
  shift(distance: number): void {
    this.literalBefore = Math.max(0, this.literalBefore - distance)
  }

  /**
   * Fills `batch` with the records that end within bytes [from, to), until it is full, and returns where the first
   * record it did not take begins. Blank lines are passed over. With `last`, the end of the bytes ends the last record.
   * `bytes` must be longer than `to`: the byte there is overwritten.
   */
  fill(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, last: boolean, batch: GrowingBatch): number {
    batch.clear(bytes)
    bytes[to] = LF // stops the loop over unquoted bytes without asking for the end at each
    let next = from
    while (next < to && !batch.isFull) {
      if (this.#linesBefore > 0 || this.#isComment(bytes, next, to)) {
        const after = this.#skipLine(bytes, next, to, last, batch)
        if (after === INCOMPLETE) break
        next = after
        continue
      }
      const firstCell = batch.cells
      const end = this.#record(bytes, next, to, last, batch)
      if (end === INCOMPLETE) {
        batch.cells = firstCell
        if (!last) break
        // A quote that nothing closes up to the end: read this record again, quotes being ordinary from here on.
        this.literalBefore = to
        continue
      }
      const blank = batch.cells === firstCell + 1 && batch.flags[firstCell] === 0 && isBlankCell(batch, firstCell)
      if (blank) batch.cells = firstCell
      else batch.addRecord(firstCell, this.line)
      this.line += 1 + this.#newlines
      next = end
    }
    return next
  }

  /** Whether the line at `at` begins with the whole mark. Where bytes are missing to tell, the line is not over either. */
  #isComment(bytes: Uint8Array, at: number, to: number): boolean {
    const mark = this.#comment
    if (bytes[at] !== mark[0] || at + mark.length > to) return false
    for (let i = 1; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false
    return true
  }

  /** Passes over the line at `from`; returns where the next one begins, or INCOMPLETE. */
  #skipLine(bytes: Uint8Array, from: number, to: number, last: boolean, batch: GrowingBatch): number {
    let end = from
    while (bytes[end] !== LF && bytes[end] !== CR) end++
    if (end === to && !last) return INCOMPLETE
    const next = end === to ? to : this.#afterLineEnd(bytes, end, to, last)
    if (next === INCOMPLETE) return INCOMPLETE
    const kind = this.#linesBefore > 0 ? 'preamble' : 'comment'
    batch.skipped.push({ kind, line: this.line++, start: from, end })
    if (kind === 'preamble') this.#linesBefore--
    return next
  }

  /** Adds the cells of the record at `from`; returns where the next one begins, or INCOMPLETE. */
  #record(bytes: Uint8Array, from: number, to: number, last: boolean, batch: GrowingBatch): number {
    const kinds = this.#kinds
    const delimiter = this.#delimiter
    const quote = this.#quote
    const firstCell = batch.cells
    let newlines = 0
    let i = from
    for (;;) {
      if (this.#trim) i = this.#skipSpaces(bytes, i, to)
      else if (this.#joinsSpaces) {
        while (i < to && bytes[i] === SPACE) i++
        if (i === to && !last) return INCOMPLETE
        if (batch.cells > firstCell && (bytes[i] === LF || bytes[i] === CR)) {
          const next = i === to ? to : this.#afterLineEnd(bytes, i, to, last)
          if (next !== INCOMPLETE) this.#newlines = newlines
          return next
        }
      }
      let quotedEnd = INCOMPLETE
      if (i < to && bytes[i] === quote && i >= this.literalBefore) {
        quotedEnd = this.#quotedCell(bytes, i, to, last)
        if (quotedEnd === INCOMPLETE) return INCOMPLETE
      }
      if (quotedEnd > i) {
        batch.addCell(i + 1, this.#cellEnd, this.#cellFlags)
        if ((this.#cellFlags & STRAY) !== 0) batch.hasStray = true
        newlines += this.#newlines
        i = quotedEnd
      } else {
        const start = i
        let flags = 0
        while (kinds[bytes[i]!] !== ENDS_CELL) {
          if (kinds[bytes[i]!] !== ORDINARY) flags = STRAY
          i++
        }
        if (i === to && !last) return INCOMPLETE
        if (flags !== 0) batch.hasStray = true
        let end = i
        if (this.#trim) while (end > start && this.#isSpace(bytes[end - 1]!)) end--
        batch.addCell(start, end, flags)
      }
      if (i < to && bytes[i] === delimiter) {
        i++
        continue
      }
      const next = i === to ? to : this.#afterLineEnd(bytes, i, to, last)
      if (next !== INCOMPLETE) this.#newlines = newlines
      return next
    }
  }

  #afterLineEnd(bytes: Uint8Array, at: number, to: number, last: boolean): number {
    const next = at + 1
    if (bytes[at] !== CR) return next
    if (next === to && !last) return INCOMPLETE // an LF may follow
    return next < to && bytes[next] === LF ? next + 1 : next
  }

  /**
   * Where the quoted cell opened at `open` is over (at the delimiter or line end after it). INCOMPLETE when bytes are
   * missing to tell; `open` itself when the quote is better read as an ordinary character.
   */
  #quotedCell(bytes: Uint8Array, open: number, to: number, last: boolean): number {
    const quote = this.#quote
    let flags = QUOTED
    let newlines = 0
    /** Up to here, stray quotes are known to be followed by a closing one on their line. */
    let closedBefore = 0
    let i = open + 1
    for (;;) {
      while (i < to && bytes[i] !== quote) {
        const byte = bytes[i]!
        if (byte === LF || (byte === CR && bytes[i + 1] !== LF)) newlines++
        if (byte === this.#escape && i + 1 < to && (bytes[i + 1] === quote || bytes[i + 1] === BACKSLASH)) {
          flags |= DOUBLED
          i++
        }
        i++
      }
      if (i >= to) return INCOMPLETE
      if (i + 1 === to && !last) return INCOMPLETE
      if (i + 1 < to && bytes[i + 1] === quote) {
        flags |= DOUBLED
        i += 2
        continue
      }
      const after = this.#trim ? this.#skipSpaces(bytes, i + 1, to) : i + 1
      if (after === to && !last) return INCOMPLETE
      if (after === to || this.#kinds[bytes[after]!] === ENDS_CELL) {
        this.#cellEnd = i
        this.#cellFlags = flags
        this.#newlines = newlines
        return after
      }
      // A quote within the cell that is not doubled. Right after a delimiter it opens a cell, so the first one did not.
      // Else it belongs to the cell if the cell is closed further on its line; lines before it are part of the cell only
      // as long as it does not look like the opening quote of another.
      if (i >= closedBefore) {
        if (this.#kinds[bytes[i - 1]!] === ENDS_CELL || (newlines > 0 && this.#couldOpen(bytes, i))) return open
        const close = this.#closeOnLine(bytes, i, to, last)
        if (close === INCOMPLETE) return INCOMPLETE
        if (close === i) return open
        closedBefore = close
      }
      flags |= STRAY
      i++
    }
  }

  /** The closing quote on the line of the stray quote at `stray`; `stray` if there is none, or another opens first. */
  #closeOnLine(bytes: Uint8Array, stray: number, to: number, last: boolean): number {
    for (let i = stray + 1; i < to; i++) {
      const byte = bytes[i]!
      if (byte === LF || byte === CR) return stray
      if (byte === this.#escape) i++
      if (byte !== this.#quote) continue
      if (i + 1 < to && bytes[i + 1] === this.#quote) {
        i++
        continue
      }
      const after = this.#trim ? this.#skipSpaces(bytes, i + 1, to) : i + 1
      if (after === to) return last ? i : INCOMPLETE
      if (this.#kinds[bytes[after]!] === ENDS_CELL) return i
      if (this.#couldOpen(bytes, i)) return stray
    }
    return last ? stray : INCOMPLETE
  }

  /** Whether a quote stands where a cell begins. */
  #couldOpen(bytes: Uint8Array, at: number): boolean {
    let before = at - 1
    if (this.#trim) while (before > 0 && this.#isSpace(bytes[before]!)) before--
    return this.#kinds[bytes[before]!] === ENDS_CELL
  }

  #isSpace(byte: number): boolean {
    return byte === SPACE || (byte === TAB && this.#delimiter !== TAB)
  }

  #skipSpaces(bytes: Uint8Array, from: number, to: number): number {
    let i = from
    while (i < to && this.#isSpace(bytes[i]!)) i++
    return i
  }
}

function isBlankCell({ bytes, starts, ends }: GrowingBatch, cell: number): boolean {
  for (let i = starts[cell]!; i < ends[cell]!; i++) if (bytes[i] !== SPACE && bytes[i] !== TAB) return false
  return true
}
