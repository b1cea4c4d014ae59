import { expect, it } from 'vitest'
import { overFolds } from './folds.ts'

const fold = (accuracy?: number) => ({ train: 8, validation: 2, metrics: accuracy === undefined ? {} : { accuracy } })

it('sums up folds by mean and standard deviation (numpy: std of .8, .9, 1 with ddof 1 is .1)', () => {
  const { mean, std, low, high } = overFolds([fold(0.8), fold(0.9), fold(1), fold()], 'accuracy')!
  expect(mean).toBeCloseTo(0.9, 12)
  expect(std).toBeCloseTo(0.1, 12)
  expect([low, high]).toEqual([0.8, 1])
  expect(overFolds([fold(0.8), fold()], 'accuracy')).toBeUndefined()
})
