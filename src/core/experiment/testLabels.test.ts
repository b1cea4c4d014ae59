import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { propose } from './propose.ts'
import { findProblems, questionFrom, whyNotTestFile } from './question.ts'
import { mendedLabels, readTestLabels, tellStrangeLabels } from './testLabels.ts'

const cells = Array.from({ length: 40 }, (_, i) => i)
const age = makeColumn(
  'age',
  'integer',
  cells.map((i) => 20 + (i % 7)),
)
const paid = (label: (i: number) => string | null) => makeColumn('income', 'category', cells.map(label))
const dataset = makeDataset('adult.data.csv', [age, paid((i) => (i % 4 ? '<=50K' : '>50K'))])
const question = {
  ...questionFrom(dataset, 'income', propose(dataset, 'income')),
  split: { kind: 'file', testDatasetId: 'adult.test.csv', validation: 0.2 } as const,
}
const test = (label: (i: number) => string | null) => makeDataset('adult.test.csv', [age, paid(label)])

describe('labels of a test file', () => {
  it('that are all classes are nothing to tell of', () => {
    const labels = readTestLabels(
      test((i) => (i % 2 ? '<=50K' : i === 0 ? null : '>50K')),
      question,
    )
    expect(labels).toEqual({ known: 39, strange: [], strangeRows: 0 })
    expect(tellStrangeLabels(labels, 'income')).toBeUndefined()
  })

  it('that differ by spaces or a dot are told with their rows and what they are', () => {
    const dotted = test((i) => (i % 4 ? ' <=50K.' : '>50K.'))
    const labels = readTestLabels(dotted, question)
    expect(labels).toEqual({
      known: 0,
      strange: [
        { label: ' <=50K.', rows: 30, meant: '<=50K' },
        { label: '>50K.', rows: 10, meant: '>50K' },
      ],
      strangeRows: 40,
    })
    const told =
      'income has labels that the data that trains does not have: “ <=50K.” (30 rows), “>50K.” (10 rows), so none of its 40 ' +
      'rows can test. “ <=50K.” is “<=50K” and “>50K.” is “>50K”, but for spaces or a dot at the end: have them read ' +
      'so, or change the file and open it again.'
    expect(tellStrangeLabels(labels, 'income')).toBe(told)
    expect(whyNotTestFile(dotted, dataset, question)).toBeUndefined()
    const other = test(() => 'x')
    expect(whyNotTestFile(other, dataset, question)).toBe('its income has none of the classes that are asked about')
    expect(mendedLabels(labels!)).toEqual({ ' <=50K.': '<=50K', '>50K.': '>50K' })
    expect(findProblems(dataset, question, dotted).split).toEqual([`adult.test can’t test this question. ${told}`])
  })

  it('that are new are told, and the others still test', () => {
    const mixed = test((i) => (i < 3 ? 'unknown' : '>50K'))
    expect(tellStrangeLabels(readTestLabels(mixed, question), 'income')).toBe(
      'income has labels that the data that trains does not have: “unknown” (3 rows), so 3 rows would not test, and 37 rows ' +
        'would. Write them as the data that trains does, then open the file again, or choose another.',
    )
    expect(whyNotTestFile(mixed, dataset, question)).toBeUndefined()
    expect(findProblems(dataset, question, mixed).split).toEqual([])
  })

  it('beyond those listed are counted', () => {
    const many = test((i) => `label ${i}`)
    const labels = readTestLabels({ ...many, rows: 60 }, question)
    expect(labels).toMatchObject({ known: 0, strangeRows: 60 })
    expect(tellStrangeLabels(labels, 'income')).toContain('and others, so none of its 60 rows')
  })

  it('of an amount are none', () => {
    expect(readTestLabels(dataset, { task: 'regression', target: 'age', classes: [] })).toBeUndefined()
  })
})
