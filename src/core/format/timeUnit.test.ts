import { describe, expect, it } from 'vitest'
import { formatDate } from './format.ts'
import { roundInstants, timeUnit } from './timeUnit.ts'

const at = (text: string) => Date.parse(`${text}Z`)

describe('instants between others', () => {
  it('are told to the unit that parts them', () => {
    expect([9e9, 86_400_000, 86_399_999, 59_999, 1_000, 12, 0].map(timeUnit)).toEqual([
      86_400_000, 86_400_000, 3_600_000, 1_000, 1_000, 1, 1,
    ])
    const ends = [at('2012-01-01T10:00'), at('2012-01-01T20:07')]
    const even = [0, 1, 2, 3].map((i) => ends[0]! + ((ends[1]! - ends[0]!) * i) / 3)
    expect(roundInstants(even, ends).map(formatDate)).toEqual([
      '2012-01-01 10:00',
      '2012-01-01 13:00',
      '2012-01-01 17:00',
      '2012-01-01 20:00',
    ])
  })

  it('are days between days, however near', () => {
    const ends = [at('2012-01-01'), at('2012-01-04')]
    const even = Array.from({ length: 7 }, (_, i) => ends[0]! + ((ends[1]! - ends[0]!) * i) / 6)
    expect(new Set(roundInstants(even, ends).map(formatDate))).toEqual(
      new Set(['2012-01-01', '2012-01-02', '2012-01-03', '2012-01-04']),
    )
  })
})
