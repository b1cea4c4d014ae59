import { describe, expect, it } from 'vitest'
import { boardRow } from '@/testing/boardRows.ts'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { besideBase, bestValue, describeLeaders } from './leaderboard.ts'
import { scoredRowsKey } from './sameRows.ts'

describe('the best value of a metric', () => {
  it('is the highest or the lowest, whichever is better', () => {
    const rows = [
      boardRow('A', 1, { metrics: { auc: 0.9, logLoss: 0.3 } }),
      boardRow('B', 2, { metrics: { auc: 0.95, logLoss: 0.2 } }),
      boardRow('failed', 3),
    ]
    expect(bestValue(rows, 'auc')).toBe(0.95)
    expect(bestValue(rows, 'logLoss')).toBe(0.2)
    expect(bestValue([], 'auc')).toBeUndefined()
  })
})

describe('who is ahead among compared runs', () => {
  const row = (letter: string, auc: number, seed: number) => boardRow(letter, 1, { spec: { seed }, metrics: { auc } })

  it('is told of runs that are scored on the rows of the base, and the others are named', () => {
    const rows = [row('A', 0.8, 1), row('B', 0.9, 1), row('C', 0.95, 2)]
    expect(besideBase(rows, 'validation').map(({ name }) => name)).toEqual(['A', 'B'])
    expect(describeLeaders(rows, 'auc', 'validation')).toBe(
      'Run B is ahead with AUC .900, against A .800. C is scored on other rows than A (another table, split or seed), and so not ranked.',
    )
    expect(describeLeaders([rows[0]!, rows[2]!], 'auc', 'validation')).toBe(
      'C is scored on other rows than A (another table, split or seed), and so not ranked.',
    )
    expect(describeLeaders(rows.slice(0, 2), 'auc', 'validation')).toBe('Run B is ahead with AUC .900, against A .800.')
  })

  it('hangs on the seed where it deals the rows of the part', () => {
    const keys = (split: Parameters<typeof animalQuestion>[0], part: 'validation' | 'test') =>
      new Set([1, 2].map((seed) => scoredRowsKey({ ...makeSpec(animalQuestion(split)), seed }, part))).size
    const shares = { validation: 0.2, test: 0.2 }
    expect(keys({ split: { kind: 'random', ...shares } }, 'test')).toBe(2)
    expect(keys({ split: { kind: 'time', column: 'size', ...shares } }, 'validation')).toBe(1)
    const column = { split: { kind: 'column', column: 'skin', testValue: 'fur', validation: 0.2 } } as const
    expect([keys(column, 'validation'), keys(column, 'test')]).toEqual([2, 1])
    // Folds beside a split validate on other rows, and leave those of the split as they are.
    expect(scoredRowsKey(makeSpec(animalQuestion({ folds: 5 })), 'validation')).toBe(
      scoredRowsKey(makeSpec(animalQuestion()), 'validation'),
    )
  })
})
