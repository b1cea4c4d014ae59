import { expect, it } from 'vitest'
import { normalCdf, normalQuantile } from './normal.ts'

// scipy 1.10.1: scipy.stats.norm.ppf(p)
const known = [
  [1e-20, -9.262340089798409],
  [1e-12, -7.034483825301131],
  [1e-7, -5.1993375821928165],
  [0.01, -2.3263478740408408],
  [0.07, -1.4757910281791706],
  [0.075, -1.4395314709384563],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.8, 0.8416212335729143],
  [0.95, 1.6448536269514722],
  [0.9999, 3.719016485455709],
] as const

it("gives the values of scipy's norm.ppf, from the middle to the far tails", () => {
  for (const [p, z] of known) expect(normalQuantile(p)).toBeCloseTo(z, 13)
})

it('is its inverse', () => {
  for (const [p, z] of known) expect(normalCdf(z)).toBeCloseTo(p, 13)
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1])
})
