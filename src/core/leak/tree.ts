import { median } from '../centre.ts'
import type { Vector } from '../dataset/column.ts'

/** The answers of rows: class indices of `classes` classes, or values where `classes` is 0. */
export interface Answers {
  readonly y: Float64Array
  readonly classes: number
}

/** Numbers that a tree answers with: one for two classes (the share of class 1) and for values, else one a class. */
export function widthOf({ classes }: Answers): number {
  return classes > 2 ? classes : 1
}

/** How far a tree grows. */
export interface TreeLimits {
  readonly depth: number
  /** Rows that a leaf has at least. */
  readonly leafRows: number
}

const LIMITS: TreeLimits = { depth: 6, leafRows: 5 }

/** A column made ready for trees: its rows in order of value, and those without a value. */
export type Feature =
  | { readonly kind: 'numeric'; readonly x: Float64Array; readonly order: Uint32Array; readonly missing: Uint32Array }
  | { readonly kind: 'coded'; readonly codes: Int32Array; readonly values: number }

export function toFeature(vector: Vector): Feature {
  if (vector.kind === 'coded') return { kind: 'coded', codes: vector.codes, values: vector.dictionary.length }
  const x = vector.values
  const finite = Float64Array.from(x.filter(Number.isFinite)).sort()
  const distinct = finite.filter((value, i) => i === 0 || value !== finite[i - 1])
  // Rows are counted out to the place of their value: equal ones stay in the order of the file.
  const starts = new Uint32Array(distinct.length + 1)
  const place = new Int32Array(x.length)
  for (let row = 0; row < x.length; row++) {
    place[row] = Number.isFinite(x[row]!) ? placeOf(distinct, x[row]!) : -1
    if (place[row]! >= 0) starts[place[row]! + 1]!++
  }
  for (let i = 1; i < starts.length; i++) starts[i] = starts[i]! + starts[i - 1]!
  const order = new Uint32Array(finite.length)
  const missing: number[] = []
  for (let row = 0; row < x.length; row++) {
    if (place[row]! < 0) missing.push(row)
    else order[starts[place[row]!]!++] = row
  }
  return { kind: 'numeric', x, order, missing: Uint32Array.from(missing) }
}

