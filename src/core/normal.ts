/**
 * The three rational functions of Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution"
 * (PPND16), coefficients from the constant up: for the middle, for the tails, for the far tails.
 */
const MIDDLE = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
}
const TAIL = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
}
const FAR_TAIL = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
}

/** Arithmetic over numbers, or over anything else that can stand for them, such as expressions. */
export interface Arithmetic<T> {
  number(value: number): T
  add(a: T, b: T): T
  times(a: T, b: T): T
  over(a: T, b: T): T
  root(a: T): T
  log(a: T): T
  /** `value` by a name, where writing it out twice costs. */
  bind(value: T, body: (x: T) => T): T
  /** Whether `a` ≤ `b`, then or otherwise. */
  choose(a: T, b: T, then: T, otherwise: T): T
}

/**
 * The number below which a standard normal one falls with chance `p`, 0 < p < 1, to about 1 part in 10¹⁶ (AS 241), in any
 * arithmetic.
 */
export function normalQuantileIn<T>(n: Arithmetic<T>, p: T): T {
  const polynomial = (coefficients: readonly number[], r: T): T =>
    coefficients
      .slice(0, -1)
      .reduceRight((sum, coefficient) => n.add(n.times(sum, r), n.number(coefficient)), n.number(coefficients.at(-1)!))
  const ratio = ({ over, under }: typeof TAIL, r: T) => n.over(polynomial(over, r), polynomial(under, r))
  const minus = (a: T, b: T) => n.add(a, n.times(n.number(-1), b))
  const tail = (q: T) => {
    const smaller = n.choose(q, n.number(0), p, minus(n.number(1), p))
    return n.bind(n.root(n.times(n.number(-1), n.log(smaller))), (r) => {
      const size = n.choose(
        r,
        n.number(5),
        n.bind(minus(r, n.number(1.6)), (far) => ratio(TAIL, far)),
        n.bind(minus(r, n.number(5)), (far) => ratio(FAR_TAIL, far)),
      )
      return n.choose(q, n.number(0), n.times(n.number(-1), size), size)
    })
  }
  return n.bind(minus(p, n.number(0.5)), (q) =>
    n.choose(
      n.times(q, q),
      n.number(0.425 * 0.425),
      n.times(
        q,
        n.bind(minus(n.number(0.180625), n.times(q, q)), (r) => ratio(MIDDLE, r)),
      ),
      tail(q),
    ),
  )
}

const NUMBERS: Arithmetic<number> = {
  number: (value) => value,
  add: (a, b) => a + b,
  times: (a, b) => a * b,
  over: (a, b) => a / b,
  root: Math.sqrt,
  log: Math.log,
  bind: (value, body) => body(value),
  choose: (a, b, then, otherwise) => (a <= b ? then : otherwise),
}

/** {@link normalQuantileIn} of numbers. */
export function normalQuantile(p: number): number {
  return normalQuantileIn(NUMBERS, p)
}

/** The chance that a standard normal number falls below `z`, to about 1 part in 10¹⁵ of 1 (the series of Marsaglia 2004). */
export function normalCdf(z: number): number {
  if (Math.abs(z) > 8) return z < 0 ? 0 : 1
  let [term, sum] = [z, z]
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
    term *= (z * z) / i
    sum += term
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z) * Math.sqrt(1 / (2 * Math.PI))
}
