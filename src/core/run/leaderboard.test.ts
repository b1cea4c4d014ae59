import { describe, expect, it } from 'vitest'
import { bestValue, parseSort, type Ranked, sortRuns } from './leaderboard.ts'
import type { Run } from './run.ts'

const row = (letter: string, createdAt: number, metrics: Ranked['metrics'], trainMs?: number): Ranked => ({
  run: { id: letter, createdAt } as Run,
  name: letter,
  metrics,
  trainMs,
})
const rows = [
  row('A', 1, { auc: 0.9, logLoss: 0.3 }, 300),
  row('B', 2, { auc: 0.95, logLoss: 0.4 }, 100),
  row('failed', 3, {}),
  row('C', 4, { auc: 0.5, logLoss: 0.2 }, 200),
]
const order = (sort: string | undefined) => sortRuns(rows, parseSort(sort, 'auc')).map(({ name }) => name)

describe('the leaderboard', () => {
  it('ranks the best first, whether high or low is good, and what has no value last', () => {
    expect(order(undefined)).toEqual(['B', 'A', 'C', 'failed'])
    expect(order('logLoss')).toEqual(['C', 'A', 'B', 'failed'])
    expect(order('-auc')).toEqual(['C', 'A', 'B', 'failed'])
  })

  it('sorts by name, time and start', () => {
    expect(order('name')).toEqual(['A', 'B', 'C', 'failed'])
    expect(order('time')).toEqual(['B', 'C', 'A', 'failed'])
    expect(order('started')).toEqual(['C', 'failed', 'B', 'A'])
  })

  it('falls back to the primary metric for a sort it does not know', () => {
    expect(parseSort('toString', 'auc')).toEqual({ key: 'auc', reversed: false })
  })

  it('knows the best value either way', () => {
    expect(bestValue(rows, 'auc')).toBe(0.95)
    expect(bestValue(rows, 'logLoss')).toBe(0.2)
    expect(bestValue([], 'auc')).toBeUndefined()
  })
})
