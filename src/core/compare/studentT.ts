/**
 * The chance that a number of Student's t with `df` degrees of freedom, a whole number, falls below `t`: the finite sums of
 * Abramowitz and Stegun 1964, 26.7.3 and 26.7.4, which are exact. They have df / 2 terms, all positive.
 */
export function studentTCdf(t: number, df: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(df))
  const square = Math.cos(angle) ** 2
  const isOdd = df % 2 === 1
  // The share within ±t: for even df sin θ (1 + ½cos²θ + 1·3/(2·4) cos⁴θ + …).
  let term = isOdd ? Math.cos(angle) : 1
  let sum = df === 1 ? 0 : term
  for (let k = isOdd ? 3 : 2; k < df; k += 2) {
    term *= (square * (k - 1)) / k
    sum += term
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
  return t < 0 ? (1 - within) / 2 : (1 + within) / 2
}

/** The number below which Student's t falls with chance `p`, .5 ≤ p < 1: {@link studentTCdf} turned round by halving. */
export function studentTQuantile(p: number, df: number): number {
  let [low, high] = [0, 1]
  while (studentTCdf(high, df) < p) high *= 2
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2
    if (studentTCdf(middle, df) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
