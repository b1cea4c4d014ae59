/** How strongly two columns go together, and on how many rows that rests. `value` is null where it cannot be said. */
export interface Strength {
  readonly value: number | null
  /** Rows in which both have a value. */
  readonly rows: number
}

/**
 * Pearson's correlation of the rows in which both numbers are finite, in one pass about rough centres: about the means
 * (any number near them will do), so that no digits are lost where those are large beside the spread.
 */
export function pearson(a: Float64Array, b: Float64Array, centreA: number, centreB: number): Strength {
  let [n, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const x = a[i]! - centreA
    const y = b[i]! - centreB
    const product = x * y
    // Where one is missing or infinite so is the product (or it is not a number).
    if (product - product !== 0) continue
    n++
    sumA += x
    sumB += y
    squaresA += x * x
    squaresB += y * y
    products += product
  }
  const spreadA = squaresA - (sumA * sumA) / n
  const spreadB = squaresB - (sumB * sumB) / n
  // What rounding alone leaves of a column that does not vary is no spread.
  if (n < 2 || spreadA <= 1e-14 * squaresA || spreadB <= 1e-14 * squaresB) return { value: null, rows: n }
  const product = spreadA * spreadB
  // One root is exact more often; two where the product leaves the range of numbers.
  const scale = product > 1e-290 && product < 1e290 ? Math.sqrt(product) : Math.sqrt(spreadA) * Math.sqrt(spreadB)
  return { value: within((products - (sumA * sumB) / n) / scale, -1), rows: n }
}

/** Numbers without a gap: near their mean, and the root of the sum of squares about it. */
interface Centred {
  readonly values: Float64Array
  readonly centre: number
  readonly length: number
}

/** Pearson's correlation of columns in which no value is missing: the cosine of the angle between them, about their means. */
export function cosine(a: Centred, b: Centred): Strength {
  const { values: left, centre: centreA } = a
  const { values: right, centre: centreB } = b
  const rows = left.length
  let [even, odd] = [0, 0]
  let i = 0
  // Two sums side by side, of which neither waits for the other.
  for (; i + 1 < rows; i += 2) {
    even += (left[i]! - centreA) * (right[i]! - centreB)
    odd += (left[i + 1]! - centreA) * (right[i + 1]! - centreB)
  }
  if (i < rows) even += (left[i]! - centreA) * (right[i]! - centreB)
  const isFlat = ({ length, centre }: Centred) => length <= 1e-14 * Math.abs(centre) * Math.sqrt(rows)
  if (rows < 2 || isFlat(a) || isFlat(b)) return { value: null, rows }
  return { value: within((even + odd) / a.length / b.length, -1), rows }
}

/**
 * Cramér's V of two columns of codes, corrected for bias (Bergsma 2013, "A bias-correction for Cramér's V and Tschuprow's
 * T"), without Yates's correction; over the rows in which both have a value. `sizes` are how many codes each may have.
 */
export function cramersV(a: Int32Array, b: Int32Array, sizes: readonly [number, number]): Strength {
  const [sizeA, sizeB] = sizes
  const table = new Float64Array(sizeA * sizeB)
  let n = 0
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (x < 0 || y < 0) continue
    table[x * sizeB + y]!++
    n++
  }
  const totalsA = new Float64Array(sizeA)
  const totalsB = new Float64Array(sizeB)
  for (let x = 0; x < sizeA; x++)
    for (let y = 0; y < sizeB; y++) {
      const count = table[x * sizeB + y]!
      totalsA[x]! += count
      totalsB[y]! += count
    }
  // χ² / n = Σ count² / (total · total) − 1.
  let phi = -1
  for (let x = 0; x < sizeA; x++)
    for (let y = 0; y < sizeB; y++) {
      const count = table[x * sizeB + y]!
      if (count > 0) phi += (count / totalsA[x]!) * (count / totalsB[y]!)
    }
  const r = totalsA.filter((total) => total > 0).length
  const k = totalsB.filter((total) => total > 0).length
  if (n < 2 || r < 2 || k < 2) return { value: null, rows: n }
  const corrected = Math.max(0, phi - ((k - 1) * (r - 1)) / (n - 1))
  const least = Math.min(k - (k - 1) ** 2 / (n - 1), r - (r - 1) ** 2 / (n - 1)) - 1
  return { value: least > 0 ? within(Math.sqrt(corrected / least), 0) : null, rows: n }
}

/**
 * The correlation ratio η: the root of the share of the variance of the numbers that lies between the groups (Fisher
 * 1925); over the rows in which the number is finite and the code present.
 */
export function correlationRatio(codes: Int32Array, values: Float64Array, size: number, centre: number): Strength {
  const counts = new Float64Array(size)
  const sums = new Float64Array(size)
  let [n, sum, squares] = [0, 0, 0]
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    const value = values[i]! - centre
    if (code < 0 || value - value !== 0) continue
    counts[code]!++
    sums[code]! += value
    n++
    sum += value
    squares += value * value
  }
  const total = squares - (sum * sum) / n
  const groups = counts.filter((count) => count > 0).length
  if (n < 2 || groups < 2 || total <= 1e-14 * squares) return { value: null, rows: n }
  let between = -(sum * sum) / n
  for (let code = 0; code < size; code++) if (counts[code]! > 0) between += (sums[code]! * sums[code]!) / counts[code]!
  return { value: within(Math.sqrt(Math.max(0, between / total)), 0), rows: n }
}

/** Rounding may lead a little past the ends; sums of squares past the largest number. */
function within(value: number, least: number): number | null {
  if (Number.isNaN(value)) return null
  return Math.max(least, Math.min(1, value)) + 0
}
