import { hasZone, isInfinite, type NumberFormat, parseDateTime } from '@/core/dataset/cell.ts'
import type { NumericArray, Zone } from '@/core/dataset/column.ts'
import { ISSUES_KEPT } from '@/core/dataset/dataset.ts'
import { cellText, DOUBLED, type Quoting, type SquareBatch } from './batch.ts'
import { joinNumbers, NumberChunks } from './chunks.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Tokens } from './missing.ts'
import { isBlank, isPlainInteger, parseNumberBytes } from './numbers.ts'

/** A cell that became missing although it says something. */
export interface OddCell {
  /** Row of the table, from 0. */
  readonly row: number
  readonly raw: string
}

/** What cells are tried as. */
export type ValueKind = 'number' | 'datetime'

/** What one part of a file has of a column of values; `broken` where some cell of it is no such value. */
export type PartValues =
  | { readonly kind: 'broken' }
  | {
      readonly kind: 'values'
      readonly chunks: readonly NumericArray[]
      readonly isWhole: boolean
      readonly isPlain: boolean
      readonly hasValues: boolean
      readonly missing: number
      readonly tokensMet: readonly number[]
      readonly oddCount: number
      /** Their rows are counted from the part's first. */
      readonly odd: readonly OddCell[]
      readonly zoned: number
      readonly unzoned: number
    }

/**
 * Reads cells as numbers or instants straight from their bytes, as long as all of them are. Where one is not, the column
 * is broken and must be read again as text, unless the person fixed its type: then the cell becomes missing, and is told
 * of.
 */
export class ValueColumn {
  /** Whether a cell was met that is no such value. Its values are gone then. */
  isBroken = false
  /** Whether all values are whole. */
  isWhole = true
  /** Whether every cell is a whole number as it would be written again. */
  isPlain = true
  hasValues = false
  missing = 0
  /** Tokens met in the column, by their place in the list. */
  readonly tokensMet = new Set<number>()
  /** Cells that became missing: how many, and the first of them. */
  oddCount = 0
  readonly odd: OddCell[] = []
  readonly kind: ValueKind
  readonly #tokens: Tokens
  readonly #dialect: Quoting & NumberFormat
  /** The type the person fixed, if so. */
  readonly #fixed: 'number' | 'integer' | undefined
  #chunks = new NumberChunks()
  /** The chunks of each part, where the column is put together from parts. */
  #parts: (readonly NumericArray[])[] = []
  #rows = 0
  /** Instants with and without a zone. */
  #zoned = 0
  #unzoned = 0

  constructor(kind: ValueKind, tokens: Tokens, dialect: Quoting & NumberFormat, fixed?: 'number' | 'integer') {
    this.kind = kind
    this.#tokens = tokens
    this.#dialect = dialect
    this.#fixed = fixed
  }

  add(batch: SquareBatch, column: number): void {
    const { records, width } = batch
    let r = 0
    while (r < records && !this.isBroken) {
      const room = this.#chunks.room(records - r)
      const { current, used } = this.#chunks
      for (let k = 0; k < room; k++, r++) current[used + k] = this.#valueOf(batch, r * width + column, this.#rows + r)
      this.#chunks.used = used + room
    }
    this.#rows += records
    if (this.isBroken) this.#chunks = new NumberChunks()
  }

  /** Adds the column as the kernel reads it from its window. */
  addWindow(kernel: Kernel, column: number): void {
    const window = this.kind === 'number' ? kernel.readNumbers(column) : kernel.readInstants(column)
    const { values, odd, missing } = window
    if (this.#fixed === 'integer' && !window.areWhole) {
      // Which of them are not whole is found cell by cell.
      for (let row = 0; row < values.length; row++)
        values[row] = this.#valueOf(kernel.cell(row, column), 0, this.#rows + row)
    } else {
      const plainly = values.length - missing - odd.length
      if (plainly > 0) this.hasValues = true
      this.#unzoned += plainly
      this.missing += missing
      this.isWhole &&= window.areWhole
      this.isPlain &&= window.arePlain
      for (const row of odd) {
        values[row] = this.#valueOf(kernel.cell(row, column), 0, this.#rows + row)
        if (this.isBroken) break
      }
    }
    if (this.isBroken) this.#chunks = new NumberChunks()
    else this.#chunks.append(values)
    this.#rows += values.length
  }

