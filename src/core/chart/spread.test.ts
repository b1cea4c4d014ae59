import { describe, expect, it } from 'vitest'
import { spreadLabels } from './spread.ts'

const box = (y: number, left = 0, right = 10) => ({ y, left, right })

describe('labels', () => {
  it('stay where they are when none overlap', () => {
    expect(spreadLabels([box(10), box(40)], 16, 0, 100)).toEqual([10, 40])
  })
  it('move apart evenly, in order, and stay inside', () => {
    expect(spreadLabels([box(52), box(50)], 16, 0, 100)).toEqual([59, 43])
    expect(spreadLabels([box(99), box(100), box(98)], 16, 0, 100)).toEqual([84, 100, 68])
    expect(spreadLabels([box(0), box(0)], 16, 0, 100)).toEqual([0, 16])
  })
  it('push those that they are pushed against', () => {
    const ys = spreadLabels([box(10), box(12), box(26), box(41)], 16, 0, 100)
    for (const [i, y] of ys.entries()) if (i > 0) expect(y - ys[i - 1]!).toBeGreaterThanOrEqual(16)
  })
  it('ignore labels of another column', () => {
    expect(spreadLabels([box(50, 0, 10), box(50, 20, 30)], 16, 0, 100)).toEqual([50, 50])
  })
})
