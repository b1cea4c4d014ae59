import { expect, it } from 'vitest'
import { markOf } from './mark.ts'

it('marks go A to Z, then AA; nine colours on, the same dashed', () => {
  expect([0, 25, 26, 27, 701, 702].map((n) => markOf(n).letter)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA'])
  expect(markOf(8)).toEqual({ letter: 'I', colour: 1, dashed: true })
})
