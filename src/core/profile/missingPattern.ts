import type { FrameColumn } from '../dataset/column.ts'

/** Which columns are missing together. */
export interface MissingPattern {
  readonly rows: number
  /** Rows in which no column is missing. */
  readonly complete: number
  /** Columns that are missing somewhere, in the order of the data, with their missing rows. */
  readonly columns: readonly { readonly name: string; readonly missing: number }[]
  /** The most common sets of columns that are missing in one row, rows without a missing cell among them. */
  readonly patterns: readonly { readonly missing: readonly string[]; readonly rows: number }[]
  /** Different patterns, of which the most common are listed. */
  readonly patternCount: number
  /**
   * Pearson's correlation of "is missing" between two columns (each may be missing somewhere, and is not everywhere):
   * 1 where they are always missing together, −1 where always one of them is.
   */
  readonly together: readonly {
    readonly a: string
    readonly b: string
    readonly nullity: number
    readonly both: number
  }[]
}

const LISTED = 12

/** Finds the patterns by telling rows apart column by column: as many passes as columns with missing cells. */
export class MissingCounter {
  readonly #ids: Uint32Array
  #patterns = 1
  /** For every pattern, that from which it came and whether the last column is missing in it. */
  #members: readonly (readonly number[])[] = [[]]
  readonly #columns: { readonly name: string; readonly missing: number }[] = []

  constructor(rows: number) {
    this.#ids = new Uint32Array(rows)
  }

  /** Takes in a column; one without missing cells changes nothing. */
  add({ name, vector }: FrameColumn, missing: number): void {
    if (missing === 0) return
    const column = this.#columns.push({ name, missing }) - 1
    const next = new Int32Array(2 * this.#patterns).fill(-1)
    const members: (readonly number[])[] = []
    const ids = this.#ids
    const isNumeric = vector.kind === 'numeric'
    for (let row = 0; row < ids.length; row++) {
      const gone = isNumeric ? Number.isNaN(vector.values[row]!) : vector.codes[row]! < 0
      const key = 2 * ids[row]! + (gone ? 1 : 0)
      let id = next[key]!
      if (id < 0) {
        const before = this.#members[ids[row]!]!
        id = members.push(gone ? [...before, column] : before) - 1
        next[key] = id
      }
      ids[row] = id
    }
    this.#members = members
    this.#patterns = members.length
  }

  finish(): MissingPattern {
    const rows = this.#ids.length
    const counts = new Uint32Array(this.#patterns)
    for (let row = 0; row < rows; row++) counts[this.#ids[row]!]!++
    const named = this.#members
      .map((members, i) => ({ members, rows: counts[i]! }))
      .filter((pattern) => pattern.rows > 0)
      .sort((a, b) => b.rows - a.rows || a.members.length - b.members.length || compare(a.members, b.members))
    const names = (members: readonly number[]) => members.map((i) => this.#columns[i]!.name)
    return {
      rows,
      complete: named.find(({ members }) => members.length === 0)?.rows ?? 0,
      columns: this.#columns,
      patterns: named.slice(0, LISTED).map(({ members, rows }) => ({ missing: names(members), rows })),
      patternCount: named.length,
      together: this.#together(named),
    }
  }

  #together(patterns: readonly { readonly members: readonly number[]; readonly rows: number }[]) {
    const size = this.#columns.length
    const rows = this.#ids.length
    const both = new Float64Array(size * size)
    for (const { members, rows: count } of patterns)
      for (const a of members) for (const b of members) both[a * size + b]! += count
    const pairs: { a: string; b: string; nullity: number; both: number }[] = []
    for (let i = 0; i < size; i++)
      for (let j = i + 1; j < size; j++) {
        const [a, b] = [this.#columns[i]!, this.#columns[j]!]
        const [p, q] = [a.missing / rows, b.missing / rows]
        const spread = Math.sqrt(p * (1 - p) * q * (1 - q))
        // A column that is missing in every row is missing together with any.
        if (spread === 0) continue
        const shared = both[i * size + j]!
        pairs.push({ a: a.name, b: b.name, nullity: (shared / rows - p * q) / spread, both: shared })
      }
    return pairs.sort((x, y) => Math.abs(y.nullity) - Math.abs(x.nullity) || y.both - x.both).slice(0, LISTED)
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
