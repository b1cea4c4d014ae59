import { expect, it } from 'vitest'
import { distinctMarks, markOf } from './mark.ts'

it('marks go A to Z, then AA; nine colours on, the same dashed', () => {
  expect([0, 25, 26, 27, 701, 702].map((n) => markOf(n).letter)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA'])
  expect(markOf(8)).toEqual({ letter: 'I', colour: 1, dashed: true })
})

it('letters of runs of several experiments are told apart', () => {
  const runs = [0, 1, 0, 0].map((number) => ({ mark: markOf(number) }))
  const marks = distinctMarks(runs).map(({ mark }) => mark)
  expect(marks.map(({ letter }) => letter)).toEqual(['A', 'B', 'A′', 'A′′'])
  expect(marks.map(({ dashed }) => dashed)).toEqual([false, false, true, true])
})
