import { describe, expect, it } from 'vitest'
import type { Question } from '../experiment/experiment.ts'
import { refineSplit } from '../split/evidence.ts'
import { accept, answerTo, applyFix } from './answer.ts'
import type { Leak } from './leak.ts'

const proposed: Question['recipe'] = {
  schema: 1,
  steps: [{ id: 'fill', on: true, kind: 'impute', columns: ['duration', 'age'], method: 'median', indicator: true }],
}
const question: Question = {
  datasetId: 'd',
  target: 'y',
  task: 'binary',
  classes: ['no', 'yes'],
  metric: 'auc',
  split: { kind: 'random', validation: 0.16, test: 0.2 },
  recipe: proposed,
}
const leak: Pick<Leak, 'kind' | 'columns'> = { kind: 'timing', columns: ['duration'] }
const sum: Pick<Leak, 'kind' | 'columns'> = { kind: 'disguise', columns: ['casual', 'registered'] }
const copies: Pick<Leak, 'kind' | 'columns'> = { kind: 'duplicates', columns: [] }

describe('a leak', () => {
  it('is put right once none of its columns goes in', () => {
    expect(answerTo(leak, question)).toBe('open')
    const later = applyFix(question, { kind: 'later', columns: ['duration'] }, proposed)
    expect(later.roles).toEqual({ duration: 'later' })
    expect(later.recipe.steps.map(({ columns }) => columns)).toEqual([['age']])
    expect(answerTo(leak, later)).toBe('handled')
    const aside = applyFix(question, { kind: 'aside', columns: ['casual'] }, proposed)
    expect(answerTo(sum, aside)).toBe('open')
    expect(answerTo(sum, applyFix(aside, { kind: 'aside', columns: ['registered'] }, proposed))).toBe('handled')
  })

  it('may be accepted, and that taken back; a column that was known later is an input again', () => {
    const later = applyFix(question, { kind: 'later', columns: ['duration'] }, proposed)
    const known = accept(later, leak, true, proposed)
    expect(answerTo(leak, known)).toBe('accepted')
    expect(known.roles).toBeUndefined()
    expect(known.recipe).toEqual(proposed)
    expect(accept(known, leak, false, proposed)).toEqual(question)
  })

  it('of rows is not put right by columns', () => {
    expect(answerTo(copies, question)).toBe('open')
    expect(answerTo(copies, accept(question, copies, true, proposed))).toBe('accepted')
  })

  it('of dates is put right by another split', () => {
    const split = { kind: 'time', column: 'day', validation: 0.16, test: 0.2 } as const
    expect(applyFix(question, { kind: 'split', split }, proposed).split).toEqual(split)
  })
})

describe('refineSplit', () => {
  const order = { column: 'nr', power: 0.12, shuffled: 0.01 }
  const byChance = { value: question.split, reason: 'By chance.' }

  it('proposes time where the file is in the order of a number along which the target changes', () => {
    const { split, instead } = refineSplit(byChance, { order }, 'y')
    expect(split).toEqual(byChance)
    expect(instead?.value).toEqual({ kind: 'time', column: 'nr', validation: 0.16, test: 0.2 })
    expect(instead?.reason).toContain('power .120, .010 when shuffled')
  })

  it('adds what the rows say for what is proposed anyway', () => {
    const time = { value: { kind: 'time', column: 'day', validation: 0.16, test: 0.2 }, reason: 'Dates.' } as const
    const drift = { column: 'day', power: 0.3, shuffled: 0 }
    expect(refineSplit(time, { drift, order }, 'y').split.reason).toMatch(/^Dates\. Checked: y changes along day/)
    expect(refineSplit(time, { order }, 'y')).toEqual({ split: time })
    const group = { value: { kind: 'group', column: 'id', validation: 0.16, test: 0.2 }, reason: 'Several.' } as const
    expect(refineSplit(group, { group: { column: 'id', share: 0.9 } }, 'y').split.reason).toContain('90% of the rows')
    expect(refineSplit(byChance, {}, 'y')).toEqual({ split: byChance })
  })
})
