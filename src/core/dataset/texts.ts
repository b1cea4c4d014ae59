import type { ColumnData } from './column.ts'

type CodedData = Extract<ColumnData, { kind: 'coded' }>

/** The texts of a dictionary by code, to be looked at without a string for each. */
export interface Texts {
  readonly size: number
  /** Undefined where there is no such code. */
  at(code: number): string | undefined
  /** Length in UTF-16 units, as of a string. */
  lengthOf(code: number): number
  /** Whether one comes before the other as strings are compared. */
  precedes(code: number, other: number): boolean
}

/**
 * Texts of ASCII one after another, and where each ends: ten bytes and less an entry where a string and its place take
 * thirty, and nothing for the garbage collector to walk through.
 */
export class PackedTexts implements Texts {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly ends: Uint32Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>, ends: Uint32Array<ArrayBuffer>) {
    this.bytes = bytes
    this.ends = ends
  }

  get size(): number {
    return this.ends.length
  }

  at(code: number): string | undefined {
    const end = this.ends[code]
    return end === undefined ? undefined : decoder.decode(this.bytes.subarray(this.#startOf(code), end))
  }

  lengthOf(code: number): number {
    return this.ends[code]! - this.#startOf(code)
  }

  precedes(code: number, other: number): boolean {
    const { bytes, ends } = this
    const [end, otherEnd] = [ends[code]!, ends[other]!]
    let [at, otherAt] = [this.#startOf(code), this.#startOf(other)]
    while (at < end && otherAt < otherEnd) {
      const difference = bytes[at++]! - bytes[otherAt++]!
      if (difference !== 0) return difference < 0
    }
    return otherAt < otherEnd
  }

  unpack(): readonly string[] {
    const whole = decoder.decode(this.bytes)
    return Array.from(this.ends, (end, code) => whole.slice(this.#startOf(code), end))
  }

  #startOf(code: number): number {
    return code === 0 ? 0 : this.ends[code - 1]!
  }
}

const decoder = new TextDecoder()

class StringTexts implements Texts {
  readonly #strings: readonly string[]

  constructor(strings: readonly string[]) {
    this.#strings = strings
  }

  get size(): number {
    return this.#strings.length
  }

  at(code: number): string | undefined {
    return this.#strings[code]
  }

  lengthOf(code: number): number {
    return this.#strings[code]!.length
  }

  precedes(code: number, other: number): boolean {
    return this.#strings[code]! < this.#strings[other]!
  }
}

/** Kept beside the data: a copy of it, cloned or spread, has its strings and nothing that could disagree with them. */
const packedOf = new WeakMap<ColumnData, PackedTexts>()

/** Coded data whose dictionary becomes strings only when it is first asked for. */
export function packedData(chunks: CodedData['chunks'], texts: PackedTexts): CodedData {
  let strings: readonly string[] | undefined
  const data: CodedData = {
    kind: 'coded',
    chunks,
    get dictionary() {
      strings ??= texts.unpack()
      return strings
    },
  }
  packedOf.set(data, texts)
  return data
}

/** The packed texts of data that has them. */
export function packedTexts(data: ColumnData): PackedTexts | undefined {
  return packedOf.get(data)
}

/** The texts of a dictionary, packed where they are. */
export function textsOf(data: CodedData): Texts {
  return packedOf.get(data) ?? new StringTexts(data.dictionary)
}
