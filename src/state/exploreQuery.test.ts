import { describe, expect, it } from 'vitest'
import { withScale } from './exploreQuery.ts'

describe('another scale of an axis', () => {
  it('takes away what was chosen on it by places, and leaves other axes as they are', () => {
    const brushes = { rate: { low: 0, high: 0.5 }, auc: { low: 0.8, high: 1 } }
    expect(withScale({ scales: { auc: 'linear' }, brushes }, 'rate', 'log')).toEqual({
      scales: { auc: 'linear', rate: 'log' },
      brushes: { auc: { low: 0.8, high: 1 } },
    })
    expect(withScale({}, 'rate', 'linear')).toEqual({ scales: { rate: 'linear' }, brushes: {} })
  })
})
