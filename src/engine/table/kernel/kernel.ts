import type { SquareBatch } from '../batch.ts'
import { DOUBLED, QUOTED } from '../batch.ts'
import type { RecordBuffer } from '../recordBuffer.ts'
import type { CellRules } from '../tokenizer.ts'
import { KernelDictionary, Scratch } from './kernelDictionary.ts'
import { powersOfFive } from './powers.ts'
import { compile, type Exports } from './program.ts'

/** Bytes looked at in one call: what is found in them fits the processor's cache. Wide records need more. */
const WINDOW_BYTES = 1 << 18
const WINDOW_BYTES_A_CELL = 64
/** Numbers that may stand for "missing" and that the kernel knows; with more, numbers are read without it. */
const MOST_MARKS = 64

/** Values of a column of the window. `values` and `odd` are good until the next call. */
export interface WindowValues {
  readonly values: Float64Array<ArrayBuffer>
  /** Rows of the window whose cell must be looked at: their value is NaN so far. */
  readonly odd: Int32Array<ArrayBuffer>
  /** Blank cells. */
  readonly missing: number
  readonly areWhole: boolean
  readonly arePlain: boolean
}

export interface KernelOptions {
  readonly rules: CellRules
  readonly decimal: '.' | ','
  /** Columns of the table. */
  readonly width: number
  /** Numbers that may stand for "missing". */
  readonly marks: ReadonlySet<number>
  /** Most bytes that there can be in all. */
  readonly bytes: number
}

let powers: BigUint64Array<ArrayBuffer> | undefined

/**
 * The inner loops of reading in WebAssembly with 128-bit vectors. It holds the bytes being read, and takes from their
 * start the records that are written as they should be, many at once; the others are for the tokenizer. Whatever it
 * cannot decide about a cell it leaves to the columns, so that with and without it the table is the same.
 */
export class Kernel implements RecordBuffer {
  readonly #it: Exports
  readonly #memory: WebAssembly.Memory
  readonly #quote: number
  readonly #window: number
  readonly #scratch: Scratch
  #capacity = 0
  /** Where the bytes lie, and which of them are in use. */
  #base = 0
  #from = 0
  #used = 0
  /** Up to here, bytes are known to be UTF-8. */
  #checked = 0
  /** Bytes copied out for the tokenizer, used again for the next. */
  #outside = new Uint8Array(0)

  /** Undefined where this machine, or what the dialect asks for, is not for it. */
  static open(options: KernelOptions): Kernel | undefined {
    const { delimiter, trim, escape: escaping } = options.rules
    const joinsSpaces = trim && delimiter === ' '
    const isSimple = escaping !== 'backslash' && !joinsSpaces && options.marks.size <= MOST_MARKS
    const module = isSimple ? compile() : undefined
    return module && new Kernel(module, options)
  }

