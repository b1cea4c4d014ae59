import { describe, expect, it } from 'vitest'
import { unattended } from '../task.ts'
import { findAlike, outlierScore } from './distances.ts'
import { listPairs } from './finding.ts'
import { testOrder } from './order.ts'

describe('outlierScore', () => {
  it("gives the example of cleanlab's transform_distances_to_scores", () => {
    // avg_distances = mean of [0, .1, .25] and of [.15, .2, .3], t = 1, scaling_factor = 1: [.88988177, .80519832].
    expect(outlierScore((0 + 0.1 + 0.25) / 3, 1)).toBeCloseTo(0.88988177, 8)
    expect(outlierScore((0.15 + 0.2 + 0.3) / 3, 1)).toBeCloseTo(0.80519832, 8)
  })
})

describe('findAlike', () => {
  /** Rows on a line with their nearest, most of them one apart. */
  function alikeOn(line: readonly number[], first = Uint32Array.from(line, (_, i) => i)) {
    const k = 3
    const indices = line.flatMap((x, i) =>
      Array.from(line, (_, j) => j)
        .filter((j) => j !== i)
        .sort((a, b) => Math.abs(line[a]! - x) - Math.abs(line[b]! - x))
        .slice(0, k),
    )
    const distances = Float32Array.from(indices, (j, at) => Math.abs(line[j]! - line[Math.floor(at / k)]!))
    const neighbours = { k, indices: Int32Array.from(indices), distances }
    return findAlike({ neighbours, rowAt: Uint32Array.from(line, (_, i) => i), compared: line.length }, first)
  }
  const far = [10, 11, 12, 13, 14, 15, 16, 17]

  it('would leave the first of rows that are nearly the same', () => {
    expect([...alikeOn([0, 0.05, ...far])!.droppable!]).toEqual([1])
    // Row 0 is nearest to 1, while 1 and 2 are nearest to each other; all three are within .13.
    expect([...alikeOn([0, 0.05, 0.09, ...far])!.droppable!]).toEqual([1, 2])
    expect(alikeOn([0, 0.05, 0.09, ...far])!.count).toBe(3)
    // Without 1, row 2 is like no other.
    expect([...alikeOn([0, 0.1, 0.2, ...far])!.droppable!]).toEqual([1])
  })

  it('would drop no row but those it found', () => {
    // Row 1 has a copy, row 9, and is no near copy itself.
    const line = [0, 0.05, ...far]
    line[9] = 0.05
    const first = Uint32Array.from(line, (_, i) => (i === 9 ? 1 : i))
    const found = alikeOn(line, first)!
    expect(found.rows.map(({ row }) => row)).toEqual([0])
    expect(found.droppable).toBeUndefined()
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
