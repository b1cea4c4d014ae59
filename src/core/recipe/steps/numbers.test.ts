import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Duckdb, openDuckdb } from '@/testing/duckdb.ts'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import type { Frame } from '../../dataset/column.ts'
import { applyRecipe, fitRecipe } from '../fit.ts'
import type { Recipe, Step } from '../recipe.ts'
import { recipeToSql } from '../sql.ts'
import { validateRecipe } from '../validate.ts'
import type { StepOf } from './info.ts'

type Loose<T> = T extends Step ? Omit<T, 'id' | 'on'> : never

// Every value that is compared here was computed with scikit-learn 1.2.1, numpy 1.24.2 and scipy 1.10.1.

const recipeOf = (step: Loose<Step>): Recipe => ({ schema: 1, steps: [{ ...step, id: 's', on: true } as Step] })
const prepare = (step: Loose<Step>, train: Frame, rows: Frame) =>
  readFrame(applyRecipe(fitRecipe(recipeOf(step), train), rows))

function expectClose(found: readonly (number | string | null)[] | undefined, wanted: readonly (number | null)[]) {
  expect(found).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries())
    if (value === null) expect(found![i]).toBeNull()
    else expect(found![i]).toBeCloseTo(value, 10)
}

const skewed = frameOf(numericColumn('x', [1, 2, 2, 3, 7, 40, null, -5]))
const some = frameOf(numericColumn('x', [-9, 2, 2.5, 100, null, 7]))

describe('scale', () => {
  const scaled = (settings: Pick<StepOf<'scale'>, 'method' | 'output'>) =>
    prepare({ kind: 'scale', columns: ['x'], ...settings }, skewed, some)['x']

  it('gives the values of StandardScaler, RobustScaler and MinMaxScaler, within and beyond the training rows', () => {
    expectClose(scaled({ method: 'standard' }), [
      -1.1689933176508447,
      -0.3724226498710656,
      -0.336214892244712,
      6.72429784489424,
      null,
      -0.010345073607529627,
    ])
    expectClose(scaled({ method: 'robust' }), [-22 / 7, 0, 1 / 7, 28, null, 10 / 7])
    expectClose(scaled({ method: 'minMax' }), [-4 / 45, 7 / 45, 1 / 6, 7 / 3, null, 4 / 15])
  })

  it('gives the values of QuantileTransformer, also where quantiles are equal', () => {
    expectClose(scaled({ method: 'quantile' }), [
      0,
      0.42857142857142855,
      0.5773809523809523,
      1,
      null,
      0.7681940700808626,
    ])
    expectClose(scaled({ method: 'quantile', output: 'normal' }), [
      -5.199337582605575,
      -0.1800123697927051,
      0.19519780771888812,
      5.19933758270342,
      null,
      0.7329123996989907,
    ])
    // QuantileTransformer(n_quantiles=1000, subsample=10**9)
    const many = frameOf(
      numericColumn(
        'x',
        Array.from({ length: 2500 }, (_, i) => ((i * 7919) % 2503) ** 2 / 1000),
      ),
    )
    const rows = frameOf(numericColumn('x', [0, 1.5, 1000.25, 6000]))
    expectClose(
      prepare({ kind: 'scale', columns: ['x'], method: 'quantile' }, many, rows)['x'],
      [0, 0.015489335059707496, 0.40020984571236917, 0.9789874676253593],
    )
  })

  it('leaves equal values their distance, and knows what to do without any', () => {
    const same = frameOf(numericColumn('x', [4, 4]), numericColumn('none', [null, null]))
    const rows = frameOf(numericColumn('x', [4, 6]), numericColumn('none', [0, 3]))
    for (const method of ['standard', 'robust', 'minMax'] as const)
      expect(prepare({ kind: 'scale', columns: ['x', 'none'], method }, same, rows)).toEqual({
        x: [0, 2],
        none: [0, 3],
      })
    expect(prepare({ kind: 'scale', columns: ['x'], method: 'quantile' }, same, rows)['x']).toEqual([0, 1])
  })
})

