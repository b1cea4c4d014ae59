import { describe, expect, it } from 'vitest'
import { unattended } from '../task.ts'
import { outlierScore } from './distances.ts'
import { listPairs } from './finding.ts'
import { testOrder } from './order.ts'

describe('outlierScore', () => {
  it("gives the example of cleanlab's transform_distances_to_scores", () => {
    // avg_distances = mean of [0, .1, .25] and of [.15, .2, .3], t = 1, scaling_factor = 1: [.88988177, .80519832].
    expect(outlierScore((0 + 0.1 + 0.25) / 3, 1)).toBeCloseTo(0.88988177, 8)
    expect(outlierScore((0.15 + 0.2 + 0.3) / 3, 1)).toBeCloseTo(0.80519832, 8)
  })
})

describe('testOrder', () => {
  /** Rows whose neighbours are the next in a ring of their own order. */
  const ring = (n: number, k: number) => ({
    k,
    indices: Int32Array.from({ length: n * k }, (_, i) => (Math.floor(i / k) + 1 + (i % k)) % n),
    distances: new Float32Array(n * k),
  })
  const ranks = (n: number, step: number) => Uint32Array.from({ length: n }, (_, i) => (i * step) % n)

  it('sees that neighbours lie side by side, and that they lie anywhere', async () => {
    expect(await testOrder(ring(500, 10), ranks(500, 1), unattended)).toMatchObject({ p: 1 / 26 })
    const scattered = await testOrder(
      ring(500, 10),
      Uint32Array.from({ length: 500 }, (_, i) => (i * i * 7 + i * 13) % 500),
      unattended,
    )
    expect(scattered.statistic).toBeLessThan(0.5)
  })
})

describe('listPairs', () => {
  it('names each pair of near copies once', () => {
    const rows = [
      { row: 7, beside: 40, distance: 1 },
      { row: 40, beside: 7, distance: 1 },
      { row: 9, beside: 40, distance: 2 },
    ]
    expect(listPairs({ kind: 'alike', rows })).toEqual([
      { row: 7, beside: 40, distance: 1, twin: 40 },
      { row: 9, beside: 40, distance: 2, twin: 40 },
    ])
    expect(listPairs({ kind: 'duplicates', rows })).toBe(rows)
  })
})
