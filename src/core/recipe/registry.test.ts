import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Duckdb, openDuckdb } from '@/testing/duckdb.ts'
import { anyFrame, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { STEP_EXAMPLES } from '@/testing/stepExamples.ts'
import { type Frame, takeRows } from '../dataset/column.ts'
import { AssayError } from '../errors.ts'
import { fittedRecipeSchema, recipeSchema } from '../schema/recipe.ts'
import { applyRecipe, type FitInput, fitRecipe, trainRecipe } from './fit.ts'
import type { FittedRecipe, Recipe, Step } from './recipe.ts'
import { recipeToSql } from './sql.ts'
import { infoOf, STEP_KINDS } from './step.ts'

const examples = STEP_KINDS.flatMap((kind) =>
  STEP_EXAMPLES[kind].map((step, i) => ({
    name: `${kind} ${i + 1}`,
    recipe: { schema: 1, steps: [{ ...step, id: 'the-step', on: true } as Step] } satisfies Recipe,
  })),
)

/** Answers for the rows of a frame that hang on its values, so that a step which learns from them has something to learn. */
function answersFor(frame: Frame): FitInput {
  const values = Float64Array.from({ length: frame.rows }, (_, row) => Number((row * 7919) % 5 < 2))
  return { seed: 7, target: { name: 'answer', task: 'binary', values, classes: ['no', 'yes'] } }
}

/** Even rows train, odd rows test. */
function deal(frame: Frame): { train: Frame; test: Frame } {
  const rows = Uint32Array.from({ length: frame.rows }, (_, row) => row)
  return {
    train: takeRows(
      frame,
      rows.filter((row) => row % 2 === 0),
    ),
    test: takeRows(
      frame,
      rows.filter((row) => row % 2 === 1),
    ),
  }
}

/** Fits, or undefined where the rows allow none and the step says so. */
function tryFit(recipe: Recipe, train: Frame): FittedRecipe | undefined {
  try {
    return fitRecipe(recipe, train, answersFor(train))
  } catch (cause) {
    if (cause instanceof AssayError && cause.code === 'recipe.invalid') return undefined
    throw cause
  }
}

describe.each(examples)('every kind of step: $name', ({ recipe }) => {
  it('never sees the test rows: noise in their place changes no byte of what is fitted', () => {
    fc.assert(
      fc.property(anyFrame, anyFrame, (frame, noise) => {
        const { train } = deal(frame)
        // Rows of noise stand where the test rows were; both frames share the training rows.
        const rows = Uint32Array.from({ length: frame.rows }, (_, row) => row)
        const mixed: Frame = {
          rows: frame.rows,
          columns: frame.columns.map((column, j) => {
            const other = noise.columns[j]!.vector
            if (column.vector.kind === 'numeric' && other.kind === 'numeric')
              return {
                ...column,
                vector: {
                  kind: 'numeric',
                  values: column.vector.values.map((x, row) => (row % 2 ? other.values[row % noise.rows]! : x)),
                },
              }
            if (column.vector.kind === 'coded' && other.kind === 'coded') {
              const { codes, dictionary } = column.vector
              return {
                ...column,
                vector: {
                  kind: 'coded',
                  dictionary: [...dictionary, 'noise', ...other.dictionary],
                  codes: codes.map((code, row) => (row % 2 ? dictionary.length : code)),
                },
              }
            }
            return column
          }),
        }
        const same = takeRows(
          mixed,
          rows.filter((row) => row % 2 === 0),
        )
        expect(JSON.stringify(tryFit(recipe, same))).toBe(JSON.stringify(tryFit(recipe, train)))
      }),
      { numRuns: 30 },
    )
  })

  it('leaves the rows that it is given as they are', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const before = structuredClone(frame)
        const fitted = tryFit(recipe, frame)
        expect(frame).toEqual(before)
        if (!fitted) return
        applyRecipe(fitted, frame)
        expect(frame).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })

  it('gives a row alone what it gives it among others, and whatever its dictionary', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { train, test } = deal(frame)
        const fitted = tryFit(recipe, train)
        if (!fitted) return
        const together = readFrame(applyRecipe(fitted, test))
        for (let row = 0; row < test.rows; row++) {
          const alone = readFrame(applyRecipe(fitted, takeRows(test, Uint32Array.of(row))))
          expect(alone).toEqual(
            Object.fromEntries(Object.entries(together).map(([name, cells]) => [name, [cells[row]]])),
          )
        }
      }),
      { numRuns: 30 },
    )
  })

  it('survives JSON and its schema, and then does the same', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { train, test } = deal(frame)
        expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
        const fitted = tryFit(recipe, train)
        if (!fitted) return
        const again = fittedRecipeSchema.parse(JSON.parse(JSON.stringify(fitted)))
        expect(again).toEqual(fitted)
        expect(readFrame(applyRecipe(again, test))).toEqual(readFrame(applyRecipe(fitted, test)))
      }),
      { numRuns: 30 },
    )
  })

  it('leaves the columns that it said it would', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { train, test } = deal(frame)
        const fitted = tryFit(recipe, train)
        if (!fitted) return
        const info = infoOf(recipe.steps[0]!)
        expect(info.describe(recipe.steps[0]!)).not.toBe('')
        const names = applyRecipe(fitted, test).columns.map(({ name }) => name)
        expect(new Set(names).size).toBe(names.length)
        expect(applyRecipe(fitted, train).columns.map(({ name }) => name)).toEqual(names)
      }),
      { numRuns: 10 },
    )
  })

  it('takes training rows that belong to the rows given, each with its answer', async () => {
    await fc.assert(
      fc.asyncProperty(anyFrame, async (frame) => {
        if (!tryFit(recipe, frame)) return
        const {
          frame: prepared,
          rows,
          weights,
          fitted,
        } = await trainRecipe(recipe, frame, answersFor(frame), async () => {})
        expect(prepared.rows).toBe(rows.length)
        expect(rows.every((row) => row < frame.rows)).toBe(true)
        if (weights) expect(weights.length).toBe(rows.length)
        expect(JSON.stringify(fitted)).toBe(JSON.stringify(fitRecipe(recipe, frame, answersFor(frame))))
      }),
      { numRuns: 20 },
    )
  })
})

