import type { FrameColumn, Vector } from '../../dataset/column.ts'
import { inSlices, TEXTS_AT_ONCE, type Work } from '../../work.ts'

/** Runs of two or more letters, digits and underscores: scikit-learn's `token_pattern` `(?u)\b\w\w+\b`. */
const TOKEN = /[\p{L}\p{N}_]{2,}/gu

/** The words of a text in lower case, in order. */
export function tokensOf(text: string): readonly string[] {
  return text.toLowerCase().match(TOKEN) ?? []
}

/** Every run of `shortest` to `longest` units, joined by `between`. */
export function gramsOf(units: readonly string[], shortest: number, longest: number, between: string): string[] {
  const grams: string[] = []
  for (let n = shortest; n <= longest; n++)
    for (let at = 0; at + n <= units.length; at++) grams.push(units.slice(at, at + n).join(between))
  return grams
}

/** Places and what stands there; all others are 0. */
export type Sparse = ReadonlyMap<number, number>

/** Scaled to a length of 1 in the Euclidean sense; nothing stays nothing. */
export function unitLength(values: ReadonlyMap<number, number>): Sparse {
  let squares = 0
  for (const value of values.values()) squares += value * value
  const length = Math.sqrt(squares)
  return length === 0 ? values : new Map(Array.from(values, ([place, value]) => [place, value / length]))
}

/** One column of numbers for each name, by what every text is in them; all are missing where the text is. */
export function* spreadTexts(
  { codes, dictionary }: Extract<Vector, { kind: 'coded' }>,
  names: readonly string[],
  valuesOf: (text: string) => Sparse,
): Work<FrameColumn[]> {
  const columns = names.map(() => new Float64Array(codes.length))
  // A text is looked at when it first occurs: rows to be predicted use little of a dictionary.
  const seen = new Map<number, Sparse>()
  const spread = (row: number) => {
    const code = codes[row]!
    if (code < 0) {
      for (const values of columns) values[row] = Number.NaN
      return
    }
    let sparse = seen.get(code)
    if (!sparse) {
      sparse = valuesOf(dictionary[code]!)
      seen.set(code, sparse)
    }
    for (const [place, value] of sparse) columns[place]![row] = value
  }
  yield* inSlices(
    codes.length,
    (start, end) => {
      for (let row = start; row < end; row++) spread(row)
    },
    TEXTS_AT_ONCE,
  )
  return names.map((name, j) => ({ name, type: 'number', vector: { kind: 'numeric', values: columns[j]! } }))
}
