import type { Vector } from '../dataset/column.ts'
import { WideMap } from '../wideMap.ts'
import { fill, TEXTS_AT_ONCE, type Work } from '../work.ts'

/** Cells of text while an expression is worked out: undefined where missing. */
export type TextAt = (row: number) => string | undefined

type NumericVector = Extract<Vector, { readonly kind: 'numeric' }>
type CodedVector = Extract<Vector, { readonly kind: 'coded' }>

export function numericOf(vector: Vector): Float64Array {
  if (vector.kind === 'numeric') return vector.values
  throw new TypeError('An expression that was not checked took texts for numbers.')
}

function codedOf(vector: Vector): CodedVector {
  if (vector.kind === 'coded') return vector
  throw new TypeError('An expression that was not checked took numbers for texts.')
}

export function textAt(vector: Vector): TextAt {
  const { codes, dictionary } = codedOf(vector)
  return (row) => dictionary[codes[row]!]
}

/** One value for each row. What comes out not finite is missing: a division by zero, a root of −1, an overflow. */
export function* numbersFrom(rows: number, take: (row: number) => number): Work<NumericVector> {
  const values = yield* fill(new Float64Array(rows), (row) => {
    const value = take(row)
    return Number.isFinite(value) ? value : Number.NaN
  })
  return { kind: 'numeric', values }
}

/** One text for each row, the dictionary in the order of the rows. */
export function* textsFrom(rows: number, take: TextAt): Work<CodedVector> {
  const codeOf = new WideMap<string, number>()
  const dictionary: string[] = []
  const codes = yield* fill(
    new Int32Array(rows),
    (row) => {
      const text = take(row)
      if (text === undefined) return -1
      const known = codeOf.get(text)
      if (known !== undefined) return known
      codeOf.set(text, dictionary.length)
      return dictionary.push(text) - 1
    },
    TEXTS_AT_ONCE,
  )
  return { kind: 'coded', codes, dictionary }
}

/** What `change` makes of each text, asked once for each that occurs; undefined where missing. */
export function changed<T>(vector: Vector, change: (text: string) => T): (row: number) => T | undefined {
  const { codes, dictionary } = codedOf(vector)
  const known = new Map<number, T>()
  return (row) => {
    const code = codes[row]!
    const before = known.get(code)
    const text = dictionary[code]
    if (before !== undefined || text === undefined) return before
    const result = change(text)
    known.set(code, result)
    return result
  }
}
