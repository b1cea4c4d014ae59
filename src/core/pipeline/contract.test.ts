import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { ISSUES_KEPT } from '../dataset/dataset.ts'
import type { Question } from '../experiment/experiment.ts'
import { runAtOnce } from '../work.ts'
import { conform, describeContract as describeContractWork, frameFromText } from './contract.ts'

const describeContract = (...given: Parameters<typeof describeContractWork>) =>
  runAtOnce(describeContractWork(...given))

const question: Question = {
  datasetId: 'd',
  target: 'y',
  task: 'binary',
  classes: ['no', 'yes'],
  metric: 'auc',
  split: { kind: 'random', validation: 0.2, test: 0.2 },
  recipe: {
    schema: 1,
    steps: [
      { id: '0', on: false, kind: 'drop', columns: ['age'] },
      { id: '1', on: true, kind: 'drop', columns: ['id'] },
      { id: '2', on: true, kind: 'dateParts', columns: ['day'], parts: ['year'] },
      { id: '3', on: true, kind: 'impute', columns: ['age'], method: 'mean', indicator: true },
      { id: '4', on: true, kind: 'drop', columns: ['age'] },
    ],
  },
}

const train = frameOf(
  numericColumn('id', [1, 2, 3, 4], 'integer'),
  numericColumn('age', [30, 40, null, 20]),
  numericColumn('rooms', [1, 2, 3, 4], 'integer'),
  numericColumn('day', [0, 86_400_000, 0, 0], 'datetime'),
  numericColumn('member', [1, 1, 0, null], 'boolean'),
  codedColumn('grade', ['b', 'a', 'b', null], 'category', ['never here']),
  codedColumn('y', ['no', 'yes', 'no', 'no']),
)
const contract = describeContract({ question, frame: train })

describe('describeContract', () => {
  it('asks for raw columns, without the target and what is dropped at once', () => {
    expect(contract.inputs).toEqual([
      { name: 'age', type: 'number', min: 20, max: 40, typical: 30 },
      { name: 'rooms', type: 'integer', min: 1, max: 4, typical: 2 },
      { name: 'day', type: 'datetime', min: 0, max: 86_400_000, typical: 0 },
      { name: 'member', type: 'boolean', min: 0, max: 1, typical: 1 },
      { name: 'grade', type: 'category', values: ['b', 'a'], distinct: 2, typical: 'b' },
    ])
    expect(contract).toMatchObject({ target: 'y', task: 'binary', classes: ['no', 'yes'] })
  })

  it('asks for nothing that is only known later, nor for what no step and no learner uses', () => {
    const roles = { age: 'time', rooms: 'later', day: 'group', grade: 'identifier' } as const
    const inputs = describeContract({ question: { ...question, roles }, frame: train }).inputs
    // A step needs the time and the group; the identifier is not learned from, and no step names it.
    expect(inputs.map(({ name }) => name)).toEqual(['age', 'day', 'member'])
  })

  it('has no typical value where training had none', () => {
    const frame = frameOf(numericColumn('n', [null]), codedColumn('c', [null]))
    expect(describeContract({ question, frame }).inputs.map(({ typical }) => typical)).toEqual([null, null])
  })
})

describe('conform', () => {
  it('reads text cell by cell, and tells of every cell it could not use, by row', () => {
    const { frame, issues } = conform(
      frameFromText(
        [
          { age: ' 31.5 ', rooms: '2.5', day: '1970-01-02', member: 'yes', grade: 'a', more: '1' },
          { age: 'old', rooms: '', day: '02/01/1970', member: '2', grade: 'z' },
          { age: null, grade: 'b' },
        ],
        contract,
      ),
      contract,
    )
    expect(readFrame(frame)).toEqual({
      age: [31.5, null, null],
      rooms: [2.5, null, null],
      day: [86_400_000, null, null],
      member: [1, null, null],
      grade: ['a', 'z', 'b'],
    })
    expect(frame.columns.map(({ type }) => type)).toEqual(contract.inputs.map(({ type }) => type))
    expect(issues.counts).toEqual({ coerced: 4 })
    expect(issues.samples.map(({ line, column, raw }) => [line, column, raw])).toEqual([
      [2, 'age', 'old'],
      [2, 'day', '02/01/1970'],
      [2, 'member', '2'],
      [2, 'grade', 'z'],
    ])
    expect(issues.samples[3]?.reason).toBe('never seen in training; counted as none of the known values')
  })

  it('writes numbers as cells show them where a category is asked for, and takes 0 and 1 for truths', () => {
    const codes = describeContract({
      question,
      frame: frameOf(codedColumn('zip', ['1', '20']), numericColumn('ok', [1, 0], 'boolean')),
    })
    const { frame, issues } = conform(
      frameOf(numericColumn('ok', [1, 3, null], 'integer'), numericColumn('zip', [20, 1, 7], 'integer')),
      codes,
      11,
    )
    expect(readFrame(frame)).toEqual({ zip: ['20', '1', '7'], ok: [1, null, null] })
    expect(issues.samples.map(({ line, column, raw }) => [line, column, raw])).toEqual([
      [13, 'zip', '7'],
      [12, 'ok', '3'],
    ])
  })

  it('names every missing column and what was found', () => {
    expect(() => conform(frameOf(numericColumn('age', [1]), numericColumn('Rooms', [1])), contract)).toThrow(
      expect.objectContaining({
        code: 'predict.missingColumns',
        details: { missing: ['rooms', 'day', 'member', 'grade'], found: ['age', 'Rooms'] },
        message: expect.stringContaining('“Rooms”'),
      }),
    )
  })

  it('says nothing of unseen values where the contract does not list them all', () => {
    const many = Array.from({ length: 201 }, (_, i) => `v${i}`)
    const wide = describeContract({ question, frame: frameOf(codedColumn('c', many)) })
    expect(wide.inputs[0]?.values).toHaveLength(200)
    expect(conform(frameOf(codedColumn('c', ['new'])), wide).issues.counts).toEqual({})
    const all = describeContract({ question, frame: frameOf(codedColumn('c', many.slice(1))) })
    const { issues } = conform(frameOf(codedColumn('c', Array(ISSUES_KEPT + 5).fill('new'))), all)
    expect(issues.counts).toEqual({ coerced: ISSUES_KEPT + 5 })
    expect(issues.samples).toHaveLength(ISSUES_KEPT)
  })

  it('takes only own properties of a row for cells', () => {
    const odd = describeContract({
      question,
      frame: frameOf(codedColumn('constructor', ['a']), codedColumn('__proto__', ['a'])),
    })
    const rows = [JSON.parse('{"__proto__":"a"}') as Record<string, string>, {}]
    const { frame } = conform(frameFromText(rows, odd), odd)
    const [first, second] = frame.columns
    expect(first?.vector).toMatchObject({ codes: Int32Array.of(-1, -1) })
    expect(second?.vector).toMatchObject({ codes: Int32Array.of(0, -1), dictionary: ['a'] })
  })
})
