import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { type FoldInput, splitOfFold } from './folds.ts'
import type { Split } from './split.ts'

const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i)

/** 100 rows of which the last 20 test; every fifth of the others validates. */
const split: Split = {
  train: range(0, 80).filter((row) => row % 5 !== 0),
  validation: range(0, 80).filter((row) => row % 5 === 0),
  test: range(80, 100),
  unlabelled: 0,
}
const classes: FoldInput = {
  spec: { kind: 'stratified', validation: 0.16, test: 0.2 },
  seed: 1,
  task: 'binary',
  target: Float64Array.from({ length: 100 }, (_, row) => Number(row % 4 === 0)),
}
const folds = (of: number, input: FoldInput = classes, from = split) =>
  Array.from({ length: of }, (_, index) => splitOfFold(from, { index, of }, input))

describe('folds', () => {
  it('validate every row that does not test once, and train on all others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 9 }), (of, seed) => {
        const all = folds(of, { ...classes, seed })
        expect(all.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual([...range(0, 80)])
        for (const { train, validation, test } of all) {
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...range(0, 80)])
          expect(test).toEqual(split.test)
        }
      }),
    )
  })

  it('have the same mix of classes, to a row, and are of one size', () => {
    for (const { validation } of folds(5)) {
      expect(validation.length).toBe(16)
      expect(validation.filter((row) => row % 4 === 0).length).toBe(4)
    }
  })

  it('are the same for the same seed, and do not hang on which rows validated before', () => {
    expect(folds(5)).toEqual(folds(5))
    expect(folds(5)).not.toEqual(folds(5, { ...classes, seed: 2 }))
    const other = { ...split, train: range(0, 60), validation: range(60, 80) }
    expect(folds(5, classes, other)).toEqual(folds(5))
  })

  it('keep groups together', () => {
    const { vector } = codedColumn(
      'shop',
      Array.from({ length: 100 }, (_, row) => (row === 3 ? null : `shop ${row % 9}`)),
    )
    const input: FoldInput = {
      ...classes,
      spec: { kind: 'group', column: 'shop', validation: 0.16, test: 0.2 },
      column: vector,
    }
    for (const { train, validation } of folds(4, input)) {
      const shops = new Set([...validation].filter((row) => row !== 3).map((row) => row % 9))
      expect([...train].filter((row) => row !== 3 && shops.has(row % 9))).toEqual([])
    }
  })

  it("by time train on what came before, as scikit-learn's TimeSeriesSplit", () => {
    const { vector } = numericColumn(
      'day',
      Array.from({ length: 100 }, (_, row) => row),
    )
    const spec = { kind: 'time', column: 'day', validation: 0.16, test: 0.2 } as const
    const all = folds(4, { ...classes, spec, column: vector })
    // TimeSeriesSplit(n_splits=4).split(range(80)): 16 rows each, all before train.
    expect(all.map(({ train, validation }) => [train.length, validation[0], validation.length])).toEqual([
      [16, 16, 16],
      [32, 32, 16],
      [48, 48, 16],
      [64, 64, 16],
    ])
  })

  it('by time keep an instant together, and rows without a time always train', () => {
    const { vector } = numericColumn(
      'day',
      Array.from({ length: 100 }, (_, row) => (row < 10 ? null : Math.floor(row / 7))),
    )
    const spec = { kind: 'time', column: 'day', validation: 0.16, test: 0.2 } as const
    for (const { train, validation } of folds(3, { ...classes, spec, column: vector })) {
      expect([...range(0, 10)].every((row) => train.includes(row))).toBe(true)
      const days = new Set([...validation].map((row) => Math.floor(row / 7)))
      expect([...train].filter((row) => row >= 10 && days.has(Math.floor(row / 7)))).toEqual([])
    }
  })

  it('say what to do where there are too few rows', () => {
    const few = { ...split, train: range(0, 2), validation: range(2, 3) }
    expect(() => folds(5, classes, few)).toThrow(
      expect.objectContaining({ code: 'split.empty', message: expect.stringContaining('Choose fewer folds') }),
    )
  })
})
