/** A cell stood in quotes. */
export const QUOTED = 1
/** Quotes in it are doubled or stand after a backslash: it must be unescaped to read it. */
export const DOUBLED = 2
/** A quote stood where none may stand; it was read as an ordinary character. */
export const STRAY = 4

/**
 * Whole records as places of their cells in `bytes`: the one thing that passes from the tokenizer to the columns, so
 * that either can be replaced. Cells of record r are `firstCell[r]` to `firstCell[r + 1]`.
 */
export interface Batch {
  readonly bytes: Uint8Array
  readonly records: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly flags: Uint8Array
  /** One longer than there are records. */
  readonly firstCell: Int32Array
  /** 1-based line of the file at which each record starts. */
  readonly lines: Int32Array
}

/** A batch with as many cells in every record: cell of record r and column c is r · width + c. */
export interface SquareBatch extends Batch {
  readonly width: number
}

/** Cells after which a batch is closed as a rule: a few milliseconds of work, so that a stop is heard. */
export const BATCH_CELLS = 1 << 15
/** Cells and records that there is room for at first. */
const FIRST_ROOM = 1 << 10

/** A line that is no record: one before the table, or a comment. */
export interface SkippedLine {
  readonly kind: 'preamble' | 'comment'
  readonly line: number
  readonly start: number
  readonly end: number
}

/** A batch being filled; its arrays are used again for the next one. */
export class GrowingBatch implements Batch {
  bytes = new Uint8Array(0)
  records = 0
  cells = 0
  starts = new Int32Array(FIRST_ROOM)
  ends = new Int32Array(FIRST_ROOM)
  flags = new Uint8Array(FIRST_ROOM)
  firstCell = new Int32Array(FIRST_ROOM + 1)
  lines = new Int32Array(FIRST_ROOM)
  /** Cells after which it is closed, once the record is over. */
  limit: number
  /** Whether any cell has a stray quote. */
  hasStray = false
  readonly skipped: SkippedLine[] = []

  constructor(limit = BATCH_CELLS) {
    this.limit = limit
  }

  clear(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes
    this.records = 0
    this.cells = 0
    this.hasStray = false
    this.skipped.length = 0
  }

  get isFull(): boolean {
    return this.cells >= this.limit
  }

  addCell(start: number, end: number, flags: number): void {
    if (this.cells === this.starts.length) this.#growCells()
    this.starts[this.cells] = start
    this.ends[this.cells] = end
    this.flags[this.cells++] = flags
  }

  /** Closes the record that began with cell `firstCell`. */
  addRecord(firstCell: number, line: number): void {
    if (this.records === this.lines.length) this.#growRecords()
    this.firstCell[this.records] = firstCell
    this.lines[this.records++] = line
    this.firstCell[this.records] = this.cells
  }

  /** Most batches are small, and a single record may have any number of cells. */
  #growCells(): void {
    this.starts = doubled(this.starts)
    this.ends = doubled(this.ends)
    const flags = new Uint8Array(this.flags.length * 2)
    flags.set(this.flags)
    this.flags = flags
  }

  #growRecords(): void {
    this.firstCell = doubled(this.firstCell)
    this.lines = doubled(this.lines)
  }
}

function doubled(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(old.length * 2)
  next.set(old)
  return next
}

/** Called for a record that has not `width` cells. */
export type RaggedListener = (record: number) => void

/**
 * The records from `first` on, each with exactly `width` cells: short ones are padded with empty cells, long ones cut.
 * Where all fit already, nothing is copied.
 */
export function squareBatch(batch: Batch, first: number, width: number, onRagged: RaggedListener): SquareBatch {
  const records = batch.records - first
  const begin = batch.firstCell[first]!
  const fits = everyRecordHas(batch, first, width)
  if (fits) {
    if (first === 0) return { ...pick(batch), width }
    const end = batch.firstCell[batch.records]!
    return {
      bytes: batch.bytes,
      records,
      width,
      starts: batch.starts.subarray(begin, end),
      ends: batch.ends.subarray(begin, end),
      flags: batch.flags.subarray(begin, end),
      firstCell: batch.firstCell.subarray(first).map((cell) => cell - begin),
      lines: batch.lines.subarray(first),
    }
  }
  const starts = new Int32Array(records * width)
  const ends = new Int32Array(records * width)
  const flags = new Uint8Array(records * width)
  for (let r = 0; r < records; r++) {
    const from = batch.firstCell[first + r]!
    const cells = batch.firstCell[first + r + 1]! - from
    if (cells !== width) onRagged(first + r)
    const kept = Math.min(cells, width)
    for (let c = 0; c < kept; c++) {
      starts[r * width + c] = batch.starts[from + c]!
      ends[r * width + c] = batch.ends[from + c]!
      flags[r * width + c] = batch.flags[from + c]!
    }
  }
  const firstCell = Int32Array.from({ length: records + 1 }, (_, r) => r * width)
  return { bytes: batch.bytes, records, width, starts, ends, flags, firstCell, lines: batch.lines.subarray(first) }
}

function pick({ bytes, records, starts, ends, flags, firstCell, lines }: Batch): Batch {
  return { bytes, records, starts, ends, flags, firstCell, lines }
}

function everyRecordHas(batch: Batch, first: number, width: number): boolean {
  for (let r = first; r < batch.records; r++) if (batch.firstCell[r + 1]! - batch.firstCell[r]! !== width) return false
  return true
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** How quotes are written within quotes. */
export interface Quoting {
  readonly quote: string
  readonly escape?: 'doubled' | 'backslash'
}

const BACKSLASHED: Readonly<Record<string, RegExp>> = { '"': /\\(["\\])|"(")/g, "'": /\\(['\\])|'(')/g }

/** The text of one cell, unescaped. */
export function cellText(batch: Batch, cell: number, quoting: Quoting): string {
  const text = utf8.decode(batch.bytes.subarray(batch.starts[cell], batch.ends[cell]))
  return unescaped(text, batch.flags[cell]!, quoting)
}

function unescaped(text: string, flags: number, { quote, escape: escaping }: Quoting): string {
  if ((flags & DOUBLED) === 0) return text
  return escaping === 'backslash' ? text.replace(BACKSLASHED[quote]!, '$1$2') : text.replaceAll(quote + quote, quote)
}

/** The text of a line that is no record. */
export function skippedText(batch: GrowingBatch, { start, end }: SkippedLine): string {
  return utf8.decode(batch.bytes.subarray(start, end))
}

/** The texts of one record's cells. */
export function recordTexts(batch: Batch, record: number, quoting: Quoting): string[] {
  const [first, end] = [batch.firstCell[record]!, batch.firstCell[record + 1]!]
  if (first === end) return []
  const from = batch.starts[first]!
  // Cells that a short record was padded with lie nowhere, and none is before the first.
  const bytes = batch.bytes.subarray(from, Math.max(from, batch.ends[end - 1]!))
  const whole = utf8.decode(bytes)
  // One byte a character: places in the bytes are places in the text, and one call to the decoder does for all cells.
  const isPlain = bytes.length > 0 && whole.length === bytes.length
  const texts: string[] = []
  for (let cell = first; cell < end; cell++) {
    if (!isPlain) texts.push(cellText(batch, cell, quoting))
    else {
      const text = whole.slice(batch.starts[cell]! - from, batch.ends[cell]! - from)
      texts.push(unescaped(text, batch.flags[cell]!, quoting))
    }
  }
  return texts
}