describe('as SQL', () => {
  let database: Duckdb
  beforeAll(async () => {
    database = await openDuckdb()
  })
  afterAll(() => database.close())

  it.each(examples)('gives the numbers of TypeScript, or says why not: $name', async ({ recipe }) => {
    let tried = 0
    await fc.assert(
      fc.asyncProperty(anyFrame, async (frame) => {
        const { train, test } = deal(frame)
        const fitted = tryFit(recipe, train)
        if (!fitted) return
        const query = recipeToSql(
          fitted,
          test.columns.map(({ name, type }) => ({ name, type })),
          't',
        )
        tried++
        if ('refusals' in query) {
          for (const { why } of query.refusals) expect(why).toMatch(/^[A-Z].*\.$/)
          return
        }
        await database.load(test)
        const found = await database.query(query.sql)
        const prepared = applyRecipe(fitted, test)
        expect(found.map(({ name }) => name)).toEqual(['_row', ...prepared.columns.map(({ name }) => name)])
        expect(query.columns.map(({ name, type }) => ({ name, type }))).toEqual(
          prepared.columns.map(({ name, type }) => ({ name, type })),
        )
        const wanted = Object.values(readFrame(prepared))
        for (const [j, cells] of wanted.entries())
          for (const [row, cell] of cells.entries()) {
            const own = found[j + 1]!.cells[row]!
            if (typeof cell === 'number' && typeof own === 'number' && Number.isFinite(cell))
              expect(Math.abs(own - cell)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(cell)))
            else expect(typeof own === 'number' && Number.isNaN(own) ? null : own).toBe(cell)
          }
      }),
      { numRuns: 15 },
    )
    expect(tried).toBeGreaterThan(0)
  })

  it('has a rank for a number so near an end that no double lies between', async () => {
    const frame = frameOf(numericColumn('x', [-1e300, 4, 5]))
    const recipe: Recipe = {
      schema: 1,
      steps: [{ kind: 'scale', id: 's', on: true, columns: ['x'], method: 'quantile', output: 'normal' }],
    }
    const fitted = fitRecipe(recipe, frameOf(numericColumn('x', [-1e300, 5])))
    const query = recipeToSql(fitted, [{ name: 'x', type: 'number' }], 't')
    await database.load(frame)
    const found = 'sql' in query ? await database.query(query.sql) : []
    expect(found.at(-1)?.cells).toEqual(readFrame(applyRecipe(fitted, frame))['x'])
  })
})
