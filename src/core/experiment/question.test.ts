import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { propose } from './propose.ts'
import { findProblems, hasProblems, neededColumns, questionFrom, whyNotTestFile } from './question.ts'

const cells = Array.from({ length: 40 }, (_, i) => i)
const columns = [
  makeColumn(
    'age',
    'integer',
    cells.map((i) => 20 + (i % 7)),
  ),
  makeColumn(
    'note',
    'text',
    cells.map((i) => `note ${i}`),
  ),
  makeColumn(
    'paid',
    'category',
    cells.map((i) => (i % 3 ? 'yes' : 'no')),
  ),
]
const dataset = makeDataset('a.csv', columns)
const question = questionFrom(dataset, 'paid', propose(dataset, 'paid'))

describe('findProblems', () => {
  it('finds none in a proposal', () => {
    expect(hasProblems(findProblems(dataset, question, undefined))).toBe(false)
  })

  it('tells the problems of a step by its id, as a sentence', () => {
    const broken = {
      ...question,
      recipe: { schema: 1, steps: [{ id: 'x', on: true, kind: 'log', columns: ['note'] }] } as const,
    }
    const problems = findProblems(dataset, broken, undefined)
    expect(problems.steps).toEqual({ x: ['“note” is text, and this takes numbers.'] })
    expect(problems.recipe).toEqual([])
    expect(hasProblems(problems)).toBe(true)
  })

  it('says that nothing is left to learn from', () => {
    const empty = {
      ...question,
      recipe: { schema: 1, steps: [{ id: 'x', on: true, kind: 'drop', columns: ['age', 'note'] }] } as const,
    }
    expect(findProblems(dataset, empty, undefined).recipe).toEqual(['No column is left to learn from.'])
  })

  it('asks for the file and the value that test', () => {
    const file = (testDatasetId: string) => ({
      ...question,
      split: { kind: 'file', testDatasetId, validation: 0.2 } as const,
    })
    expect(findProblems(dataset, file(''), undefined).split[0]).toMatch(/^Choose the file/)
    expect(findProblems(dataset, file('gone'), undefined).split[0]).toMatch(/no longer/)
    const byValue = { ...question, split: { kind: 'column', column: 'age', testValue: '', validation: 0.2 } as const }
    expect(findProblems(dataset, byValue, undefined).split).toEqual(['Choose the value of age whose rows test.'])
  })
})

describe('whyNotTestFile', () => {
  it('wants the target and every column that predicting needs, of the same kind', () => {
    expect(neededColumns(dataset, question)).toEqual(['age'])
    const test = (kept: typeof columns) => makeDataset('b.csv', kept)
    expect(whyNotTestFile(test(columns), dataset, question)).toBeUndefined()
    expect(whyNotTestFile(test([columns[0]!, columns[2]!]), dataset, question)).toBeUndefined()
    expect(whyNotTestFile(test(columns.slice(0, 2)), dataset, question)).toBe('it has no column paid')
    const words = makeColumn(
      'age',
      'category',
      cells.map(() => 'old'),
    )
    expect(whyNotTestFile(test([words, columns[2]!]), dataset, question)).toBe('its age holds text')
    expect(whyNotTestFile(dataset, dataset, question)).toBe('it is the data that trains')
  })
})
