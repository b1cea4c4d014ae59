import { describe, expect, it } from 'vitest'
import { linePath } from './path.ts'
import { type Series, valueAt } from './series.ts'

const same = (value: number) => value
const seriesOf = (...ys: (number | null)[]): Series => ({
  id: 'a',
  label: 'a',
  colour: '',
  role: 'compared',
  points: ys.map((y, i) => ({ x: 2 * i, y })),
})

describe('linePath', () => {
  it('goes from point to point and is open in gaps', () => {
    expect(linePath(seriesOf(1, 2.04, null, 3, Number.NaN), same, same, false)).toBe('M0 1l0 0L2 2M6 3l0 0')
  })

  it('leaves out what a log axis has no place for', () => {
    expect(linePath(seriesOf(1, 0, -1, 4), same, same, true)).toBe('M0 1l0 0M6 4l0 0')
  })
})

describe('valueAt', () => {
  it('is the point there, or between two of them what their line says', () => {
    const line = seriesOf(1, 3, null, 5)
    expect([0, 1, 2, 3, 4, 5, 6, 7, -1].map((x) => valueAt(line, x))).toEqual([
      1,
      2,
      3,
      null,
      null,
      null,
      5,
      null,
      null,
    ])
  })
})
