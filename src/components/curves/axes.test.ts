import { describe, expect, it } from 'vitest'
import { wholeSpan } from './axes.ts'

describe('an axis from the first to the last value', () => {
  const ticks = (values: readonly number[], areWhole: boolean) => {
    const { axis, write } = wholeSpan(values, areWhole)
    return axis.ticks.map(write)
  }

  it('has ticks between whole numbers only where there may be values', () => {
    expect(ticks([1, 2, 3], false)).toEqual(['1.0', '1.5', '2.0', '2.5', '3.0'])
    expect(ticks([1, 2, 3], true)).toEqual(['1', '2', '3'])
    expect(ticks([0, 40], true)).toEqual(ticks([0, 40], false))
  })
})
