import { type FrameColumn, takeVector } from '../dataset/column.ts'
import { seededRandom, shuffle } from '../random.ts'
import { correlationRatio, cosine, cramersV, pearson, type Strength } from './association.ts'
import { orderNumbers, rankAll, rankNumbers } from './rankNumbers.ts'

type Measure = 'pearson' | 'spearman' | 'cramersV' | 'correlationRatio'

/** How two columns go together: by the measure that their types allow, two numbers by Spearman's beside Pearson's. */
export interface Association {
  readonly a: string
  readonly b: string
  readonly measure: Measure
  readonly strength: Strength
  /** For two numbers: Spearman's rank correlation. On a sample where `strength.rows` says fewer. */
  readonly spearman?: Strength
}

/** What a column is measured as; `out` is one that cannot be. */
export type Prepared =
  | {
      readonly kind: 'numbers'
      readonly name: string
      readonly values: Float64Array
      /** A number near their mean. */
      readonly centre: number
      /** Of whole columns: the root of the sum of squares about the centre. */
      readonly length: number
      /** Whether every value is there, and finite. */
      readonly isWhole: boolean
    }
  | { readonly kind: 'codes'; readonly name: string; readonly codes: Int32Array; readonly size: number }
  | { readonly kind: 'out'; readonly name: string }

type Numbers = Extract<Prepared, { kind: 'numbers' }>

/** A category of more values has no table worth counting. */
export const MOST_VALUES = 1_000

/** Rows up to which the ranks of columns with missing cells are found for every pair by all rows. */
export const RANKED_ROWS = 100_000

/** Makes a column ready to be measured: numbers and dates as numbers, categories and truths as codes, texts not at all. */
export function prepareColumn({ name, type, vector }: FrameColumn): Prepared {
  if (vector.kind === 'numeric')
    return type === 'boolean'
      ? { kind: 'codes', name, ...truthCodes(vector.values) }
      : { kind: 'numbers', name, ...spreadOf(vector.values) }
  if (type !== 'category') return { kind: 'out', name }
  const { codes, size } = usedCodes(vector.codes, vector.dictionary)
  return size > MOST_VALUES ? { kind: 'out', name } : { kind: 'codes', name, codes, size }
}

function truthCodes(values: Float64Array): { codes: Int32Array; size: number } {
  const codes = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) codes[i] = Number.isNaN(values[i]!) ? -1 : values[i] === 0 ? 0 : 1
  return { codes, size: 2 }
}

/** The numbers with infinite ones as missing, their mean, and the root of the sum of squares about it. */
function spreadOf(values: Float64Array): Pick<Numbers, 'values' | 'centre' | 'length' | 'isWhole'> {
  let [n, missing, sum] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value - value === 0) {
      n++
      sum += value
    } else if (Number.isNaN(value)) missing++
  }
  const finite =
    n + missing === values.length ? values : values.map((value) => (Number.isFinite(value) ? value : Number.NaN))
  const centre = n === 0 || !Number.isFinite(sum) ? 0 : sum / n
  let squares = 0
  if (n === values.length)
    for (let i = 0; i < n; i++) {
      const distance = values[i]! - centre
      squares += distance * distance
    }
  return { values: finite, centre, length: Math.sqrt(squares), isWhole: n === values.length }
}

/** Codes from 0 on for the texts that rows do hold; a dictionary may have many that none does, or one twice. */
function usedCodes(codes: Int32Array, dictionary: readonly string[]): { codes: Int32Array; size: number } {
  const next = new Int32Array(dictionary.length).fill(-1)
  const byText = new Map<string, number>()
  const used = new Int32Array(codes.length)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code < 0) {
      used[i] = -1
      continue
    }
    if (next[code]! < 0) {
      const text = dictionary[code]!
      const known = byText.get(text) ?? byText.size
      byText.set(text, known)
      next[code] = known
    }
    used[i] = next[code]!
  }
  return { codes: used, size: byText.size }
}