function placeOf(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Learns a tree of one feature from the rows of all folds but one, and writes its answers for the rows of that one.
 *
 * - Numbers: CART, as scikit-learn's DecisionTreeClassifier (Gini) and DecisionTreeRegressor (squared error) with
 *   `max_depth` and `min_samples_leaf`: cuts lie midway between neighbouring values. Missing ones have a leaf of their own.
 * - Codes: a leaf for each value, as a deep tree over one-hot columns would have.
 *
 * A leaf answers with its share of each class or its median, which is the best answer by absolute error; one with fewer than `leafRows` rows with those of all rows.
 * @param scores rows × {@link widthOf}, written where `folds` is `fold`.
 */
export function scoreFold(
  feature: Feature,
  answers: Answers,
  folds: Uint8Array,
  fold: number,
  scores: Float64Array,
  limits: TreeLimits = LIMITS,
): void {
  const width = widthOf(answers)
  const put = (row: number, leaf: Float64Array, at = 0) => {
    for (let j = 0; j < width; j++) scores[row * width + j] = leaf[at + j]!
  }
  const isTrain = (row: number) => folds[row] !== fold
  const all = leafOf(rowsOf(folds, isTrain), answers)
  if (feature.kind === 'coded') {
    const leaves = leavesByCode(feature, answers, isTrain, limits.leafRows)
    for (let row = 0; row < folds.length; row++)
      if (folds[row] === fold) put(row, leaves.get(feature.codes[row]!) ?? all)
    return
  }
  const { x, order, missing } = feature
  const train = order.filter(isTrain)
  const cuts: number[] = []
  const leaves: Float64Array[] = []
  if (train.length > 0) grow(x, train, answers, limits, cuts, leaves)
  else leaves.push(all)
  const absent = missing.filter(isTrain)
  const without = absent.length >= limits.leafRows ? leafOf(absent, answers) : all
  for (const row of missing) if (!isTrain(row)) put(row, without)
  let leaf = 0
  for (const row of order) {
    if (isTrain(row)) continue
    while (leaf < cuts.length && x[row]! > cuts[leaf]!) leaf++
    put(row, leaves[leaf]!)
  }
}

function rowsOf(folds: Uint8Array, chosen: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(folds.length)
  let n = 0
  for (let row = 0; row < folds.length; row++) if (chosen(row)) rows[n++] = row
  return rows.subarray(0, n)
}

/** The share of each class (of two only the second's), or the median, of rows. */
function leafOf(rows: Uint32Array, answers: Answers): Float64Array {
  const { y, classes } = answers
  if (classes === 0) return Float64Array.of(median(Float64Array.from(rows, (row) => y[row]!)))
  const leaf = new Float64Array(widthOf(answers))
  for (const row of rows) {
    if (classes > 2) leaf[y[row]!]!++
    else leaf[0]! += y[row]!
  }
  return leaf.map((sum) => sum / (rows.length || 1))
}

function leavesByCode(
  { codes, values }: Extract<Feature, { kind: 'coded' }>,
  answers: Answers,
  isTrain: (row: number) => boolean,
  leafRows: number,
): Map<number, Float64Array> {
  // Rows counted out to the place of their code, missing ones (−1) first.
  const starts = new Uint32Array(values + 2)
  let n = 0
  for (let row = 0; row < codes.length; row++) {
    if (!isTrain(row)) continue
    starts[codes[row]! + 2]!++
    n++
  }
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const rows = new Uint32Array(n)
  const next = starts.slice()
  for (let row = 0; row < codes.length; row++) if (isTrain(row)) rows[next[codes[row]! + 1]!++] = row
  const leaves = new Map<number, Float64Array>()
  for (let code = -1; code < values; code++) {
    const own = rows.subarray(starts[code + 1]!, next[code + 1]!)
    if (own.length >= leafRows) leaves.set(code, leafOf(own, answers))
  }
  return leaves
}

/** Grows the tree of rows sorted by x: leaves from left to right, and the cuts between them. */
function grow(
  x: Float64Array,
  rows: Uint32Array,
  answers: Answers,
  { depth, leafRows }: TreeLimits,
  cuts: number[],
  leaves: Float64Array[],
): void {
  const at = depth > 0 && rows.length >= 2 * leafRows ? bestCut(x, rows, answers, leafRows) : undefined
  if (at === undefined) {
    leaves.push(leafOf(rows, answers))
    return
  }
  const rest = { depth: depth - 1, leafRows }
  grow(x, rows.subarray(0, at), answers, rest, cuts, leaves)
  const [below, above] = [x[rows[at - 1]!]!, x[rows[at]!]!]
  const middle = below / 2 + above / 2
  // Between neighbouring doubles there is none; the upper one would then be on the wrong side.
  cuts.push(middle < above ? middle : below)
  grow(x, rows.subarray(at), answers, rest, cuts, leaves)
}

/** Where to part rows so that both sides are purest; undefined where they are pure, or their values all equal. */
function bestCut(x: Float64Array, rows: Uint32Array, { y, classes }: Answers, leafRows: number): number | undefined {
  return classes > 0 ? cutOfClasses(x, rows, y, classes, leafRows) : cutOfValues(x, rows, y, leafRows)
}

/** Maximises Σ n_c²/n over both sides, which is least Gini impurity. */
function cutOfClasses(
  x: Float64Array,
  rows: Uint32Array,
  y: Float64Array,
  classes: number,
  leafRows: number,
): number | undefined {
  const left = new Float64Array(classes)
  const right = new Float64Array(classes)
  for (const row of rows) right[y[row]!]!++
  let leftSquares = 0
  let rightSquares = right.reduce((sum, count) => sum + count * count, 0)
  const n = rows.length
  if (rightSquares === n * n) return undefined
  let best: number | undefined
  let most = Number.NEGATIVE_INFINITY
  for (let i = 1; i < n; i++) {
    const c = y[rows[i - 1]!]!
    leftSquares += 2 * left[c]! + 1
    rightSquares -= 2 * right[c]! - 1
    left[c]!++
    right[c]!--
    if (i < leafRows || n - i < leafRows || x[rows[i - 1]!] === x[rows[i]!]) continue
    const purity = leftSquares / i + rightSquares / (n - i)
    if (purity > most) {
      most = purity
      best = i
    }
  }
  return best
}

/** Maximises S²/n over both sides, which is least squared error; values are taken from their mean, for precision. */
function cutOfValues(x: Float64Array, rows: Uint32Array, y: Float64Array, leafRows: number): number | undefined {
  const n = rows.length
  let sum = 0
  for (const row of rows) sum += y[row]!
  const mean = sum / n
  let spread = 0
  for (const row of rows) spread += Math.abs(y[row]! - mean)
  if (spread <= Number.EPSILON * n * Math.max(1, Math.abs(mean))) return undefined
  let best: number | undefined
  let most = Number.NEGATIVE_INFINITY
  let left = 0
  for (let i = 1; i < n; i++) {
    left += y[rows[i - 1]!]! - mean
    if (i < leafRows || n - i < leafRows || x[rows[i - 1]!] === x[rows[i]!]) continue
    // The two sides' sums are opposite, so both squares are left².
    const gain = (left * left) / i + (left * left) / (n - i)
    if (gain > most) {
      most = gain
      best = i
    }
  }
  return best
}
