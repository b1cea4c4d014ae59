import { expect, it } from 'vitest'
import type { SweepMetric, Trial } from '@/core/sweep/sweep.ts'
import { formatObjective } from './axes.ts'

it('writes what trials came to with as many places, so that they stand in line', () => {
  const trial = (value: number): Trial => ({
    number: 1,
    values: {},
    status: 'done',
    epochsDone: 1,
    bestEpoch: 1,
    validationLoss: value,
    validationMetric: value,
  })
  const say = (name: SweepMetric['name'], value: number | null) =>
    formatObjective({ name, goal: 'minimise' }, { ...trial(0), validationLoss: value, validationMetric: value })
  expect([0.377, 0.38512, 1.2].map((value) => say('validationLoss', value))).toEqual(['.3770', '.3851', '1.2000'])
  expect(say('rmse', 1234.5678)).toBe('1,235')
  expect(say('validationLoss', null)).toBe('')
})