/** Measures pairs of columns, remembering the ranks of those that come again. */
export class Associator {
  readonly #rows: number
  readonly #ranks = new Map<string, Numbers>()
  readonly #orders = new Map<string, { values: Float64Array; order: Uint32Array }>()
  #sample: Uint32Array | undefined

  constructor(rows: number) {
    this.#rows = rows
  }

  /** Undefined where a column is none that can be measured. */
  measure(a: Prepared, b: Prepared): Association | undefined {
    if (a.kind === 'out' || b.kind === 'out') return undefined
    const between = { a: a.name, b: b.name }
    if (a.kind === 'codes' && b.kind === 'codes')
      return { ...between, measure: 'cramersV', strength: cramersV(a.codes, b.codes, [a.size, b.size]) }
    if (a.kind === 'codes' && b.kind === 'numbers')
      return {
        ...between,
        measure: 'correlationRatio',
        strength: correlationRatio(a.codes, b.values, a.size, b.centre),
      }
    if (b.kind === 'codes' && a.kind === 'numbers')
      return {
        ...between,
        measure: 'correlationRatio',
        strength: correlationRatio(b.codes, a.values, b.size, a.centre),
      }
    if (a.kind !== 'numbers' || b.kind !== 'numbers') return undefined
    return {
      ...between,
      measure: 'pearson',
      strength: this.#pearson(a, b),
      spearman: this.#spearman(a, b),
    }
  }

  /** Lets go of the ranks of a column that does not come again. */
  forget(name: string): void {
    this.#ranks.delete(name)
    this.#orders.delete(name)
  }

  /**
   * Pearson's correlation of the ranks. Those of whole columns are found once; where cells are missing, ranks are those
   * among the rows of the pair, as in pandas, on a sample of the rows (always the same) where there are very many.
   */
  #spearman(a: Numbers, b: Numbers): Strength {
    if (a.isWhole && b.isWhole) return this.#pearson(this.#ranksOf(a), this.#ranksOf(b))
    const [left, right] = [this.#ordered(a), this.#ordered(b)]
    const both = new Uint8Array(left.values.length)
    let n = 0
    for (let i = 0; i < both.length; i++)
      if (!Number.isNaN(left.values[i]!) && !Number.isNaN(right.values[i]!)) n += both[i] = 1
    const centre = (n + 1) / 2
    return pearson(
      rankNumbers(left.values, left.order, both),
      rankNumbers(right.values, right.order, both),
      centre,
      centre,
    )
  }

  /** Of whole columns by one product, since their own lengths are known. */
  #pearson(a: Numbers, b: Numbers): Strength {
    return a.isWhole && b.isWhole ? cosine(a, b) : pearson(a.values, b.values, a.centre, b.centre)
  }

  #ranksOf({ name, values }: Numbers): Numbers {
    const held = this.#ranks.get(name)
    if (held) return held
    const ranks: Numbers = { kind: 'numbers', name, ...spreadOf(rankAll(values)) }
    this.#ranks.set(name, ranks)
    return ranks
  }

  #ordered({ name, values }: Numbers) {
    const held = this.#orders.get(name)
    if (held) return held
    const chosen = this.#rows <= RANKED_ROWS ? values : this.#take(values)
    const made = { values: chosen, order: orderNumbers(chosen) }
    this.#orders.set(name, made)
    return made
  }

  #take(values: Float64Array): Float64Array {
    this.#sample ??= shuffle(
      Uint32Array.from({ length: this.#rows }, (_, i) => i),
      seededRandom('ranks', this.#rows),
    ).slice(0, RANKED_ROWS)
    const taken = takeVector({ kind: 'numeric', values }, this.#sample)
    return taken.kind === 'numeric' ? taken.values : values
  }
}

/** The one figure of an association: of two correlations that further from 0, with its sign. Null where it has none. */
export function figureOf({ strength, spearman }: Association): number | null {
  const [one, other] = [strength.value, spearman?.value ?? null]
  if (one === null || other === null) return one ?? other
  return Math.abs(other) > Math.abs(one) ? other : one
}

/** The figure by which associations are compared, without its sign. */
export function sizeOf(association: Association): number {
  return Math.abs(figureOf(association) ?? 0)
}
