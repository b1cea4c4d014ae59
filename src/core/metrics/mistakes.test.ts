import { expect, it } from 'vitest'
import { mistakesOf, mostConfused } from './mistakes.ts'

// Counted by hand: of class 0 one row is called otherwise and none wrongly called it (1); of class 1, 2 and 3 (5); of class 2, 3 and 3 (6).
const confusion = [
  [7, 0, 1],
  [0, 5, 2],
  [0, 3, 4],
]

it('pairs that were mixed up stand most often first', () => {
  expect(mistakesOf(confusion)).toEqual([
    { actual: 2, predicted: 1, count: 3 },
    { actual: 1, predicted: 2, count: 2 },
    { actual: 0, predicted: 2, count: 1 },
  ])
})

it('classes stand by the rows they were mixed up in, either way, and else in their order', () => {
  expect(mostConfused(confusion)).toEqual([2, 1, 0])
  expect(
    mostConfused([
      [1, 0],
      [0, 9],
    ]),
  ).toEqual([0, 1])
})
