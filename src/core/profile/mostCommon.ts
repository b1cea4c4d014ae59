import type { TextCount } from './columnProfile.ts'
import { TOP_VALUES } from './profile.ts'

/** The most common so far, the most common first; equals in the order of their texts, so that the result is one. */
export class MostCommon {
  readonly #codes: number[] = []
  readonly #texts: readonly string[]
  readonly #counts: Uint32Array

  constructor(texts: readonly string[], counts: Uint32Array) {
    this.#texts = texts
    this.#counts = counts
  }

  add(code: number): void {
    const codes = this.#codes
    if (codes.length === TOP_VALUES && !this.#precedes(code, codes[TOP_VALUES - 1]!)) return
    let at = codes.length
    while (at > 0 && this.#precedes(code, codes[at - 1]!)) at--
    codes.splice(at, 0, code)
    if (codes.length > TOP_VALUES) codes.pop()
  }

  list(): TextCount[] {
    return this.#codes.map((code) => ({ value: this.#texts[code]!, count: this.#counts[code]! }))
  }

  #precedes(a: number, b: number): boolean {
    const difference = this.#counts[a]! - this.#counts[b]!
    return difference > 0 || (difference === 0 && this.#texts[a]! < this.#texts[b]!)
  }
}

/** Greater counts first, equals in the order of their texts. */
export function compareCounts(a: TextCount, b: TextCount): number {
  return b.count - a.count || (a.value < b.value ? -1 : 1)
}
