import { expect, it } from 'vitest'
import { halvingRungs } from './halving.ts'

const pairs = (trials: number, epochs: number) => halvingRungs(trials, epochs).map((rung) => [rung.trials, rung.epochs])

// Li et al. 2018 (Hyperband, JMLR 18), table 1: R = 81, eta = 3, brackets s = 4 to 1.
it('has the rungs of the brackets of Hyperband', () => {
  expect(pairs(81, 81)).toEqual([
    [81, 1],
    [27, 3],
    [9, 9],
    [3, 27],
    [1, 81],
  ])
  expect(pairs(27, 81)).toEqual([
    [27, 3],
    [9, 9],
    [3, 27],
    [1, 81],
  ])
  expect(pairs(9, 81)).toEqual([
    [9, 9],
    [3, 27],
    [1, 81],
  ])
  expect(pairs(6, 81)).toEqual([
    [6, 27],
    [2, 81],
  ])
})

it('trains all of them in full where there are too few to choose from', () => {
  expect(pairs(2, 40)).toEqual([[2, 40]])
  expect(pairs(50, 1)).toEqual([[50, 1]])
})
