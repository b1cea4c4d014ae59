import { describe, expect, it } from 'vitest'
import { boardRow } from '@/testing/boardRows.ts'
import { bestValue } from './leaderboard.ts'

describe('the best value of a metric', () => {
  it('is the highest or the lowest, whichever is better', () => {
    const rows = [
      boardRow('A', 1, { metrics: { auc: 0.9, logLoss: 0.3 } }),
      boardRow('B', 2, { metrics: { auc: 0.95, logLoss: 0.2 } }),
      boardRow('failed', 3),
    ]
    expect(bestValue(rows, 'auc')).toBe(0.95)
    expect(bestValue(rows, 'logLoss')).toBe(0.2)
    expect(bestValue([], 'auc')).toBeUndefined()
  })
})
