import { describe, expect, it } from 'vitest'
import type { Series } from '@/core/chart/series.ts'
import { moveAlong } from './keys.ts'
import { nearestPlace, placesOf } from './lines.ts'
import { sayTold } from './told.ts'

describe('keys along places in order', () => {
  it('go by one, by ten and to the ends, and no farther', () => {
    expect(moveAlong(30, 4, 'ArrowRight')).toBe(5)
    expect(moveAlong(30, 0, 'ArrowLeft')).toBe(0)
    expect(moveAlong(30, 4, 'PageDown')).toBe(14)
    expect(moveAlong(30, 25, 'PageDown')).toBe(29)
    expect(moveAlong(30, 4, 'PageUp')).toBe(0)
    expect(moveAlong(30, 4, 'Home')).toBe(0)
    expect(moveAlong(30, 4, 'End')).toBe(29)
  })

  it('begin at the first, or with end at the last', () => {
    expect(moveAlong(30, undefined, 'ArrowRight')).toBe(0)
    expect(moveAlong(30, undefined, 'End')).toBe(29)
  })

  it('are left to the page where they mean nothing', () => {
    expect(moveAlong(30, 4, 'Tab')).toBeUndefined()
    expect(moveAlong(0, undefined, 'ArrowRight')).toBeUndefined()
  })
})

describe('places of lines', () => {
  it('are at the nearest x, the former of two equally near', () => {
    const xs = [0, 1, 4]
    expect([-5, 0.4, 0.5, 0.6, 2.5, 2.6, 9].map((x) => nearestPlace(xs, x))).toEqual([0, 0, 0, 1, 1, 2, 2])
  })

  it('are where any line has a value, a few of many with the last among them', () => {
    const line = (ys: readonly (number | null)[]): Series => ({
      id: 'a',
      label: 'a',
      colour: 'var(--run-1)',
      role: 'subject',
      points: ys.map((y, x) => ({ x, y })),
    })
    expect(placesOf([line([1, null, 2]), line([null, 0, null])], false)).toEqual([0, 1, 2])
    expect(placesOf([line([1, 0, 2])], true)).toEqual([0, 2])
    expect(placesOf([line(Array.from({ length: 10 }, () => 1))], false, 4)).toEqual([0, 3, 6, 9])
  })
})

it('what is told is one sentence, with what is left out', () => {
  const about = { x: 0, y: 0, dots: [] }
  const facts = [
    { name: 'validation', value: '.312' },
    { name: 'training', value: '.208' },
  ]
  expect(sayTold({ ...about, head: 'Epoch 12', facts, rest: 'and 2 more in the table' })).toBe(
    'Epoch 12: validation .312, training .208, and 2 more in the table',
  )
  expect(sayTold({ ...about, facts })).toBe('validation .312, training .208')
})
