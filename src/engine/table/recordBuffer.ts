/** Bytes of a file that are not yet read as records: what the last slice left over, and the next slice after it. */
export interface RecordBuffer {
  readonly length: number
  append(bytes: Uint8Array): void
  /** The bytes, with one more behind them that may be overwritten; good until something is appended or dropped. */
  view(): Uint8Array<ArrayBuffer>
  /** Forgets bytes at the start. */
  drop(count: number): void
}

/** In JavaScript's own memory. */
export class PlainBuffer implements RecordBuffer {
  #bytes = new Uint8Array(1 << 16)
  #from = 0
  #used = 0

  get length(): number {
    return this.#used - this.#from
  }

  append(bytes: Uint8Array): void {
    const { length } = this
    const wanted = length + bytes.length + 1
    if (wanted > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(wanted, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(this.#from, this.#used))
      this.#bytes = larger
    } else if (this.#from > 0) this.#bytes.copyWithin(0, this.#from, this.#used)
    this.#from = 0
    this.#bytes.set(bytes, length)
    this.#used = length + bytes.length
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(this.#from, this.#used + 1)
  }

  drop(count: number): void {
    this.#from += count
  }
}
