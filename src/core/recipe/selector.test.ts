import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { describeStep } from './describe.ts'
import { applyRecipe, fitRecipe } from './fit.ts'
import type { Recipe, Selector, Step } from './recipe.ts'
import { resolveStep, selectColumns } from './selector.ts'
import type { ColumnHead } from './steps/info.ts'
import { validateRecipe } from './validate.ts'

const heads: readonly ColumnHead[] = [
  { name: 'age', type: 'integer' },
  { name: 'Rate of pay', type: 'number' },
  { name: 'birth rate', type: 'number', role: 'group' },
  { name: 'city', type: 'category' },
  { name: 'colour = ', type: 'boolean', open: true },
]
const log = (columns: readonly string[], select?: Selector): Step => ({
  kind: 'log',
  id: 's',
  on: true,
  columns,
  ...(select && { select }),
})

describe('selectColumns', () => {
  const names = (selector: Selector) => selectColumns(selector, heads.slice(0, 4)).map(({ name }) => name)

  it('takes columns that meet every condition, all without any', () => {
    expect(names({})).toEqual(['age', 'Rate of pay', 'birth rate', 'city'])
    expect(names({ types: ['number', 'category'] })).toEqual(['Rate of pay', 'birth rate', 'city'])
    expect(names({ name: 'RATE' })).toEqual(['Rate of pay', 'birth rate'])
    expect(names({ name: 'rate', except: ['birth rate'] })).toEqual(['Rate of pay'])
    expect(names({ roles: ['group'] })).toEqual(['birth rate'])
    expect(names({ roles: ['feature'], types: ['number'] })).toEqual(['Rate of pay'])
  })
})

describe('resolveStep', () => {
  it('adds what the step can use to the columns it names, and nothing that is only announced', () => {
    expect(resolveStep(log(['age'], { name: 'a' }), heads)).toEqual(log(['age', 'Rate of pay', 'birth rate']))
    expect(resolveStep({ ...log([], {}), kind: 'drop' }, heads).columns).toEqual(
      heads.slice(0, 4).map(({ name }) => name),
    )
    expect(resolveStep(log(['age']), heads)).toEqual(log(['age']))
  })

  it('finds announced columns once the rows are there', () => {
    const recipe: Recipe = {
      schema: 1,
      steps: [
        { kind: 'oneHot', id: 'a', on: true, columns: ['city'], most: 5, other: false, missing: false },
        { kind: 'drop', id: 'b', on: true, columns: [], select: { types: ['boolean'], except: ['city = Bern'] } },
      ],
    }
    const frame = frameOf(numericColumn('age', [1, 2]), codedColumn('city', ['Bern', 'Oslo']))
    expect(validateRecipe(recipe, [heads[0]!, heads[3]!])).toEqual([])
    expect(readFrame(applyRecipe(fitRecipe(recipe, frame), frame))).toEqual({ age: [1, 2], 'city = Bern': [1, 0] })
  })
})

describe('describeStep', () => {
  it('says which columns a selector means beside those that are named', () => {
    const say = (columns: readonly string[], select?: Selector) => describeStep(log(columns, select))
    expect(say(['a'])).toBe('Take the logarithm of a')
    expect(say([], {})).toBe('Take the logarithm of every column of numbers')
    expect(say([], { types: ['number', 'integer'] })).toBe('Take the logarithm of every number or integer')
    expect(say(['a'], { name: 'rate', except: ['b', 'c'] })).toBe(
      'Take the logarithm of a and every column of numbers whose name has “rate” but b, c',
    )
    expect(describeStep({ ...log([], { name: 'id' }), kind: 'drop' })).toBe('Drop every column whose name has “id”')
    expect(say(['a', 'b', 'c', 'd', 'e'], { roles: ['feature'] })).toBe(
      'Take the logarithm of a, b, 3 more and every column of numbers that is learned from',
    )
  })
})
