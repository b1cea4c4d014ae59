/** Where a function of 0 to 1 is asked, and what each answer counts in its integral. */
export interface Quadrature {
  readonly points: Float64Array
  readonly weights: Float64Array
}

/** Steps of Newton's method, which doubles the digits with each. */
const MOST_STEPS = 20

/**
 * Gauss–Legendre quadrature over 0 to 1: exact for polynomials of a degree up to 2 · `count` − 1. Points are the roots of the
 * Legendre polynomial, found from Chebyshev's by Newton's method (Press et al. 2007, Numerical Recipes, §4.6.1).
 * @param count Points, at least 1.
 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < MOST_STEPS; step++) {
      let [value, before] = [1, 0]
      for (let degree = 1; degree <= count; degree++)
        [value, before] = [((2 * degree - 1) * x * value - (degree - 1) * before) / degree, value]
      slope = (count * (x * value - before)) / (x * x - 1)
      const change = value / slope
      x -= change
      if (Math.abs(change) < 1e-15) break
    }
    points[i] = (1 - x) / 2
    weights[i] = 1 / ((1 - x * x) * slope * slope)
  }
  return { points, weights }
}
