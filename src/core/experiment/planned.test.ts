import { describe, expect, it } from 'vitest'
import type { Fix } from '@/core/finding/finding.ts'
import { EMPTY_RECIPE } from '@/core/recipe/edit.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import { makeColumn, makeDataset } from '@/testing/dataset.ts'
import { isSetAside } from './edit.ts'
import type { Question } from './experiment.ts'
import { missingPlanned, plannedStep, withoutPlanned, withPlanned } from './planned.ts'

const dataset = makeDataset('t.csv', [
  makeColumn('amount', 'number', [1, 2, null, 4]),
  makeColumn('kind', 'category', ['a', 'b', 'a', 'b']),
  makeColumn('y', 'number', [1, 2, 3, 4]),
])
const planned = (fix: Fix) => plannedStep({ id: `x ${JSON.stringify(fix)}`, sentence: 'It is so.', fix })!
const amount = [{ name: 'amount', type: 'number' }] as const
const log = planned({ kind: 'step', label: '', step: 'log', columns: amount })
const fill = planned({ kind: 'step', label: '', step: 'impute', columns: amount, settings: { indicator: true } })
const drop = planned({ kind: 'step', label: '', step: 'drop', columns: amount })

describe('steps planned from findings', () => {
  it('are steps with the settings of the fix and the finding as their reason', () => {
    expect(fill).toMatchObject({ kind: 'impute', columns: ['amount'], method: 'median', indicator: true, on: true })
    expect(fill.reason).toBe('It is so.')
    expect(
      plannedStep({ id: 'x', sentence: '', fix: { kind: 'retype', label: '', column: 'a', type: 'text' } }),
    ).toBeUndefined()
  })
  it('go into a recipe once, and out again', () => {
    const recipe = withPlanned(EMPTY_RECIPE, [log, fill], dataset, { target: 'y' })
    expect(recipe.steps.map(({ kind }) => kind)).toEqual(['log', 'impute'])
    expect(withPlanned(recipe, [log, fill], dataset, { target: 'y' })).toEqual(recipe)
    expect(withoutPlanned(recipe, [log], EMPTY_RECIPE).steps).toEqual([fill])
  })
  it('leave alone what is done already, the target, and columns that there are not', () => {
    const own: Step = { ...fill, id: 'own' }
    const recipe = { ...EMPTY_RECIPE, steps: [own] }
    expect(withPlanned(recipe, [fill], dataset, { target: 'y' })).toEqual(recipe)
    expect(withPlanned(EMPTY_RECIPE, [log], dataset, { target: 'amount' })).toEqual(EMPTY_RECIPE)
    expect(withPlanned(EMPTY_RECIPE, [{ ...log, columns: ['gone'] }], dataset, { target: 'y' })).toEqual(EMPTY_RECIPE)
    expect(withPlanned(EMPTY_RECIPE, [{ ...log, columns: ['kind'] }], dataset, { target: 'y' })).toEqual(EMPTY_RECIPE)
  })
  it('are missing from a question until they are in it, or can do nothing there', () => {
    const question: Question = {
      datasetId: dataset.id,
      target: 'y',
      task: 'regression',
      classes: [],
      metric: 'mae',
      split: { kind: 'random', test: 0.2, validation: 0.2 },
      recipe: EMPTY_RECIPE,
    }
    expect(missingPlanned(question, [log, fill, drop], dataset)).toEqual([log, fill, drop])
    const recipe = withPlanned(EMPTY_RECIPE, [log], dataset, question)
    expect(missingPlanned({ ...question, recipe }, [log, fill], dataset)).toEqual([fill])
    // What is only known later no step may name.
    expect(missingPlanned({ ...question, roles: { amount: 'later' } }, [log, fill, drop], dataset)).toEqual([])
    expect(missingPlanned({ ...question, target: 'amount' }, [log, drop], dataset)).toEqual([])
  })
  it('set columns aside, and let those in again that were not proposed to be', () => {
    const recipe = withPlanned({ ...EMPTY_RECIPE, steps: [fill] }, [drop], dataset, { target: 'y' })
    expect(isSetAside(recipe, 'amount')).toBe(true)
    expect(recipe.steps).toHaveLength(1)
    expect(isSetAside(withoutPlanned(recipe, [drop], EMPTY_RECIPE), 'amount')).toBe(false)
    expect(withoutPlanned(recipe, [drop], recipe)).toEqual(recipe)
  })
})
