import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Duckdb, openDuckdb } from '@/testing/duckdb.ts'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { applyRecipe, fitRecipe } from '../recipe/fit.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Pipeline } from './pipeline.ts'
import { pipelineSql } from './sql.ts'

const frame = frameOf(numericColumn('age', [20, null, 40]), codedColumn('city', ['Oslo', 'Rome', null]))

function pipelineOf(recipe: Recipe): Pipeline {
  const inputs = frame.columns.map(({ name, type }) => ({ name, type, typical: null }))
  return {
    schema: 1,
    id: 'run',
    threshold: 0.5,
    contract: { inputs, target: 'y', task: 'regression', classes: [] },
    members: [{ recipe: fitRecipe(recipe, frame), weight: 1 } as unknown as Pipeline['members'][number]],
  }
}

describe('the preparation as SQL', () => {
  let database: Duckdb
  beforeAll(async () => {
    database = await openDuckdb()
  })
  afterAll(() => database.close())

  it('is one query over the table that its heading describes', async () => {
    const recipe: Recipe = {
      schema: 1,
      steps: [
        { id: 'a', on: true, kind: 'impute', columns: ['age'], method: 'mean', indicator: true },
        { id: 'b', on: true, kind: 'derive', columns: [], name: 'old', expression: 'age >= 30' },
      ],
    }
    const made = pipelineSql(pipelineOf(recipe))
    if (!('sql' in made)) throw new Error(made.refusals.join())
    expect(made.sql).toMatch(/^-- .*\n-- It reads a table "rows"[\s\S]*-- {3}age: DOUBLE\n-- {3}city: VARCHAR\n/)
    await database.load(frame, 'rows')
    const found = await database.query(made.sql)
    const prepared = readFrame(applyRecipe(fitRecipe(recipe, frame), frame))
    expect(Object.fromEntries(found.slice(1).map(({ name, cells }) => [name, cells]))).toEqual(prepared)
  })

  it('says which steps have none, and why', () => {
    const recipe: Recipe = {
      schema: 1,
      steps: [{ id: 'a', on: true, kind: 'tfidf', columns: ['city'], terms: 5, longest: 1 }],
    }
    expect(pipelineSql(pipelineOf(recipe))).toEqual({
      refusals: [expect.stringMatching(/^Step 1, Words of text \(TF-IDF\): Texts are cut/)],
    })
  })
})