// A minimum is known to half as many digits as the numbers have: lambdas are compared to 6.
describe('power', () => {
  let database: Duckdb
  beforeAll(async () => {
    database = await openDuckdb()
  })
  afterAll(() => database.close())

  const lambdas = (train: Frame, method: StepOf<'power'>['method']) => {
    const step = { kind: 'power', columns: train.columns.map(({ name }) => name), method, standardise: false } as const
    const [fitted] = fitRecipe(recipeOf(step), train).steps
    return fitted?.kind === 'power' ? fitted.powers.map(({ lambda }) => lambda) : []
  }

  it('gives the lambdas and values of PowerTransformer by Yeo–Johnson', () => {
    expect(lambdas(skewed, 'yeoJohnson')[0]).toBeCloseTo(0.5933085868518001, 6)
    const bent = (standardise: boolean) =>
      prepare({ kind: 'power', columns: ['x'], method: 'yeoJohnson', standardise }, skewed, some)['x']?.map((x) =>
        x === null ? null : Number(Number(x).toFixed(5)),
      )
    expect(bent(false)).toEqual([-17.42307, 1.54898, 1.85875, 24.3701, null, 4.10256])
    expect(bent(true)).toEqual([-3.34118, -0.11687, -0.06422, 3.7616, null, 0.31711])
    // The example of scikit-learn's own documentation.
    const example = frameOf(numericColumn('a', [1, 3, 4]), numericColumn('b', [2, 2, 5]))
    const [a, b] = lambdas(example, 'yeoJohnson')
    expect(a).toBeCloseTo(1.3866818006248307, 6)
    expect(b).toBeCloseTo(-3.1005331311044997, 6)
  })

  it('gives the lambda and values of PowerTransformer by Box–Cox, in SQL too', async () => {
    const positive = frameOf(numericColumn('x', [1, 2, 2, 3, 7, 40, null, 0.5]))
    expect(lambdas(positive, 'boxCox')[0]).toBeCloseTo(-0.2656340363795495, 6)
    const rows = frameOf(numericColumn('x', [0.1, 2, 100, null, 0, -3]))
    const step = { kind: 'power', columns: ['x'], method: 'boxCox', standardise: true } as const
    const fitted = fitRecipe(recipeOf(step), positive)
    const found = readFrame(applyRecipe(fitted, rows))['x']!
    const wanted = [-4.227215885424002, -0.13766960836838374, 2.0354883832562227, null, null, null]
    for (const [i, value] of wanted.entries())
      if (value === null) expect(found[i]).toBeNull()
      else expect(found[i]).toBeCloseTo(value, 6)
    const query = recipeToSql(fitted, [{ name: 'x', type: 'number' }], 't')
    if (!('sql' in query)) throw new Error('Box–Cox has SQL.')
    await database.load(rows)
    expectClose((await database.query(query.sql))[1]?.cells, found as readonly (number | null)[])
  })

  it('refuses Box–Cox for what is not above 0, and bends nothing that is all alike', () => {
    expect(() => lambdas(skewed, 'boxCox')).toThrow(
      expect.objectContaining({ code: 'recipe.invalid', message: expect.stringContaining('Yeo–Johnson') }),
    )
    expect(lambdas(frameOf(numericColumn('x', [3, 3]), numericColumn('y', [null, null])), 'yeoJohnson')).toEqual([1, 1])
  })
})

describe('clip', () => {
  const train = frameOf(numericColumn('x', [-2, -1, 0, 1, 2, 2, 2, 9, 10, 14], 'integer'))
  const rows = frameOf(numericColumn('x', [-7, 3, 14, null, Number.POSITIVE_INFINITY], 'integer'))

  it('holds to the quantiles of numpy', () => {
    const step = { kind: 'clip', columns: ['x'], by: 'quantiles', lowShare: 0.05, highShare: 0.9 } as const
    expectClose(prepare(step, train, rows)['x'], [-1.55, 3, 10.4, null, 10.4])
  })

  it('holds to values, one end or both, and whole numbers stay whole between whole ends', () => {
    const step = { kind: 'clip', columns: ['x'], by: 'values', lowShare: 0, highShare: 1 } as const
    expect(prepare({ ...step, low: 0 }, train, rows)['x']).toEqual([0, 3, 14, null, Number.POSITIVE_INFINITY])
    const typeFor = (high: number) =>
      applyRecipe(fitRecipe(recipeOf({ ...step, high }), train), rows).columns.map(({ type }) => type)
    expect(typeFor(9)).toEqual(['integer'])
    expect(typeFor(9.5)).toEqual(['number'])
  })

  it('says what is wrong with its ends', () => {
    const ends = { lowShare: 0.5, highShare: 0.5 }
    const problems = (step: Loose<StepOf<'clip'>>) => validateRecipe(recipeOf(step), [{ name: 'x', type: 'number' }])
    expect(problems({ kind: 'clip', columns: ['x'], by: 'quantiles', ...ends })).toHaveLength(1)
    expect(problems({ kind: 'clip', columns: ['x'], by: 'values', ...ends })).toHaveLength(1)
    expect(problems({ kind: 'clip', columns: ['x'], by: 'values', low: 2, high: 1, ...ends })).toHaveLength(1)
    expect(problems({ kind: 'clip', columns: ['x'], by: 'values', low: 1, ...ends })).toEqual([])
  })
})

