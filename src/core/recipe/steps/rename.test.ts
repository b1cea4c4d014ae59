import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { describeStep } from '../describe.ts'
import { chooseColumns, settleStep } from '../edit.ts'
import { applyRecipe, fitRecipe, trainRecipe } from '../fit.ts'
import type { Recipe, Step } from '../recipe.ts'
import { validateRecipe } from '../validate.ts'

const rename = (settings: object): Step =>
  ({ kind: 'rename', id: 'r', on: true, columns: [], to: [], ...settings }) as Step
const recipeOf = (...steps: Step[]): Recipe => ({ schema: 1, steps })

const frame = frameOf(
  numericColumn('width_mm_mm', [1, 2]),
  numericColumn('aaa_mm', [3, 4]),
  codedColumn('mm', ['x', 'y']),
)
const heads = frame.columns.map(({ name, type }) => ({ name, type }))

describe('rename by a rule', () => {
  it("makes the names that Python's str.replace makes, of every column that is meant", () => {
    // 'p_' + name.replace('_mm', ' in $& mm') + '!', Python 3.
    const recipe = recipeOf(
      rename({ select: {}, byRule: true, find: '_mm', put: ' in $& mm', prefix: 'p_', suffix: '!' }),
    )
    expect(validateRecipe(recipe, heads)).toEqual([])
    expect(readFrame(applyRecipe(fitRecipe(recipe, frame), frame))).toEqual({
      'p_width in $& mm in $& mm!': [1, 2],
      'p_aaa in $& mm!': [3, 4],
      'p_mm!': ['x', 'y'],
    })
    // 'aaa_mm'.replace('aa', 'b')
    const overlapping = recipeOf(rename({ columns: ['aaa_mm'], byRule: true, find: 'aa', put: 'b' }))
    expect(fitRecipe(overlapping, frame).steps[0]).toMatchObject({ to: ['ba_mm'] })
  })

  it('says in words what it does, and what is wrong', () => {
    const say = (settings: object) => describeStep(rename(settings))
    expect(say({ select: { types: ['number'] }, byRule: true, prefix: 'p_' })).toBe('Rename every number: “p_” before')
    expect(say({ columns: ['a'], byRule: true, find: '_mm', suffix: '?' })).toBe('Rename a: without “_mm”, “?” behind')
    const problems = (settings: object) => validateRecipe(recipeOf(rename(settings)), heads)
    expect(problems({ select: {}, byRule: true })[0]).toMatch(/say what is replaced/)
    expect(problems({ columns: ['mm'], byRule: true, find: 'mm' })[0]).toMatch(/a new name is empty/)
    expect(problems({ columns: ['mm'], byRule: true, find: 'mm', put: 'aaa_mm' })[0]).toMatch(/exists already/)
    expect(problems({ columns: ['mm'], select: { name: 'a' }, to: ['x'] })[0]).toMatch(/one new name/)
  })

  it('leaves columns the part that they play, so that no identifier is learned from under another name', async () => {
    const recipe = recipeOf(rename({ select: { roles: ['group'] }, byRule: true, prefix: 'my ' }))
    const { frame: prepared, roles } = await trainRecipe(recipe, frame, { roles: { mm: 'group' } }, async () => {})
    expect(prepared.columns.map(({ name }) => name)).toEqual(['width_mm_mm', 'aaa_mm', 'my mm'])
    expect(roles).toEqual({ 'my mm': 'group' })
    const swapped = recipeOf(rename({ columns: ['mm', 'aaa_mm'], to: ['aaa_mm', 'mm'] }))
    expect((await trainRecipe(swapped, frame, { roles: { mm: 'group' } }, async () => {})).roles).toEqual({
      aaa_mm: 'group',
    })
  })
})

describe('the form of a step whose columns are each set by themselves', () => {
  it('keeps each name with its column', () => {
    const step = rename({ columns: ['width_mm_mm', 'mm'], to: ['w', 'unit'] })
    expect(chooseColumns(step, ['mm', 'aaa_mm'], heads)).toMatchObject({
      columns: ['mm', 'aaa_mm'],
      to: ['unit', 'aaa_mm'],
    })
  })

  it('takes columns by what they are only by a rule', () => {
    const step = rename({ select: {}, byRule: true, prefix: 'p' })
    expect(settleStep(step)).toBe(step)
    expect(settleStep({ ...step, byRule: false } as Step)).not.toHaveProperty('select')
  })
})
