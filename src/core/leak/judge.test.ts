import { describe, expect, it } from 'vitest'
import { afterwardsWord } from './hints.ts'
import { judgeGuises, judgePower, judgeTiming } from './judge.ts'

const powers = (given: Readonly<Record<string, number>>) =>
  Object.entries(given)
    .map(([column, power]) => ({ column, power }))
    .sort((a, b) => b.power - a.power)
const suspects = (given: Readonly<Record<string, number>>) =>
  judgePower(powers(given), 'y').leaks.flatMap(({ columns }) => columns)

describe('judgePower', () => {
  it('suspects what is high and stands out, also in two guises', () => {
    const rest = { a: 0.3, b: 0.2, c: 0.1, d: 0.05, e: 0.02, f: 0 }
    expect(suspects({ ...rest, leak: 0.9 })).toEqual(['leak'])
    expect(suspects({ ...rest, g: 0, h: 0, leak: 0.9, copy: 0.89 })).toEqual(['leak', 'copy'])
    expect(suspects({ ...rest, good: 0.78 })).toEqual([])
  })

  it('lets an easy question be, short of a perfect column', () => {
    expect(suspects({ length: 0.95, width: 0.94, sepal: 0.65, other: 0.4 })).toEqual([])
    expect(suspects({ length: 0.95, width: 0.94, label: 1, other: 0.4 })).toEqual(['label'])
    expect(suspects({ good: 0.83, next: 0.79, other: 0.4, more: 0.1 })).toEqual([])
  })
})

describe('judgeTiming', () => {
  const asked = (given: Readonly<Record<string, number>>) =>
    judgeTiming(powers(given), 'y').leaks.flatMap(({ columns }) => columns)

  it('asks of a telling column whose name sounds like afterwards', () => {
    expect(asked({ duration: 0.6, month: 0.3 })).toEqual(['duration'])
    expect(asked({ 'marital-status': 0.52, relationship: 0.55 })).toEqual([])
    expect(asked({ payment_status: 0.2, age: 0.05 })).toEqual([])
    expect(afterwardsWord('callDuration')).toBe('duration')
    expect(afterwardsWord('poutcome')).toBeUndefined()
  })
})

describe('judgeGuises', () => {
  it('says what the target is made of', () => {
    const { leaks } = judgeGuises(
      [
        { kind: 'sum', columns: ['casual', 'registered'], weights: [1, 1], offset: 1e-9, r2: 1 },
        { kind: 'affine', column: 'celsius', r2: 0.9999, slope: 1.8, offset: 32 },
        { kind: 'affine', column: 'debt', r2: 0.9999, slope: -1, offset: 0 },
      ],
      'cnt',
      0.999,
    )
    expect(leaks[0]?.sentence).toContain('cnt = casual + registered (R² 1.0000)')
    expect(leaks[0]?.fixes[0]).toEqual({ kind: 'later', columns: ['casual', 'registered'] })
    expect(leaks[1]?.sentence).toContain('cnt = 1.8 × celsius + 32')
    expect(leaks[2]?.sentence).toContain('cnt = −debt')
  })
})
