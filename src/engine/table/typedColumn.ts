import type { Column, ColumnType } from '@/core/dataset/column.ts'
import type { SquareBatch } from './batch.ts'
import { CodedColumn } from './codedColumn.ts'
import { type Finishing, factsOf, finishColumn } from './finish.ts'
import { findTextType, findValues } from './infer.ts'
import type { Tokens } from './missing.ts'
import { ValueColumn } from './valueColumn.ts'

/** What a file that knows types says of a value. */
export type CellKind = 'number' | 'boolean' | 'text' | 'datetime' | 'json'

/** Cells handed on at once, and bytes of their texts. */
const CELLS = 4_096
const BYTES = 1 << 20

/** Values have no quotes around them. */
const QUOTING = { quote: '"' } as const

const utf8 = new TextEncoder()

/**
 * A column whose values come one by one from a file that knows their types. Numbers are kept as such; where another value
 * turns up among them the column is broken, and must be filled again as text, so that no digit is lost.
 */
export class TypedColumn {
  readonly name: string
  /** Rows so far. */
  rows = 0
  isBroken = false
  readonly #fixed: ColumnType | undefined
  readonly #tokens: Tokens
  readonly #kinds = new Set<CellKind>()
  readonly #zones = new Set<'stated' | 'none'>()
  #asText: boolean
  #numbers: ValueColumn | undefined
  #coded: CodedColumn | undefined
  readonly #values = new Float64Array(CELLS)
  #bytes = new Uint8Array(1 << 12)
  readonly #ends = new Int32Array(CELLS)
  #used = 0
  /** Cells that wait to be handed on. */
  #waiting = 0

  /** `asText` fills a column again that was broken. */
  constructor(name: string, fixed: ColumnType | undefined, tokens: Tokens, asText = false) {
    this.name = name
    this.#fixed = fixed
    this.#tokens = tokens
    this.#asText = asText || fixed !== undefined
  }

  addNumber(value: number): void {
    if (Number.isNaN(value)) this.addMissing()
    else if (this.#asText) this.addText(String(value), 'number')
    else this.#addValue(value, 'number')
  }

  /** An instant in milliseconds since 1970, UTC, or in a time of day of which nobody says the zone. */
  addInstant(ms: number, isUtc: boolean): void {
    this.#zones.add(isUtc ? 'stated' : 'none')
    const date = new Date(ms)
    if (Number.isNaN(date.getTime())) this.addMissing()
    else if (this.#asText) this.addText(date.toISOString().slice(0, isUtc ? undefined : -1), 'datetime')
    else this.#addValue(ms, 'datetime')
  }

  #addValue(value: number, kind: CellKind): void {
    this.#kinds.add(kind)
    this.#values[this.#waiting] = value
    this.#count()
  }

  /** `text` is what the value is written as. */
  addText(text: string, kind: CellKind): void {
    if (!this.#asText) {
      if (this.#kinds.size > 0) this.isBroken = true
      this.#recodeMissing()
      this.#asText = true
    }
    this.#kinds.add(kind)
    this.#write(text)
    this.#count()
  }

  addMissing(): void {
    this.#values[this.#waiting] = Number.NaN
    this.#count()
  }

  /** Missing cells up to so many rows. */
  fillTo(rows: number): void {
    while (this.rows < rows) this.addMissing()
  }

  #count(): void {
    this.#ends[this.#waiting++] = this.#used
    this.rows++
    if (this.#waiting === CELLS || this.#used >= BYTES) this.#flush()
  }

  #write(text: string): void {
    const most = text.length * 3
    if (this.#bytes.length - this.#used < most) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + most))
      larger.set(this.#bytes.subarray(0, this.#used))
      this.#bytes = larger
    }
    this.#used += utf8.encodeInto(text, this.#bytes.subarray(this.#used)).written
  }

  #flush(): void {
    const { isBroken } = this
    if (!isBroken && this.#asText) this.#flushTexts()
    else if (!isBroken) this.#flushNumbers()
    this.#waiting = 0
    this.#used = 0
  }

  /** Missing cells that were handed on as numbers become texts; there is nothing else yet, or the column is broken. */
  #recodeMissing(): void {
    if (this.isBroken || !this.#numbers) return
    this.#numbers = undefined
    this.#coded = new CodedColumn(QUOTING)
    for (let left = this.rows - this.#waiting; left > 0; left -= CELLS)
      this.#coded.add(batchOf(new Uint8Array(0), new Int32Array(Math.min(left, CELLS))), 0)
  }

  #flushNumbers(): void {
    this.#numbers ??= new ValueColumn('number', this.#tokens, QUOTING)
    this.#numbers.addNumbers(this.#values.subarray(0, this.#waiting))
  }

  #flushTexts(): void {
    const ends = this.#ends.subarray(0, this.#waiting)
    const batch = batchOf(this.#bytes, ends)
    const fixed = this.#fixed
    if (fixed === 'number' || fixed === 'integer') {
      this.#numbers ??= new ValueColumn('number', this.#tokens, QUOTING, fixed)
      this.#numbers.add(batch, 0)
    } else {
      this.#coded ??= new CodedColumn(QUOTING)
      this.#coded.add(batch, 0)
    }
  }

  /** The column in its final form. Only texts are looked at for dates; a text that reads like a number stays a text. */
  async finish(finishing: Finishing): Promise<Column> {
    this.#flush()
    if (this.#kinds.size === 0 && !this.#asText) this.#recodeMissing()
    const { name } = this
    const [kind] = this.#kinds.size === 1 ? this.#kinds : []
    if (this.#numbers) {
      const fixed = this.#fixed ?? (kind === 'datetime' ? kind : undefined)
      const finished = await finishColumn({ name, fixed, kind: 'values', values: this.#numbers }, finishing)
      const [zone] = this.#zones
      return zone ? { ...finished, zone } : finished
    }
    const coded = this.#coded ?? new CodedColumn(QUOTING)
    const column = { name, kind: 'coded' as const, ...(await coded.finish(finishing.breathe)) }
    if (this.#fixed) return finishColumn({ ...column, fixed: this.#fixed }, finishing)
    if (kind === 'boolean' || kind === 'datetime') return finishColumn({ ...column, fixed: kind }, finishing)
    if (kind !== 'text' && kind !== 'json') return finishColumn({ ...column, fixed: undefined }, finishing)
    const facts = factsOf({ ...column, fixed: undefined }, finishing.rows, finishing.missing)
    const isDates =
      kind === 'text' && (await findValues(facts.texts, finishing.format, finishing.breathe))?.type === 'datetime'
    return finishColumn({ ...column, fixed: isDates ? 'datetime' : findTextType(facts) }, finishing)
  }
}

/** Cells of one column, one after another in `bytes`, as a batch of records of one cell. */
function batchOf(bytes: Uint8Array, ends: Int32Array): SquareBatch {
  const records = ends.length
  const starts = new Int32Array(records)
  starts.set(ends.subarray(0, -1), 1)
  return {
    bytes,
    records,
    width: 1,
    starts,
    ends,
    flags: new Uint8Array(records),
    firstCell: Int32Array.from({ length: records + 1 }, (_, r) => r),
    lines: new Int32Array(records),
  }
}
