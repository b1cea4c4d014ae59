import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { drawBinomial } from './binomial.ts'

/** Σ (seen − expected)² / expected over counts that are expected at least 5 times, and how many there are. */
function chiSquare(n: number, p: number, draws: number): { statistic: number; places: number } {
  const random = seededRandom('binomial', n, p)
  const seen = new Float64Array(n + 1)
  for (let i = 0; i < draws; i++) seen[drawBinomial(n, p, random)]!++
  let [statistic, places] = [0, 0]
  let logChance = n * Math.log(1 - p)
  for (let k = 0; k <= n; k++) {
    const expected = draws * Math.exp(logChance)
    if (expected >= 5) {
      statistic += (seen[k]! - expected) ** 2 / expected
      places++
    }
    logChance += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p))
  }
  return { statistic, places }
}

describe('drawBinomial', () => {
  it.each([
    [8, 0.3],
    [40, 0.1],
    [40, 0.5],
    [90, 0.35],
    [1_000, 0.6],
    [5_000, 0.004],
  ])('of %i trials with chance %f has the shares of the binomial distribution', (n, p) => {
    const { statistic, places } = chiSquare(n, p, 40_000)
    // Four standard deviations of χ² above its mean.
    expect(places).toBeGreaterThan(4)
    expect(statistic).toBeLessThan(places + 4 * Math.sqrt(2 * places))
  })

  it('of many trials has their mean and deviation', () => {
    const random = seededRandom('many')
    const [n, p, draws] = [300_000, 0.2, 20_000]
    let [sum, squares] = [0, 0]
    for (let i = 0; i < draws; i++) {
      const z = (drawBinomial(n, p, random) - n * p) / Math.sqrt(n * p * (1 - p))
      sum += z
      squares += z * z
    }
    expect(Math.abs(sum / draws)).toBeLessThan(0.03)
    expect(Math.abs(squares / draws - 1)).toBeLessThan(0.05)
  })

  it('of what is certain draws nothing else', () => {
    const random = seededRandom('certain')
    expect([drawBinomial(5, 0, random), drawBinomial(5, 1, random), drawBinomial(0, 0.5, random)]).toEqual([0, 5, 0])
  })
})
