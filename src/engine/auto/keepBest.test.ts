import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricName } from '@/core/metrics/metric.ts'
import { KEPT, keepBest } from './keepBest.ts'

const keptOf = (metric: MetricName, values: readonly { readonly place: number; readonly metric: number }[]) =>
  values.reduce<typeof values>((kept, each) => keepBest(metric, kept, each), []).map(({ place }) => place)

describe('what is kept for the mix', () => {
  it('is the best by the metric, best first, of as good ones the earlier', () => {
    const values = [0.5, 0.9, 0.5, 0.7].map((metric, place) => ({ place, metric }))
    expect(keptOf('accuracy', values)).toEqual([1, 3, 0, 2])
    expect(keptOf('rmse', values)).toEqual([0, 2, 3, 1])
  })

  it('does not hang on the order in which they come', () => {
    const tries = fc
      .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 * KEPT })
      .map((values) => values.map((metric, place) => ({ place, metric })))
    const mixedUp = tries.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
    )
    fc.assert(
      fc.property(mixedUp, ([values, shuffled]) => {
        expect(keptOf('auc', shuffled)).toEqual(keptOf('auc', values))
      }),
    )
  })
})
