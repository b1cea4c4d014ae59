import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { seededRandom } from '../random.ts'
import { checkSpace, fromUnit, gridAt, gridCount, isWithin, narrow, sampleSpace, toUnit } from './space.ts'
import type { RangeParameter, Sweep, SweepParameter } from './sweep.ts'

const base = { kind: 'network', options: LEARNERS.network.defaults(500) } as const
const rate: RangeParameter = { key: 'learningRate', kind: 'range', min: 1e-4, max: 1e-2, scale: 'log', steps: 3 }
const batch: RangeParameter = { key: 'batchSize', kind: 'range', min: 1, max: 4, scale: 'linear', integer: true }
const hidden: SweepParameter = { key: 'hidden', kind: 'choice', values: [[32], [64, 32]] }

function check(parameters: readonly SweepParameter[], more: Partial<Sweep> = {}) {
  return () => checkSpace({ base, method: 'random', runCap: 20, parameters, ...more })
}

describe('checkSpace', () => {
  it('takes what can be searched', () => {
    const seed: SweepParameter = { key: 'seed', kind: 'choice', values: [1, 2, 3] }
    const schedule: SweepParameter = { key: 'schedule', kind: 'choice', values: ['constant', 'cosine'] }
    expect(check([rate, batch, hidden, seed, schedule])).not.toThrow()
  })

  it.each<[string, readonly SweepParameter[], RegExp]>([
    ['nothing', [], /at least one setting/],
    ['an unknown key', [{ ...rate, key: 'momentum' }], /“momentum” is not a setting/],
    ['epochs, which all trials share', [{ ...batch, key: 'epochs' }], /“epochs” is not a setting/],
    ['a setting twice', [rate, rate], /searched twice/],
    ['a range without length', [{ ...rate, min: 0.01 }], /begin below its end/],
    ['a logarithm of 0', [{ ...rate, min: 0 }], /begin above 0/],
    ['a range past what the setting may be', [{ ...rate, max: 2 }], /must lie between 0.000001 and 1/],
    ['a range without an end', [{ ...rate, max: Number.NaN }], /both ends/],
    ['parts of rows', [{ ...batch, integer: undefined }], /whole numbers only/],
    ['ends that are not whole', [{ ...batch, max: 3.5 }], /must be whole/],
    ['a grid of one value', [{ ...rate, steps: 1 }], /at least 2 values/],
    ['a range of layers', [{ ...rate, key: 'hidden' }], /has no range/],
    ['no choice', [{ ...hidden, values: [] }], /at least one value/],
    ['a choice twice', [{ ...hidden, values: [[32], [32]] }], /listed twice/],
    ['an unknown choice', [{ key: 'schedule', kind: 'choice', values: ['linear'] }], /cannot be "linear"/],
    ['layers without units', [{ ...hidden, values: [[0]] }], /cannot be \[0\]/],
  ])('refuses %s', (_name, parameters, message) => {
    expect(check(parameters)).toThrow(
      expect.objectContaining({ code: 'spec.invalid', message: expect.stringMatching(message) }),
    )
  })

  it.each([0, -1, 2.5, Number.NaN])('refuses %d trials', (runCap) => {
    expect(check([rate], { runCap })).toThrow(/at least 1 trial/)
  })

  it('refuses a grid that is larger than the sweep may be, and says how large it is', () => {
    expect(check([rate, batch, hidden], { method: 'grid', runCap: 23 })).toThrow(/has 24 trials, more than the 23/)
    expect(check([rate, batch, hidden], { method: 'grid', runCap: 24 })).not.toThrow()
  })
})

it('goes through every point of a grid once, the ends of ranges included', () => {
  // 3 rates, the 4 whole numbers from 1 to 4 (five steps fall on four of them), 2 architectures.
  expect(gridCount([rate, batch, hidden])).toBe(24)
  const all = Array.from({ length: 24 }, (_, i) => gridAt([rate, batch, hidden], i))
  expect(new Set(all.map((values) => JSON.stringify(values))).size).toBe(24)
  expect(all[0]).toEqual({ learningRate: 1e-4, batchSize: 1, hidden: [32] })
  expect(all[1]).toEqual({ learningRate: 1e-4, batchSize: 1, hidden: [64, 32] })
  expect(all[23]).toEqual({ learningRate: 1e-2, batchSize: 4, hidden: [64, 32] })
  expect(all[8]!['learningRate']).toBeCloseTo(1e-3, 12)
})

it('samples evenly over each scale, within its ends, and the same again from the same seed', () => {
  const draw = () => {
    const random = seededRandom(7, 'sweep')
    return Array.from({ length: 4_000 }, () => sampleSpace([rate, batch, hidden], random))
  }
  const all = draw()
  expect(draw()).toEqual(all)
  const share = (hit: (values: (typeof all)[number]) => boolean) => all.filter(hit).length / all.length
  // Five standard deviations of a share of 4,000.
  const near = (p: number) => ({
    low: p - 5 * Math.sqrt((p * (1 - p)) / 4_000),
    high: p + 5 * Math.sqrt((p * (1 - p)) / 4_000),
  })
  const expectShare = (found: number, p: number) => {
    expect(found).toBeGreaterThan(near(p).low)
    expect(found).toBeLessThan(near(p).high)
  }
  expectShare(
    share(({ learningRate }) => (learningRate as number) < 1e-3),
    1 / 2,
  )
  for (const rows of [1, 2, 3, 4])
    expectShare(
      share(({ batchSize }) => batchSize === rows),
      1 / 4,
    )
  expectShare(
    share((values) => (values['hidden'] as readonly number[]).length === 2),
    1 / 2,
  )
  expect(all.every(({ learningRate: at }) => (at as number) >= 1e-4 && (at as number) <= 1e-2)).toBe(true)
})

it('knows where on its scale a value lies, and narrows a parameter to a part of it', () => {
  expect(toUnit(rate, 1e-3)).toBeCloseTo(0.5, 12)
  expect(fromUnit(rate, 0.5)).toBeCloseTo(1e-3, 12)
  expect([1, 2, 3, 4].map((value) => toUnit(batch, value))).toEqual([0.125, 0.375, 0.625, 0.875])
  expect(fromUnit(hidden, toUnit(hidden, [64, 32]))).toEqual([64, 32])
  expect(isWithin(rate, 2e-2)).toBe(false)
  expect(isWithin(hidden, [1])).toBe(false)
  expect(isWithin(batch, 4)).toBe(true)

  const upper = narrow(rate, 0.5, 1)!
  expect(upper).toMatchObject({ kind: 'range', max: 1e-2, scale: 'log' })
  expect((upper as RangeParameter).min).toBeCloseTo(1e-3, 12)
  expect(narrow(batch, 0, 0.4)).toMatchObject({ kind: 'range', min: 1, max: 2 })
  expect(narrow(batch, 0.3, 0.35)).toEqual({ key: 'batchSize', kind: 'choice', values: [2] })
  expect(narrow(hidden, 0.6, 1)).toEqual({ ...hidden, values: [[64, 32]] })
  expect(narrow(hidden, 0.4, 0.6)).toBeUndefined()
  expect(narrow(rate, 0.4, 0.4)).toBeUndefined()
})