  private constructor(module: WebAssembly.Module, { rules, decimal, width, marks, bytes }: KernelOptions) {
    const abort = () => {
      throw new Error('the reader’s WebAssembly stopped')
    }
    this.#it = new WebAssembly.Instance(module, { env: { abort } }).exports as unknown as Exports
    this.#memory = this.#it.memory
    this.#scratch = new Scratch(this.#it)
    this.#window = Math.min(Math.max(WINDOW_BYTES, width * WINDOW_BYTES_A_CELL), bytes)
    this.#it.begin(this.#window, width)
    const [delimiter, quote, mark] = [rules.delimiter, rules.quote, decimal].map((text) => text.charCodeAt(0))
    this.#quote = quote!
    this.#it.setRules(delimiter!, quote!, mark!, Number(rules.trim))
    const comment = new TextEncoder().encode(rules.comment)
    new Uint8Array(this.#memory.buffer, this.#it.setComment(comment.length) >>> 0).set(comment)
    powers ??= powersOfFive()
    new BigUint64Array(this.#memory.buffer, this.#it.powersPtr(), powers.length).set(powers)
    new Float64Array(this.#memory.buffer, this.#it.marksPtr(), marks.size).set([...marks])
    this.#it.setMarks(marks.size)
  }

  /** Forgets all bytes, for another pass over the file. Dictionaries stay. */
  clear(): void {
    this.#from = this.#used = this.#checked = 0
  }

  get length(): number {
    return this.#used - this.#from
  }

  append(bytes: Uint8Array): void {
    // Two bytes more: a sentinel, and what may be looked at beyond the end.
    const wanted = this.length + bytes.length + 2
    if (wanted > this.#capacity) {
      const capacity = Math.max(wanted, this.#capacity * 2)
      const base = this.#it.takeBytes(capacity) >>> 0
      const memory = new Uint8Array(this.#memory.buffer)
      memory.copyWithin(base, this.#base + this.#from, this.#base + this.#used)
      this.#base = base
      this.#capacity = capacity
      this.#moveTo(0)
    } else if (this.#used + bytes.length + 2 > this.#capacity) {
      new Uint8Array(this.#memory.buffer).copyWithin(this.#base, this.#base + this.#from, this.#base + this.#used)
      this.#moveTo(0)
    }
    new Uint8Array(this.#memory.buffer, this.#base).set(bytes, this.#used)
    this.#used += bytes.length
    new Uint8Array(this.#memory.buffer)[this.#base + this.#used] = 0
  }

  #moveTo(from: number): void {
    const distance = this.#from - from
    this.#from = from
    this.#used -= distance
    this.#checked = Math.max(0, this.#checked - distance)
  }

  view(): Uint8Array<ArrayBuffer> {
    const { length } = this
    if (this.#outside.length < length + 1)
      this.#outside = new Uint8Array(Math.max(length + 1, 2 * this.#outside.length))
    const inside = new Uint8Array(this.#memory.buffer, this.#base + this.#from, length)
    this.#outside.set(inside)
    return this.#outside
  }

  drop(count: number): void {
    this.#from += count
  }

  /** Whether all bytes so far are UTF-8; with `last`, they end with a whole character. */
  isUtf8(last: boolean): boolean {
    const bytes = new Uint8Array(this.#memory.buffer, this.#base, this.#used)
    const end = last ? this.#used : wholeCharacters(bytes, this.#checked)
    const isValid = this.#it.isUtf8(this.#base + this.#checked, this.#base + end) !== 0
    this.#checked = end
    return isValid
  }

  /**
   * Takes records from the start of the bytes, as many as are well-formed, have the table's width, and fit a window.
   * Returns how many bytes they are, to be dropped once their columns are read; 0 where the first is for the tokenizer.
   */
  findRecords(last: boolean): number {
    const length = Math.min(this.length, this.#window)
    return this.#it.findRecords(this.#base + this.#from, length, Number(last && length === this.length)) >>> 0
  }

  /** Records of the window. */
  get rows(): number {
    return this.#it.rows.value as number
  }

  /** For each line end within cells of the window, its record; ascending. */
  get breaks(): Int32Array<ArrayBuffer> {
    return new Int32Array(
      this.#memory.buffer as ArrayBuffer,
      this.#it.breaksPtr() >>> 0,
      this.#it.breakCount.value as number,
    )
  }

  readNumbers(column: number): WindowValues {
    this.#it.readNumbers(column)
    return this.#values()
  }

  readInstants(column: number): WindowValues {
    this.#it.readInstants(column)
    return this.#values()
  }

  #values(): WindowValues {
    const it = this.#it
    const buffer = this.#memory.buffer as ArrayBuffer
    return {
      values: new Float64Array(buffer, it.valuesPtr() >>> 0, this.rows),
      odd: new Int32Array(buffer, it.oddPtr() >>> 0, it.oddCount.value as number),
      missing: it.missing.value as number,
      areWhole: it.areWhole.value !== 0,
      arePlain: it.arePlain.value !== 0,
    }
  }

  /** Codes of a column's texts, −1 where the cell is blank, good until the next call; and how many are. */
  readCodes(
    column: number,
    { place }: KernelDictionary,
  ): { readonly codes: Int32Array<ArrayBuffer>; readonly blank: number } {
    this.#it.readCodes(column, place)
    const codes = new Int32Array(this.#memory.buffer as ArrayBuffer, this.#it.valuesPtr() >>> 0, this.rows)
    return { codes, blank: this.#it.missing.value as number }
  }

  /** One cell of the window, as a batch of its own. */
  cell(row: number, column: number): SquareBatch {
    this.#it.cell(row, column)
    const start = (this.#it.cellStart.value as number) >>> 0
    const end = (this.#it.cellEnd.value as number) >>> 0
    // A copy: whoever reads it may make the memory grow.
    const bytes = new Uint8Array(this.#memory.buffer).slice(start, end)
    const isQuoted = this.#it.cellIsQuoted.value !== 0
    const flags = isQuoted ? (bytes.includes(this.#quote) ? QUOTED | DOUBLED : QUOTED) : 0
    return {
      bytes,
      records: 1,
      width: 1,
      starts: Int32Array.of(0),
      ends: Int32Array.of(bytes.length),
      flags: Uint8Array.of(flags),
      firstCell: Int32Array.of(0, 1),
      lines: Int32Array.of(0),
    }
  }

  makeDictionary(): KernelDictionary {
    return new KernelDictionary(this.#it, this.#scratch)
  }
}

/** Where the last character begins that may be cut, or the end; never before `from`. */
function wholeCharacters(bytes: Uint8Array, from: number): number {
  // The lead byte of a cut character is one of the last three.
  for (let back = 1; back <= 3 && bytes.length - back >= from; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}
