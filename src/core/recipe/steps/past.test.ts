import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { applyRecipe, fitRecipe, trainRecipe } from '../fit.ts'
import type { Recipe, Step } from '../recipe.ts'

const recipeOf = (step: Step): Recipe => ({ schema: 1, steps: [step] })
const base = { id: 's', on: true } as const

// pandas 1.5.3: s = Series([5, 1, 4, nan, 2, 8])
const VALUES = [5, 1, 4, null, 2, 8]
const series = frameOf(numericColumn('v', VALUES), numericColumn('t', [1, 2, 3, 4, 5, 6]))

describe('looking back in time', () => {
  it('lags as pandas shifts', () => {
    const recipe = recipeOf({ ...base, kind: 'lag', columns: ['v'], by: 't', steps: [1, 2] })
    // s.shift(1), s.shift(2)
    expect(readFrame(applyRecipe(fitRecipe(recipe, series), series))).toMatchObject({
      'v lag 1': [null, 5, 1, 4, null, 2],
      'v lag 2': [null, null, 5, 1, 4, null],
    })
  })

  it('rolls as pandas does over what came before', () => {
    const recipe = recipeOf({ ...base, kind: 'rolling', columns: ['v'], by: 't', window: 3, measures: ['mean', 'std'] })
    const found = readFrame(applyRecipe(fitRecipe(recipe, series), series))
    // s.shift(1).rolling(3, min_periods=1).mean()
    expect(found['v mean of last 3']).toEqual([null, 5, 3, 10 / 3, 2.5, 3])
    // s.shift(1).rolling(3, min_periods=2).std()
    const std = [null, null, 2.8284271247461903, 2.0816659994661326, 2.1213203435596424, Math.SQRT2]
    for (const [row, wanted] of std.entries())
      if (wanted === null) expect(found['v standard deviation of last 3']![row]).toBe(null)
      else expect(found['v standard deviation of last 3']![row]).toBeCloseTo(wanted as number, 12)
  })

  it('sees only training rows strictly earlier, in any order of rows, and within the group', () => {
    const train = frameOf(
      numericColumn('v', [30, 10, 20, 99]),
      numericColumn('t', [3, 1, 2, 3]),
      codedColumn('g', ['a', 'a', 'a', 'b']),
    )
    const recipe = recipeOf({ ...base, kind: 'lag', columns: ['v'], by: 't', group: 'g', steps: [1] })
    const fitted = fitRecipe(recipe, train)
    expect(readFrame(applyRecipe(fitted, train))['v lag 1']).toEqual([20, null, 10, null])
    const later = frameOf(
      numericColumn('v', [null, null, null, null]),
      numericColumn('t', [100, 3, 4, null]),
      codedColumn('g', ['a', 'a', 'new', 'a']),
    )
    expect(readFrame(applyRecipe(fitted, later))['v lag 1']).toEqual([30, 20, null, null])
  })

  it('is told what is wrong', () => {
    const wrong = recipeOf({ ...base, kind: 'lag', columns: ['v'], by: 'g', steps: [0] })
    expect(() => fitRecipe(wrong, frameOf(numericColumn('v', [1]), codedColumn('g', ['a'])))).toThrow(
      /“g” is category, which has no order in time.*whole numbers from 1/,
    )
  })
})

describe('aggregate', () => {
  it('measures groups as pandas does; unknown groups are as all rows', () => {
    // pandas 1.5.3: DataFrame({g: [a, a, b, a, b], v: [1, 2, 10, 4, nan]}).groupby('g').v.agg([...])
    const train = frameOf(codedColumn('g', ['a', 'a', 'b', 'a', 'b']), numericColumn('v', [1, 2, 10, 4, null]))
    const recipe = recipeOf({
      ...base,
      kind: 'aggregate',
      columns: ['v'],
      by: ['g'],
      measures: ['mean', 'sum', 'min', 'max', 'std', 'count'],
    })
    const rows = frameOf(codedColumn('g', ['a', 'b', 'c', null]), numericColumn('v', [0, 0, 0, 0]))
    const { g: _, v: __, ...found } = readFrame(applyRecipe(fitRecipe(recipe, train), rows))
    const [mean, sum, min, max, std, count] = Object.values(found)
    expect(mean).toEqual([7 / 3, 10, 4.25, 4.25])
    expect(sum).toEqual([7, 10, 17, 17])
    expect(min).toEqual([1, 10, 1, 1])
    expect(max).toEqual([4, 10, 10, 10])
    expect(std![0]).toBeCloseTo(1.527525, 6)
    expect(std![1]).toBe(null)
    expect(count).toEqual([3, 1, 0, 0])
  })
})

describe('steps that choose training rows', () => {
  const target = {
    name: 'y',
    task: 'multiclass',
    values: Float64Array.of(0, 0, 0, 0, 1, 1, 2),
    classes: ['a', 'b', 'c'],
  } as const
  const frame = frameOf(numericColumn('x', [1, 2, 3, 4, 5, 6, 7]))
  const train = (step: Step) => trainRecipe(recipeOf(step), frame, { target, seed: 3 }, async () => {})
  const countClasses = (rows: Uint32Array) => {
    const counts = [0, 0, 0]
    for (const row of rows) counts[target.values[row]!]!++
    return counts
  }

  it("weighs as scikit-learn's compute_class_weight('balanced')", async () => {
    const { weights } = await train({ ...base, kind: 'balance', columns: [], method: 'weights' })
    for (const [row, wanted] of [
      [0, 0.58333333],
      [4, 1.16666667],
      [6, 2.33333333],
    ] as const)
      expect(weights![row]).toBeCloseTo(wanted, 8)
  })

  it('leaves out or repeats until classes are even, every row of a repeated class at least once', async () => {
    const under = await train({ ...base, kind: 'balance', columns: [], method: 'under' })
    expect(countClasses(under.rows)).toEqual([1, 1, 1])
    const over = await train({ ...base, kind: 'balance', columns: [], method: 'over' })
    expect(countClasses(over.rows)).toEqual([4, 4, 4])
    expect(new Set(over.rows)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]))
    expect(over.fitted.steps).toEqual([])
  })

  it('can balance no number', () => {
    const step: Step = { ...base, kind: 'balance', columns: [], method: 'over' }
    const regression = { ...target, task: 'regression' } as const
    expect(() => fitRecipe(recipeOf(step), frame, { target: regression })).toThrow(/no classes to balance/)
  })

  it('keeps the first of duplicates; rows that differ in their answer are none', async () => {
    const twins = frameOf(
      numericColumn('x', [1, 1, 1, 2, null, null, 2]),
      codedColumn('c', ['a', 'a', 'b', 'a', 'a', 'a', 'a']),
    )
    const run = (columns: readonly string[]) =>
      trainRecipe(recipeOf({ ...base, kind: 'deduplicate', columns }), twins, { target }, async () => {})
    expect([...(await run([])).rows]).toEqual([0, 2, 3, 4, 6])
    expect([...(await run(['x'])).rows]).toEqual([0, 3, 4])
  })

  it('draws a share of the rows, the same under one seed', async () => {
    const step: Step = { ...base, kind: 'sample', columns: [], share: 0.5 }
    const one = await train(step)
    expect(one.rows).toHaveLength(4)
    expect((await train(step)).rows).toEqual(one.rows)
    expect(new Set(one.rows).size).toBe(4)
  })
})
