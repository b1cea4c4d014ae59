import { describe, expect, it } from 'vitest'
import { frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { type Frame, takeRows } from '../../dataset/column.ts'
import { applyRecipe, applyRecipeBreathing, fitRecipe } from '../fit.ts'
import type { FittedStep, Recipe } from '../recipe.ts'
import type { SettingsOf } from './info.ts'

const recipeOf = (settings: Partial<SettingsOf<'imputeKnn'>>): Recipe => ({
  schema: 1,
  steps: [
    { kind: 'imputeKnn', id: 's', on: true, columns: [], neighbours: 3, indicator: false, donors: 5000, ...settings },
  ],
})

function expectClose(frame: Frame, wanted: readonly (readonly number[])[]) {
  const columns = Object.values(readFrame(frame))
  for (const [row, cells] of wanted.entries())
    for (const [j, value] of cells.entries()) expect(columns[j]![row]).toBeCloseTo(value, 12)
}

const train = frameOf(
  numericColumn('a', [1, 2, 3, null, 5, 6, 2.5]),
  numericColumn('b', [200, 180, null, 150, 120, 90, 170]),
  numericColumn('c', [null, 0.5, 0.7, 0.2, 0.9, null, 0.4]),
)
const rows = frameOf(
  numericColumn('a', [null, 4.1, null, 2, null]),
  numericColumn('b', [160, null, null, 100, null]),
  numericColumn('c', [0.3, null, 0.6, null, null]),
)

describe('imputeKnn', () => {
  it("fills as scikit-learn's KNNImputer does, where no two rows are equally near", () => {
    // scikit-learn 1.2.1: KNNImputer(n_neighbors=3).fit(train), transform(rows) and transform(train).
    const fitted = fitRecipe(recipeOf({ columns: ['a', 'b', 'c'] }), train)
    expectClose(applyRecipe(fitted, rows), [
      [2.5, 160, 0.3],
      [4.1, 380 / 3, 2 / 3],
      [2.5, 470 / 3, 0.6],
      [2, 100, 2 / 3],
      [3.25, 910 / 6, 0.54],
    ])
    expectClose(applyRecipe(fitted, train), [
      [1, 200, 1.6 / 3],
      [2, 180, 0.5],
      [3, 500 / 3, 0.7],
      [2.5, 150, 0.2],
      [5, 120, 0.9],
      [6, 90, 2 / 3],
      [2.5, 170, 0.4],
    ])
    // The example of scikit-learn's documentation.
    const example = frameOf(
      numericColumn('a', [1, 3, null, 8]),
      numericColumn('b', [2, 4, 6, 8]),
      numericColumn('c', [null, 3, 5, 7]),
    )
    const two = fitRecipe(recipeOf({ columns: ['a', 'b', 'c'], neighbours: 2 }), example)
    expectClose(applyRecipe(two, example), [
      [1, 2, 4],
      [3, 4, 3],
      [5.5, 6, 5],
      [8, 8, 7],
    ])
  })

  it('tells near from far between large numbers, which single precision alone would not', () => {
    const base = 1_600_000_000
    const near = frameOf(numericColumn('t', [base, base + 1, base + 2]), numericColumn('x', [10, 20, 30]))
    const fitted = fitRecipe(recipeOf({ columns: ['t', 'x'], neighbours: 1 }), near)
    const asked = frameOf(numericColumn('t', [base + 1, base + 2]), numericColumn('x', [null, null]))
    expect(readFrame(applyRecipe(fitted, asked))['x']).toEqual([20, 30])
  })

  it('keeps so many donors at most, drawn by seed, and the mean of all rows', () => {
    const many = frameOf(
      numericColumn(
        'x',
        Array.from({ length: 200 }, (_, i) => i),
      ),
    )
    const keptBy = (seed: number) => fitRecipe(recipeOf({ columns: ['x'], donors: 20 }), many, { seed }).steps[0]
    const kept = (step: FittedStep | undefined) => (step?.kind === 'imputeKnn' ? step : undefined)
    expect(kept(keptBy(1))?.donors[0]).toHaveLength(20)
    expect(new Set(kept(keptBy(1))?.donors[0]).size).toBe(20)
    expect(kept(keptBy(1))?.means).toEqual([99.5])
    expect(keptBy(1)).toEqual(keptBy(1))
    expect(keptBy(1)).not.toEqual(keptBy(2))
  })

  it('marks where it filled, and fills by the mean of all, or 0, where nothing is shared', () => {
    const holed = frameOf(numericColumn('x', [1, null, 3], 'integer'), numericColumn('none', [null, null, null]))
    const fitted = fitRecipe(recipeOf({ columns: ['x', 'none'], indicator: true }), holed)
    const prepared = applyRecipe(fitted, holed)
    expect(readFrame(prepared)).toEqual({
      x: [1, 2, 3],
      'x missing': [0, 1, 0],
      none: [0, 0, 0],
      'none missing': [1, 1, 1],
    })
    expect(prepared.columns.map(({ type }) => type)).toEqual(['number', 'boolean', 'number', 'boolean'])
  })

  it('gives many rows in slices what it gives them at once, with breaths between', async () => {
    const many = takeRows(
      rows,
      Uint32Array.from({ length: 1000 }, (_, i) => i % 5),
    )
    const fitted = fitRecipe(recipeOf({ columns: ['a', 'b', 'c'], indicator: true }), train)
    let breaths = 0
    const prepared = await applyRecipeBreathing(fitted, many, async () => void breaths++)
    expect(breaths).toBeGreaterThan(5)
    const few = readFrame(applyRecipe(fitted, rows))
    for (const [name, cells] of Object.entries(readFrame(prepared)))
      for (const [row, cell] of cells.entries()) expect(cell).toBe(few[name]![row % 5])
  })
})
