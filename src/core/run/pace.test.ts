import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { currentEpoch, epochsDone, estimateDuration, limitOf, positionOf, shareDone, timeLeft } from './pace.ts'
import type { EpochRecord } from './run.ts'

const epochs = (...elapsed: number[]): EpochRecord[] =>
  elapsed.map((elapsedMs, i) => ({ epoch: i + 1, trainLoss: 1, validationLoss: 1, validationMetric: null, elapsedMs }))
const start = { history: [], epochs: 10, step: 0, stepsPerEpoch: 20, stepsPerSecond: 0 }

describe('time left', () => {
  it('is unknown until something tells the pace, then follows the steps', () => {
    expect(timeLeft(start)).toBeUndefined()
    expect(timeLeft({ ...start, step: 10, stepsPerSecond: 10 })).toBe(19_000)
  })
  it('follows the latest epochs, not the slow first one', () => {
    expect(timeLeft({ ...start, history: epochs(5_000) })).toBe(45_000)
    expect(timeLeft({ ...start, history: epochs(5_000, 6_000) })).toBe(8_000)
    expect(
      timeLeft({ ...start, history: epochs(9_000, 10_000, 11_000, 12_000, 13_000, 14_000, 15_000), step: 10 }),
    ).toBe(2_500)
  })
  it('is nothing after the last epoch', () => {
    expect(timeLeft({ ...start, epochs: 2, history: epochs(1_000, 2_000) })).toBe(0)
  })
  it('counts the part of an epoch', () => {
    expect(epochsDone({ ...start, history: epochs(1), step: 5 })).toBe(1.25)
    expect(epochsDone({ ...start, stepsPerEpoch: 0 })).toBe(0)
  })

  it('is that to the end of its time where time ends it', () => {
    const options = LEARNERS.auto.defaults(100)
    const limitMs = limitOf({ kind: 'auto', options: { ...options, budgetS: 20, tries: undefined } })
    expect([limitMs, limitOf({ kind: 'auto', options: { ...options, tries: 7 } })]).toEqual([20_000, undefined])
    const live = { ...start, epochs: 100, history: epochs(5_000, 6_000, 15_000), limitMs }
    expect([timeLeft(live), shareDone(live), positionOf(live, 'try')]).toEqual([5_000, 0.75, 'try 4'])
    expect(timeLeft({ ...start, limitMs })).toBe(20_000)
    // Tries that are made sooner.
    const soon = { ...live, epochs: 4, history: epochs(100, 200, 300) }
    expect([timeLeft(soon), shareDone(soon)]).toEqual([100, 0.75])
    expect(positionOf({ ...live, limitMs: undefined }, 'try')).toBe('try 4 of 100')
  })

  it('counts the members of an ensemble that train one after the other', () => {
    const history = epochs(...Array.from({ length: 10 }, (_, i) => 100 * (i + 1)))
    const live = { ...start, history, member: { number: 2, of: 4, epoch: 5 } }
    expect(shareDone({ ...start, history })).toBe(1)
    expect(shareDone(live)).toBe(1.5 / 4)
    // Two and a half networks of ten epochs each, a tenth of a second an epoch.
    expect(timeLeft(live)).toBeCloseTo(2_500, 6)
    expect([[], epochs(1), epochs(1, 2)].map((history) => currentEpoch({ ...start, epochs: 2, history }))).toEqual([
      1, 2, 2,
    ])
  })
})

describe('how long a learner will take', () => {
  const network = { kind: 'network', options: LEARNERS.network.defaults(5_000) } as const
  const result = { history: epochs(100, 200), timings: { prepareMs: 10, trainMs: 200, evaluateMs: 30 } }
  it('is known from a run that cost the same per epoch', () => {
    expect(estimateDuration(network, [{ learner: network, result }])).toBe(40 + 100 * network.options.epochs)
    const longer = { ...network, options: { ...network.options, epochs: 3 } }
    expect(estimateDuration(longer, [{ learner: network, result }])).toBe(340)
  })
  it('is unknown without one', () => {
    const wider = { ...network, options: { ...network.options, hidden: [512] } }
    expect(estimateDuration(wider, [{ learner: network, result }])).toBeUndefined()
    expect(estimateDuration(network, [])).toBeUndefined()
  })
})
