import { describe, expect, it } from 'vitest'
import type { LabelFindings } from './labelCheck.ts'
import { commonest, describeCheck, describeLabels, describeRepair } from './verdict.ts'

const classes = ['rain', 'sun']
const found = (counts: number[][], rows = 1_168): LabelFindings => ({
  kind: 'classes',
  rows,
  unchecked: 0,
  total: counts.flat().reduce((sum, count) => sum + count, 0),
  joint: counts,
  counts,
  suspects: [],
})

describe('what a check found, in a sentence', () => {
  it('says how many, and what is mistaken for what', () => {
    const counts = [
      [0, 8],
      [30, 0],
    ]
    expect(describeLabels(found(counts), classes, 'weather')).toBe(
      '38 of 1,168 labels look wrong, 3.3%; most often sun that seems to be rain.',
    )
    expect(commonest(counts).map(({ count }) => count)).toEqual([30, 8])
  })

  it('speaks of one and of none', () => {
    const one = [
      [0, 1],
      [0, 0],
    ]
    expect(describeLabels(found(one, 10), classes, 'weather')).toMatch(/^1 of 10 labels looks wrong, 10%/)
    expect(describeLabels(found([[0]]), classes, 'weather')).toBe('None of 1,168 labels looks wrong.')
  })

  it('speaks of numbers, also where there is no scale', () => {
    const numbers: LabelFindings = {
      kind: 'numbers',
      rows: 200,
      unchecked: 0,
      total: 3,
      centre: 0,
      scale: 2,
      suspects: [],
    }
    expect(describeLabels(numbers, [], 'price')).toMatch(/^In 3 of 200 rows price is an outlier, 1\.5%/)
    expect(describeLabels({ ...numbers, total: 0 }, [], 'price')).toMatch(/^In none of 200 rows/)
    expect(describeLabels({ ...numbers, total: 0, scale: 0 }, [], 'price')).toMatch(/no measure/)
  })

  it('says which rows were not checked, and what was repaired', () => {
    expect(describeCheck({ folds: 5, found: { ...found([[0]]), unchecked: 195 } })).toMatch(/195 rows that only train/)
    const cut = { folds: 5, reached: { done: 2, total: 5 }, found: { ...found([[0]]), unchecked: 300 } }
    expect(describeCheck(cut)).toBe(
      'Each checked row was held out by one of 5 folds and predicted by a model that never saw its label. Test rows took no part. The time was up after 2 of 5 folds: 300 rows of the others were not checked.',
    )
    expect(describeRepair({ way: { kind: 'weigh', weight: 0.2 }, rows: 12 })).toBe('Weighed 12 rows by 0.2')
    expect(describeRepair({ way: { kind: 'relabel' }, rows: 1 })).toBe('Relabelled 1 row')
  })
})