  /** Takes values that are numbers already; NaN is missing. Words that stand for "missing" are not told apart. */
  addNumbers(values: Float64Array<ArrayBuffer>): void {
    for (let i = 0; i < values.length; i++) {
      let value = values[i]!
      if (Math.abs(value) === Number.POSITIVE_INFINITY) {
        this.#coerce(this.#rows + i, String(value))
        value = Number.NaN
      }
      if (this.#tokens.hasNumber(value)) value = Number.NaN
      if (Number.isNaN(value)) this.missing++
      else {
        this.hasValues = true
        if (!Number.isSafeInteger(value)) this.isWhole = this.isPlain = false
        value += 0 // no minus zero
      }
      values[i] = value
    }
    this.#chunks.append(values)
    this.#rows += values.length
  }

  /** What this column, read from a part of a file, has for the whole one. Nothing can be added afterwards. */
  give(): PartValues {
    if (this.isBroken) return { kind: 'broken' }
    const { isWhole, isPlain, hasValues, missing, oddCount, odd } = this
    return {
      kind: 'values',
      chunks: this.#chunks.give(),
      isWhole,
      isPlain,
      hasValues,
      missing,
      tokensMet: [...this.tokensMet],
      oddCount,
      odd,
      zoned: this.#zoned,
      unzoned: this.#unzoned,
    }
  }

  /** Takes what the next part of the file has; nothing else is added to such a column. */
  append(part: PartValues, rows: number): void {
    if (part.kind === 'broken') this.isBroken = true
    if (part.kind === 'broken' || this.isBroken) {
      this.#parts = []
      return
    }
    this.#parts.push(part.chunks)
    this.isWhole &&= part.isWhole
    this.isPlain &&= part.isPlain
    this.hasValues ||= part.hasValues
    this.missing += part.missing
    for (const token of part.tokensMet) this.tokensMet.add(token)
    for (const { row, raw } of part.odd)
      if (this.odd.length < ISSUES_KEPT) this.odd.push({ row: this.#rows + row, raw })
    this.oddCount += part.oddCount
    this.#zoned += part.zoned
    this.#unzoned += part.unzoned
    this.#rows += rows
  }

  #valueOf(batch: SquareBatch, cell: number, row: number): number {
    const { bytes, starts, ends } = batch
    let start = starts[cell]!
    let end = ends[cell]!
    let value = Number.NaN
    if (start < end) {
      if (isBlank(bytes[start]!) || isBlank(bytes[end - 1]!)) {
        while (start < end && isBlank(bytes[start]!)) start++
        while (end > start && isBlank(bytes[end - 1]!)) end--
      }
      if (start < end) {
        value =
          this.kind === 'number' ? parseNumberBytes(bytes, start, end, this.#dialect) : this.#instantOf(batch, cell)
        if (Number.isNaN(value) || (this.kind === 'number' && this.#tokens.hasNumber(value)))
          value = this.#unusual(batch, cell, value, row)
        if (!Number.isNaN(value)) {
          this.hasValues = true
          if (this.isWhole && !Number.isSafeInteger(value)) value = this.#fraction(batch, cell, value, row)
          if (this.isPlain && !isPlainInteger(bytes, start, end)) this.isPlain = false
        }
      }
    }
    if (Number.isNaN(value)) this.missing++
    return value
  }

  #instantOf(batch: SquareBatch, cell: number): number {
    const text = cellText(batch, cell, this.#dialect)
    const instant = parseDateTime(text)
    if (instant === undefined) return Number.NaN
    if (hasZone(text)) this.#zoned++
    else this.#unzoned++
    return instant
  }

  /** What a cell becomes that is no such value, or a number that may stand for "missing". */
  #unusual(batch: SquareBatch, cell: number, value: number, row: number): number {
    // Whatever zeros it is written with, a number that a token says is missing.
    if (!Number.isNaN(value)) return Number.NaN
    const token = this.#tokens.indexOf(batch.bytes, batch.starts[cell]!, batch.ends[cell]!)
    if (token >= 0 && (batch.flags[cell]! & DOUBLED) === 0) {
      this.tokensMet.add(token)
      return Number.NaN
    }
    const raw = cellText(batch, cell, this.#dialect)
    if (this.#fixed || (this.kind === 'number' && isInfinite(raw))) this.#coerce(row, raw)
    else this.isBroken = true
    return Number.NaN
  }

  #fraction(batch: SquareBatch, cell: number, value: number, row: number): number {
    if (this.#fixed !== 'integer') {
      this.isWhole = false
      return value
    }
    this.#coerce(row, cellText(batch, cell, this.#dialect))
    return Number.NaN
  }

  #coerce(row: number, raw: string): void {
    if (this.oddCount++ < ISSUES_KEPT) this.odd.push({ row, raw })
  }

  /** What the file says of the zone of its instants. */
  get zone(): Zone {
    if (this.#zoned === 0) return 'none'
    return this.#unzoned === 0 ? 'stated' : 'mixed'
  }

  finish(): NumericArray[] {
    return this.#parts.length > 0 ? joinNumbers(this.#parts) : this.#chunks.finish()
  }
}