describe('bin', () => {
  const train = frameOf(numericColumn('x', [-2, -1, 0, 1, 2, 2, 2, 9, 10, 14]))
  const rows = frameOf(numericColumn('x', [-7, -2, 1.2, 2, 5, 14, 99, null]))

  it('gives the bins of KBinsDiscretizer', () => {
    const step = { kind: 'bin', columns: ['x'], bins: 4, output: 'number' } as const
    expect(prepare({ ...step, method: 'width' }, train, rows)['x']).toEqual([0, 0, 0, 1, 1, 3, 3, null])
    expect(prepare({ ...step, method: 'quantile' }, train, rows)['x']).toEqual([0, 0, 1, 2, 2, 3, 3, null])
  })

  it('names bins by their edges', () => {
    const step = { kind: 'bin', columns: ['x'], bins: 4, output: 'category' } as const
    const labels = (own: Loose<StepOf<'bin'>>) => prepare(own, train, rows)['x']
    expect(labels({ ...step, method: 'quantile' })).toEqual(
      '[-2, 0.25)|[-2, 0.25)|[0.25, 2)|[2, 7.25)|[2, 7.25)|[7.25, 14]|[7.25, 14]|'
        .split('|')
        .map((text) => text || null),
    )
    expect(labels({ ...step, method: 'edges', edges: [0, 1.00001, 1.00002] })?.slice(1, 4)).toEqual([
      '[0, 1.00001)',
      '[1.00001, 1.00002]',
      '[1.00001, 1.00002]',
    ])
  })

  it('makes fewer bins of quantiles that fall together, and one of a single value', () => {
    const step = { kind: 'bin', columns: ['x'], method: 'quantile', bins: 4, output: 'category' } as const
    expect(prepare(step, frameOf(numericColumn('x', [1, 1, 1, 1, 1, 5])), rows)['x']?.slice(4, 6)).toEqual([
      '[1, 5]',
      '[1, 5]',
    ])
    expect(prepare(step, frameOf(numericColumn('x', [3, 3, null])), rows)['x']).toEqual([
      ...new Array(7).fill('[3]'),
      null,
    ])
  })
})

describe('polynomial', () => {
  const rows = frameOf(
    numericColumn('a', [2]),
    codedColumn('k', ['x']),
    numericColumn('b', [3]),
    numericColumn('c', [5]),
  )
  const products = (degree: number, terms: StepOf<'polynomial'>['terms']) =>
    Object.fromEntries(
      Object.entries(prepare({ kind: 'polynomial', columns: ['a', 'b', 'c'], degree, terms }, rows, rows)).map(
        ([name, [cell]]) => [name, cell],
      ),
    )

  it('gives the columns of PolynomialFeatures in its order, after those there were', () => {
    const own = { a: 2, k: 'x', b: 3, c: 5 }
    const pairs = { 'a²': 4, 'a × b': 6, 'a × c': 10, 'b²': 9, 'b × c': 15, 'c²': 25 }
    const asList = (columns: object) => Object.entries(columns)
    expect(asList(products(2, 'all'))).toEqual(asList({ ...own, ...pairs }))
    const values = [8, 12, 20, 18, 30, 50, 27, 45, 75, 125]
    const names = 'a³|a² × b|a² × c|a × b²|a × b × c|a × c²|b³|b² × c|b × c²|c³'.split('|')
    expect(asList(products(3, 'all'))).toEqual([
      ...asList({ ...own, ...pairs }),
      ...names.map((name, i) => [name, values[i]]),
    ])
    expect(asList(products(3, 'interactions')).slice(4)).toEqual([
      ['a × b', 6],
      ['a × c', 10],
      ['b × c', 15],
      ['a × b × c', 30],
    ])
    expect(asList(products(3, 'powers')).slice(4)).toEqual([
      ['a²', 4],
      ['b²', 9],
      ['c²', 25],
      ['a³', 8],
      ['b³', 27],
      ['c³', 125],
    ])
  })

  it('refuses more columns than it may add, and says how many it would be', () => {
    const heads = Array.from({ length: 40 }, (_, i) => ({ name: `x${i}`, type: 'number' as const }))
    const step = { kind: 'polynomial', columns: heads.map(({ name }) => name), degree: 2, terms: 'all' } as const
    expect(validateRecipe(recipeOf(step), heads)).toEqual([expect.stringContaining('820 columns')])
    expect(validateRecipe(recipeOf({ ...step, terms: 'powers', degree: 3 }), heads)).toEqual([])
    expect(() => fitRecipe(recipeOf(step), frameOf(...heads.map(({ name }) => numericColumn(name, [1]))))).toThrow(
      expect.objectContaining({ code: 'recipe.invalid' }),
    )
  })
})
