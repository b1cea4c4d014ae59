import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Question } from './experiment.ts'
import { questionOfRun } from './experiment.ts'
import { type Costs, consequenceOf, isUnsaid, sayPurpose } from './purpose.ts'

const asked: Question = {
  datasetId: 'd',
  target: 'churn',
  task: 'binary',
  classes: ['stays', 'leaves'],
  metric: 'auc',
  split: { kind: 'random', validation: 0.2, test: 0.2 },
  recipe: { schema: 1, steps: [] },
}
const withCosts = (costs: Costs, change: Partial<Question> = {}) => ({ ...asked, ...change, purpose: { costs } })
const amount: Partial<Question> = { task: 'regression', classes: [], target: 'demand' }

describe('consequenceOf', () => {
  it('gives the break-even probability of two costs', () => {
    const found = consequenceOf(withCosts({ kind: 'binary', unit: '€', falseAlarm: 4, miss: 40 }))
    expect(found?.value).toBeCloseTo(1 / 11)
    expect(found?.sentence).toContain('.091 of leaves on')
    expect(found?.formula).toBe('p* = C_fp / (C_fp + C_fn)')
    // Elkan 2001, section 1.1: costs 1 and 1 break even at one half.
    expect(consequenceOf(withCosts({ kind: 'binary', unit: '', falseAlarm: 1, miss: 1 }))?.value).toBe(0.5)
  })

  it('is where acting and not acting are worth the same', () => {
    const cost = fc.double({ min: 0.01, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(cost, cost, cost, (falseAlarm, miss, hit) => {
        const p = consequenceOf(withCosts({ kind: 'binary', unit: '', falseAlarm, miss, hit }))!.value!
        const acting = p * hit - (1 - p) * falseAlarm
        const leaving = -p * miss
        expect(acting).toBeCloseTo(leaving, 4)
      }),
    )
  })

  it('gives the quantile of least expected cost, found here by trying them all', () => {
    const values = Array.from({ length: 1_001 }, (_, i) => i / 1_000)
    const [over, under] = [1, 3]
    const costAt = (guess: number) =>
      values.reduce((sum, value) => sum + (guess > value ? over * (guess - value) : under * (value - guess)), 0)
    const best = values.reduce((a, b) => (costAt(b) < costAt(a) ? b : a))
    const found = consequenceOf(withCosts({ kind: 'regression', unit: '€', over, under }, amount))
    expect(found?.value).toBeCloseTo(best, 2)
    expect(found?.sentence).toContain('75% of cases')
  })

  it('names the dearest class, or says that all are alike', () => {
    const three = { task: 'multiclass', classes: ['a', 'b', 'c'] } as const
    const said = (each: number | Record<string, number>) =>
      consequenceOf(withCosts({ kind: 'multiclass', unit: 'h', each }, three))?.sentence
    expect(said({ a: 1, b: 7, c: 2 })).toContain('missing b costs most (7 h)')
    expect(said(3)).toContain('the most likely class')
    expect(said({ a: 1 })).toBeUndefined()
  })

  it('says nothing of costs that are not all known, are nothing, or are of another task', () => {
    expect(consequenceOf(asked)).toBeUndefined()
    expect(consequenceOf(withCosts({ kind: 'binary', unit: '€', miss: 3 }))).toBeUndefined()
    expect(consequenceOf(withCosts({ kind: 'binary', unit: '€', falseAlarm: 0, miss: 0 }))).toBeUndefined()
    expect(consequenceOf(withCosts({ kind: 'binary', unit: '€', falseAlarm: 1, miss: 1 }, amount))).toBeUndefined()
  })
})

describe('sayPurpose', () => {
  it('is a line of what was said', () => {
    expect(sayPurpose(asked)).toBeUndefined()
    expect(isUnsaid({})).toBe(true)
    const purpose = {
      decision: 'Whom we ring',
      today: 'nobody',
      costs: { kind: 'binary', unit: '€', falseAlarm: 1, miss: 3 },
    } as const
    expect(sayPurpose({ ...asked, purpose })).toBe('Whom we ring; break-even at .250; today: nobody')
  })
})

describe('questionOfRun', () => {
  it('leaves out what changes no result', () => {
    const roles = { a: 'later' } as const
    expect(questionOfRun({ ...asked, roles, accepted: ['x'], purpose: { decision: 'd' } })).toEqual({ ...asked, roles })
  })
})
