import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optionText, parseOptions } from '../learner/options.ts'
import { LEARNERS } from '../learner/table.ts'
import { selectEnsemble } from './ensemble.ts'
import { type PlanInput, planTry } from './plan.ts'

const input: PlanInput = { task: 'binary', trainRows: 5_000, seed: 1 }
const plan = (count: number, change: Partial<PlanInput> = {}) =>
  Array.from({ length: count }, (_, place) => planTry(place, { ...input, ...change }))

describe('what auto tries', () => {
  it('is each sort as it comes, quick ones first, then variants', () => {
    const kinds = plan(10).map(({ kind }) => kind)
    expect(kinds.slice(0, 5)).toEqual(['baseline', 'glm', 'boosting', 'forest', 'network'])
    expect(kinds.slice(5)).toEqual(['boosting', 'network', 'boosting', 'forest', 'boosting'])
    expect(plan(6)[2]).toEqual({ kind: 'boosting', options: LEARNERS.boosting.defaults(5_000) })
  })

  it('never holds training rows', () => {
    expect(plan(100).some(({ kind }) => kind === 'neighbours')).toBe(false)
  })

  it('is the same for the same seed, another for another, and never the same variant twice in a row of eight', () => {
    expect(plan(30)).toEqual(plan(30))
    expect(plan(30)).not.toEqual(plan(30, { seed: 2 }))
    expect(new Set(plan(30).map((learner) => JSON.stringify(learner))).size).toBeGreaterThan(20)
  })

  it('is always what a form would take', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(1_000), fc.constantFrom(100, 5_000, 200_000), (place, seed, trainRows) => {
        const { kind, options } = planTry(place, { ...input, seed, trainRows })
        const texts = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, optionText(value)]))
        expect(parseOptions(kind, texts, LEARNERS[kind].defaults(trainRows)).options).toEqual(options)
      }),
    )
  })
})

describe('the mix of models', () => {
  /** The mean squared distance from the truth, negative: the higher the better. */
  const towards = (truth: readonly number[]) => (scores: Float32Array) =>
    -truth.reduce((sum, value, i) => sum + (value - scores[i]!) ** 2, 0)

  it('takes those that make up for each other, and leaves out the one that makes it worse', () => {
    const scores = [Float32Array.of(2, 0), Float32Array.of(0, 2), Float32Array.of(9, 9)]
    expect(selectEnsemble({ scores, quality: towards([1, 1]), picks: 10 })).toEqual([0.5, 0.5, 0])
  })

  it('weighs one more than the other where that is better', () => {
    // Three parts of the first and one of the second make 0.75.
    const scores = [Float32Array.of(1), Float32Array.of(0)]
    expect(selectEnsemble({ scores, quality: towards([0.75]), picks: 8 })).toEqual([0.75, 0.25])
  })

  it('is the best alone where no mix is better, and nothing where none can be judged', () => {
    const scores = [Float32Array.of(0.2), Float32Array.of(1), Float32Array.of(3)]
    expect(selectEnsemble({ scores, quality: towards([1]), picks: 10 })).toEqual([0, 1, 0])
    expect(selectEnsemble({ scores, quality: () => undefined, picks: 10 })).toEqual([0, 0, 0])
  })

  it('is never worse than the best model on the rows by which it was chosen', () => {
    const answers = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(answers, { minLength: 1, maxLength: 6 }), answers, (models, truth) => {
        const quality = towards(truth)
        const scores = models.map((model) => Float32Array.from(model))
        const weights = selectEnsemble({ scores, quality, picks: 12 })
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1)
        const mean = Float32Array.from(truth, (_, i) =>
          weights.reduce((sum, weight, k) => sum + weight * scores[k]![i]!, 0),
        )
        expect(quality(mean)).toBeGreaterThanOrEqual(Math.max(...scores.map(quality)) - 1e-6)
      }),
    )
  })
})
