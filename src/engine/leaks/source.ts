import { type FrameColumn, takeVector, type Vector } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import { seededRandom } from '@/core/random.ts'
import type { Frames } from '../prepare.ts'

/** Where the columns come from, one at a time: no more than one need be in memory. */
export interface LeakSource {
  readonly dataset: Dataset
  /** The columns by which rows are dealt. */
  readonly openFrames: () => Promise<Frames>
  readonly open: (column: string) => Promise<FrameColumn>
  /** The second file, where the split names one. */
  readonly test?: { readonly dataset: Dataset; readonly open: (column: string) => Promise<FrameColumn> } | undefined
}

/** The column as the test rows have it; undefined where a second file lacks it, or has texts for numbers. */
export async function openTest(
  { test }: Pick<LeakSource, 'test'>,
  { name, kind, type }: ColumnMeta,
  own: Vector,
): Promise<Vector | undefined> {
  if (!test) return own
  const other = test.dataset.columns.find((column) => column.name === name)
  const isAlike = other?.kind === kind && (other.type === 'datetime') === (type === 'datetime')
  return isAlike ? (await test.open(name)).vector : undefined
}

/** Rows of which answers are looked at, at most; fewer of a wide table or of many classes. */
const MOST_ROWS = 50_000
const LEAST_ROWS = 2_000
const MOST_CELLS = 40_000_000
const MOST_SCORES = 500_000

export function rowsToLookAt(columns: number, classes: number): number {
  const most = Math.min(MOST_ROWS, MOST_CELLS / columns, MOST_SCORES / Math.max(1, classes))
  return Math.max(LEAST_ROWS, Math.floor(most))
}

/** At most `most` of the rows by chance, in their order (Knuth, selection sampling). */
export function sampleRows(rows: Uint32Array, most: number, ...seed: readonly (string | number)[]): Uint32Array {
  if (rows.length <= most) return rows
  const random = seededRandom('leak sample', ...seed)
  const chosen = new Uint32Array(most)
  let n = 0
  for (let i = 0; i < rows.length && n < most; i++) if (random() * (rows.length - i) < most - n) chosen[n++] = rows[i]!
  return chosen
}

/** Rows of one vector followed by rows of another, codes by the first one's dictionary and what the second adds. */
export function joinVectors(a: Vector, aRows: Uint32Array, b: Vector, bRows: Uint32Array): Vector {
  const first = takeVector(a, aRows)
  const second = takeVector(b, bRows)
  if (first.kind === 'numeric' && second.kind === 'numeric') {
    const values = new Float64Array(aRows.length + bRows.length)
    values.set(first.values)
    values.set(second.values, aRows.length)
    return { kind: 'numeric', values }
  }
  if (first.kind !== 'coded' || second.kind !== 'coded') return first
  const codes = new Int32Array(aRows.length + bRows.length)
  codes.set(first.codes)
  if (a === b) codes.set(second.codes, aRows.length)
  else {
    const known = new Map(first.dictionary.map((text, code) => [text, code]))
    const added = second.dictionary.map((text) => {
      const code = known.get(text) ?? known.size
      known.set(text, code)
      return code
    })
    second.codes.forEach((code, i) => {
      codes[aRows.length + i] = code < 0 ? -1 : added[code]!
    })
    return { kind: 'coded', codes, dictionary: [...known.keys()] }
  }
  return { kind: 'coded', codes, dictionary: first.dictionary }
}

/** The cell of a row as something that can be looked up; undefined where it is missing. */
export function cellAt(vector: Vector, row: number): string | number | undefined {
  if (vector.kind === 'coded') return vector.dictionary[vector.codes[row]!]
  const value = vector.values[row]!
  return Number.isNaN(value) ? undefined : value
}
