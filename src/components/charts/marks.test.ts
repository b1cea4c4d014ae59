import { describe, expect, it } from 'vitest'
import { type Mark, moveStop, nearestStop } from './marks.ts'

const line = (id: string, xs: readonly number[], y: number): Mark => ({
  kind: 'line',
  id,
  label: id,
  role: 'subject',
  colour: 'var(--run-1)',
  points: xs.map((x) => ({ x, y })),
  facts: () => [],
})
const marks = [line('a', [0, 1, 2, 3, 4], 1), line('b', [0, 3.4], 2), line('none', [], 0)]

describe('keys on a chart', () => {
  it('go along the points and stop at the ends', () => {
    expect(moveStop(marks, undefined, 'ArrowRight')).toEqual({ mark: 0, index: 0 })
    expect(moveStop(marks, undefined, 'End')).toEqual({ mark: 0, index: 4 })
    expect(moveStop(marks, { mark: 0, index: 0 }, 'ArrowRight')).toEqual({ mark: 0, index: 1 })
    expect(moveStop(marks, { mark: 0, index: 0 }, 'ArrowLeft')).toEqual({ mark: 0, index: 0 })
    expect(moveStop(marks, { mark: 0, index: 0 }, 'PageDown')).toEqual({ mark: 0, index: 4 })
    expect(moveStop(marks, { mark: 0, index: 2 }, 'End')).toEqual({ mark: 0, index: 4 })
    expect(moveStop(marks, { mark: 0, index: 2 }, 'Home')).toEqual({ mark: 0, index: 0 })
  })

  it('go to the nearest point of another series, round and round, past those without points', () => {
    expect(moveStop(marks, { mark: 0, index: 2 }, 'ArrowDown')).toEqual({ mark: 1, index: 1 })
    expect(moveStop(marks, { mark: 1, index: 1 }, 'ArrowUp')).toEqual({ mark: 0, index: 3 })
    expect(moveStop(marks, { mark: 1, index: 0 }, 'ArrowDown')).toEqual({ mark: 0, index: 0 })
    expect(moveStop(marks.slice(0, 1), { mark: 0, index: 2 }, 'ArrowDown')).toEqual({ mark: 0, index: 2 })
  })

  it('are left to the page where they mean nothing', () => {
    expect(moveStop(marks, undefined, 'Tab')).toBeUndefined()
    expect(moveStop([], undefined, 'ArrowRight')).toBeUndefined()
  })
})

describe('the pointer', () => {
  const mapping = { toX: (x: number) => 10 * x, toY: (y: number) => 100 - 10 * y }

  it('finds the nearest point', () => {
    expect(nearestStop(marks, mapping, { x: 31, y: 84 })).toEqual({ mark: 1, index: 1 })
    expect(nearestStop(marks, mapping, { x: 12, y: 99 })).toEqual({ mark: 0, index: 1 })
    expect(nearestStop([], mapping, { x: 0, y: 0 })).toBeUndefined()
  })

  it('finds a bar by its middle, on its side of the axis', () => {
    const bars = (id: string, sign: number): Mark => ({
      kind: 'bars',
      id,
      label: id,
      colour: 'var(--accent)',
      bars: [
        { from: 0, to: 2, y: sign },
        { from: 2, to: 4, y: 5 * sign },
      ],
      facts: () => [],
    })
    const both = [bars('up', 1), bars('down', -1)]
    expect(nearestStop(both, mapping, { x: 9, y: 20 })).toEqual({ mark: 0, index: 0 })
    expect(nearestStop(both, mapping, { x: 22, y: 120 })).toEqual({ mark: 1, index: 1 })
  })
})
