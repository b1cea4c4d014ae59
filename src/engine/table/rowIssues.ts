import { type Batch, cellText, type GrowingBatch, type Quoting, recordTexts, STRAY, skippedText } from './batch.ts'
import type { IssueLog } from './issues.ts'

/** Tells of records that do not fit the table they stand in. */
export class RowIssues {
  readonly #log: IssueLog
  readonly #names: readonly string[]
  readonly #rules: Quoting & { readonly delimiter: string }

  constructor(log: IssueLog, names: readonly string[], rules: Quoting & { readonly delimiter: string }) {
    this.#log = log
    this.#names = names
    this.#rules = rules
  }

  /** Lines that are no records; blank ones are no issue. */
  tellSkipped(batch: GrowingBatch): void {
    for (const skipped of batch.skipped) {
      const raw = skippedText(batch, skipped)
      if (raw.trim() === '') continue
      this.#log.add('rejected', () => ({
        line: skipped.line,
        column: this.#names[0]!,
        raw,
        reason:
          skipped.kind === 'preamble'
            ? 'This line stands before the table, so it was left out.'
            : 'This line is a comment, so it was left out.',
      }))
    }
  }

  /** A record with more or fewer cells than the table has columns. Extra cells that are blank are no issue. */
  tellRagged(batch: Batch, record: number): void {
    const cells = batch.firstCell[record + 1]! - batch.firstCell[record]!
    const width = this.#names.length
    if (cells < width) {
      this.#log.add('padded', () => ({
        line: batch.lines[record]!,
        column: this.#names[cells]!,
        raw: this.#raw(batch, record, 0),
        reason: `This row has ${cells} of ${width} cells. The others are missing.`,
      }))
      return
    }
    const extra = recordTexts(batch, record, this.#rules).slice(width)
    if (extra.every((text) => text.trim() === '')) return
    this.#log.add('cut', () => ({
      line: batch.lines[record]!,
      column: this.#names[width - 1]!,
      raw: this.#raw(batch, record, width),
      reason: `This row has ${cells} cells, ${width} are in the table. Those after the last column were left out.`,
    }))
  }

  /** Quotes from record `first` on that were read as ordinary characters, once for each cell. */
  tellStray(batch: Batch, first: number): void {
    for (let r = first; r < batch.records; r++)
      for (let cell = batch.firstCell[r]!; cell < batch.firstCell[r + 1]!; cell++) {
        if ((batch.flags[cell]! & STRAY) === 0) continue
        this.#log.add('quote', () => ({
          line: batch.lines[r]!,
          column: this.#names[cell - batch.firstCell[r]!] ?? this.#names.at(-1)!,
          raw: cellText(batch, cell, this.#rules),
          reason: 'A quote stands where none may stand, or is not closed. It was read as an ordinary character.',
        }))
      }
  }

  /** What the file says of a record, from its cell `from` on. */
  #raw(batch: Batch, record: number, from: number): string {
    return recordTexts(batch, record, this.#rules).slice(from).join(this.#rules.delimiter)
  }
}
