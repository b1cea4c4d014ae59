import { describe, expect, it } from 'vitest'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { assignRole, changeTask, headsBefore, isSetAside, setAside, startColumns, whyNotTask } from './edit.ts'
import { propose } from './propose.ts'
import { questionFrom } from './question.ts'

const recipe: Recipe = {
  schema: 1,
  steps: [
    { id: 'a', on: true, kind: 'drop', columns: ['id'] },
    { id: 'b', on: true, kind: 'impute', columns: ['age', 'fare'], method: 'median', indicator: true },
    { id: 'c', on: true, kind: 'log', columns: ['fare'] },
  ],
}
const outline = ({ steps }: Recipe) => steps.map(({ id, columns }) => [id, ...columns])

describe('setAside', () => {
  it('drops a column first of all, and leaves the other columns of its steps', () => {
    const out = setAside(recipe, 'fare', true, recipe)
    expect(isSetAside(out, 'fare')).toBe(true)
    expect(outline(out)).toEqual([
      ['set-aside', 'fare'],
      ['a', 'id'],
      ['b', 'age'],
    ])
    expect(outline(setAside(out, 'age', true, recipe))).toEqual([
      ['set-aside', 'fare', 'age'],
      ['a', 'id'],
    ])
  })

  it('leaves no trace of a column that went out and came back', () => {
    for (const column of ['age', 'fare', 'other'])
      expect(setAside(setAside(recipe, column, true, recipe), column, false, recipe)).toEqual(recipe)
    expect(setAside(setAside(recipe, 'id', false, recipe), 'id', true, recipe)).toEqual(recipe)
  })

  it('does not bring back a step that a person turned off', () => {
    const off: Recipe = { ...recipe, steps: recipe.steps.map((step) => ({ ...step, on: step.id !== 'b' })) }
    const back = setAside(setAside(off, 'age', true, recipe), 'age', false, recipe)
    expect(back.steps.find(({ id }) => id === 'b')).toMatchObject({ on: false, columns: ['fare'] })
  })

  it('does not count a step that is off', () => {
    expect(isSetAside({ ...recipe, steps: recipe.steps.map((step) => ({ ...step, on: false })) }, 'id')).toBe(false)
  })
})

const dataset = makeDataset('people.csv', [
  makeColumn('age', 'integer', [30, null, 41, 52, 30, 30, 41, 52, 30, 41, 41, 52]),
  makeColumn('day', 'datetime', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
  makeColumn('grade', 'integer', [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]),
  makeColumn('paid', 'category', ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']),
])
const question = questionFrom(dataset, 'grade', propose(dataset, 'grade'))

describe('assignRole', () => {
  const own = { ...question, recipe }
  it('takes a column that is only known later out of every step, and brings it back as it was', () => {
    const later = assignRole(own, 'fare', 'later', recipe)
    expect(later.roles).toEqual({ fare: 'later' })
    expect(outline(later.recipe)).toEqual([
      ['a', 'id'],
      ['b', 'age'],
    ])
    expect(assignRole(later, 'fare', 'feature', recipe)).toEqual(own)
  })

  it('leaves the steps of other roles alone, and forgets a role that says nothing', () => {
    const timed = assignRole(own, 'age', 'time', recipe)
    expect(timed).toEqual({ ...own, roles: { age: 'time' } })
    expect(assignRole(timed, 'age', 'feature', recipe)).toEqual(own)
    expect(assignRole(timed, 'constructor', 'group', recipe).roles).toEqual({ age: 'time', constructor: 'group' })
  })

  it('is kept when the task changes', () => {
    expect(changeTask(dataset, { ...question, roles: { paid: 'later' } }, 'regression').roles).toEqual({
      paid: 'later',
    })
  })
})

describe('changeTask', () => {
  it('takes classes and metric from the task, and keeps what a person made of the recipe', () => {
    const own = { ...question, recipe: { schema: 1, steps: [] } as Recipe }
    const asNumber = changeTask(dataset, own, 'regression')
    expect(asNumber).toMatchObject({ task: 'regression', classes: [], metric: 'rmse', recipe: own.recipe })
    expect(asNumber.split.kind).not.toBe('stratified')
    expect(changeTask(dataset, asNumber, 'binary')).toEqual(own)
  })

  it('keeps a split of one’s own where the task allows it', () => {
    const byHand = { ...question, split: { kind: 'modulus', modulus: 4, remainder: 1, validation: 0.3 } as const }
    expect(changeTask(dataset, byHand, 'regression').split).toEqual(byHand.split)
  })
})

describe('whyNotTask', () => {
  it('names what the column holds', () => {
    expect(whyNotTask(dataset.columns[3]!, 'regression')).toBe('paid holds category values, not numbers')
    expect(whyNotTask(dataset.columns[0]!, 'binary')).toBe('age has 3 different values, not two')
  })
})

describe('headsBefore', () => {
  it('gives what the steps before leave, without the target', () => {
    const steps: Recipe['steps'] = [
      { id: 'a', on: true, kind: 'drop', columns: ['paid'] },
      { id: 'b', on: true, kind: 'impute', columns: ['age'], method: 'median', indicator: true },
    ]
    const names = (index: number) =>
      headsBefore({ schema: 1, steps }, dataset.columns, 'grade', index).map(({ name }) => name)
    expect(names(0)).toEqual(['age', 'day', 'paid'])
    expect(names(2)).toEqual(['age', 'age missing', 'day'])
  })
})

describe('startColumns', () => {
  it('begins a new step with the columns that need it', () => {
    const bare = { ...question, recipe: { schema: 1, steps: [] } as Recipe }
    const start = (kind: Parameters<typeof startColumns>[2]) =>
      startColumns(dataset, bare, kind).map(({ name }) => name)
    expect(start('impute')).toEqual(['age'])
    expect(start('dateParts')).toEqual(['day'])
    expect(start('drop')).toEqual([])
  })
})
