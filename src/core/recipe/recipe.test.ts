import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame, codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { recipeOf } from '@/testing/recipe.ts'
import { type Frame, takeRows } from '../dataset/column.ts'
import { encodeDense, fitDense } from '../encoding/dense.ts'
import { applyRecipe, fitRecipe } from './fit.ts'

const everything = recipeOf(
  { kind: 'impute', columns: ['amount'], method: 'mean', indicator: true },
  { kind: 'impute', columns: ['when'], method: 'median', indicator: false },
  { kind: 'impute', columns: ['kind'], method: 'mode', indicator: true },
  { kind: 'log', columns: ['amount', 'size'] },
  { kind: 'dateParts', columns: ['when'], parts: ['year', 'month', 'weekday', 'dayOfYear', 'hour', 'elapsedDays'] },
  { kind: 'groupRare', columns: ['kind', 'note'], minShare: 0.2, other: 'other' },
  { kind: 'drop', columns: ['flag'] },
)

describe('impute', () => {
  it("fills as the example in scikit-learn's SimpleImputer does", () => {
    const train = frameOf(
      numericColumn('a', [7, 4, 10]),
      numericColumn('b', [2, null, 5]),
      numericColumn('c', [3, 6, 9]),
    )
    const recipe = recipeOf({ kind: 'impute', columns: ['a', 'b', 'c'], method: 'mean', indicator: false })
    const rows = frameOf(
      numericColumn('a', [null, 4, 10]),
      numericColumn('b', [2, null, null]),
      numericColumn('c', [3, 6, 9]),
    )
    expect(readFrame(applyRecipe(fitRecipe(recipe, train), rows))).toEqual({
      a: [7, 4, 10],
      b: [2, 3.5, 3.5],
      c: [3, 6, 9],
    })
  })

  it('fills each type by each method, and marks where', () => {
    const train = frameOf(
      numericColumn('n', [1, 1, 2, 10, null]),
      numericColumn('whole', [1, 2, null, null, null], 'integer'),
      codedColumn('c', ['x', 'y', 'y', 'x', null]),
      numericColumn('inf', [Number.POSITIVE_INFINITY, 3, 5, null, 4]),
    )
    const fill = (columns: string[], method: 'median' | 'mode', indicator = false) =>
      ({ kind: 'impute', columns, method, indicator }) as const
    const recipe = recipeOf(
      fill(['n'], 'median', true),
      fill(['whole'], 'median'),
      fill(['c'], 'mode'),
      fill(['inf'], 'median'),
    )
    const prepared = applyRecipe(fitRecipe(recipe, train), train)
    expect(readFrame(prepared)).toEqual({
      n: [1, 1, 2, 10, 1.5],
      'n missing': [0, 0, 0, 0, 1],
      whole: [1, 2, 1.5, 1.5, 1.5],
      c: ['x', 'y', 'y', 'x', 'x'],
      inf: [4, 3, 5, 4, 4],
    })
    expect(prepared.columns.map(({ type }) => type)).toEqual(['number', 'boolean', 'number', 'category', 'number'])
  })

  it('reads a constant as the column would, and has a fill where training had no value', () => {
    const train = frameOf(
      numericColumn('when', [null], 'datetime'),
      numericColumn('n', [null]),
      codedColumn('c', [null]),
    )
    const recipe = recipeOf(
      { kind: 'impute', columns: ['when'], method: 'constant', constant: '1970-01-02', indicator: false },
      { kind: 'impute', columns: ['n', 'c'], method: 'mode', indicator: false },
    )
    expect(readFrame(applyRecipe(fitRecipe(recipe, train), train))).toEqual({
      when: [86_400_000],
      n: [0],
      c: ['missing'],
    })
  })
})

describe('log', () => {
  it('agrees with numpy: sign(x) · log1p(|x|)', () => {
    const train = frameOf(numericColumn('x', [-1000, -0.5, 0, 0.001, 1e300, null]))
    const { x } = readFrame(applyRecipe(fitRecipe(recipeOf({ kind: 'log', columns: ['x'] }), train), train))
    const expected = [-6.90875477931522, -0.4054651081081644, 0, 0.0009995003330835331, 690.7755278982137]
    for (const [i, value] of expected.entries()) expect(x?.[i]).toBeCloseTo(value, 12)
    expect(x?.[5]).toBeNull()
  })
})

describe('dateParts', () => {
  const parts = ['year', 'month', 'dayOfMonth', 'weekday', 'dayOfYear', 'hour', 'elapsedDays'] as const
  it("agrees with Python's datetime, in leap years and before 1970", () => {
    const when = [1735669800000, -2203891200000, 951804000000, null]
    const train = frameOf(numericColumn('t', when, 'datetime'))
    const recipe = recipeOf({ kind: 'dateParts', columns: ['t'], parts: [...parts] })
    const read = readFrame(applyRecipe(fitRecipe(recipe, train), train))
    expect(read['t']).toBeUndefined()
    expect(read['t year']).toEqual([2024, 1900, 2000, null])
    expect(read['t month']).toEqual(['December', 'March', 'February', null])
    expect(read['t day of month']).toEqual([31, 1, 29, null])
    expect(read['t weekday']).toEqual(['Tuesday', 'Thursday', 'Tuesday', null])
    expect(read['t elapsed days']).toEqual([45596.770833333336, 0, 36524.25, null])
    const angles = {
      't day of year sin': [-0.017166329754707492, 0.8498170915275278, 0.8483511978123038],
      't day of year cos': [0.9998526477050269, 0.5270777086423722, 0.5294338912181853],
      't hour sin': [-0.9914448613738105, 0, 1],
      't hour cos': [0.13052619222005127, 1, 0],
    }
    for (const [name, expected] of Object.entries(angles)) {
      for (const [i, value] of expected.entries()) expect(read[name]?.[i], name).toBeCloseTo(value, 12)
      expect(read[name]?.[3]).toBeNull()
    }
  })
})

describe('groupRare', () => {
  it('keeps values at the share, groups rarer and unseen ones, leaves missing alone', () => {
    const train = frameOf(codedColumn('c', ['a', 'a', 'a', 'b', 'b', 'd', null, null, null, null]))
    const fitted = fitRecipe(recipeOf({ kind: 'groupRare', columns: ['c'], minShare: 0.2, other: 'rest' }), train)
    const rows = frameOf(codedColumn('c', ['a', 'b', 'd', 'new', null]))
    expect(readFrame(applyRecipe(fitted, rows))).toEqual({ c: ['a', 'b', 'rest', 'rest', null] })
  })
})

const bytes = (matrix: Float32Array) => Buffer.from(matrix.buffer, matrix.byteOffset, matrix.byteLength)
const upTo = (rows: number) => Uint32Array.from({ length: rows }, (_, i) => i)

function prepare(train: Frame) {
  const recipe = fitRecipe(everything, train)
  return { recipe, encoding: fitDense(applyRecipe(recipe, train)) }
}

describe('preparing and encoding', () => {
  const half = (frame: Frame) => takeRows(frame, upTo(Math.ceil(frame.rows / 2)))

  it('gives a row alone the numbers it has among others, all of them finite', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { recipe, encoding } = prepare(half(frame))
        const whole = encodeDense(encoding, applyRecipe(recipe, frame))
        expect(whole.every(Number.isFinite)).toBe(true)
        for (let row = 0; row < frame.rows; row++) {
          const alone = encodeDense(encoding, applyRecipe(recipe, takeRows(frame, Uint32Array.of(row))))
          const among = whole.subarray(row * encoding.width, (row + 1) * encoding.width)
          expect(bytes(alone).equals(bytes(among))).toBe(true)
        }
      }),
    )
  })

  it('learns nothing from other rows, not even from their words in the shared dictionary', () => {
    fc.assert(
      fc.property(anyFrame, anyFrame, (frame, other) => {
        const train = half(frame)
        const joined: Frame = {
          rows: train.rows,
          columns: train.columns.map((column, i) => {
            const more = other.columns[i]!.vector
            if (column.vector.kind !== 'coded' || more.kind !== 'coded') return column
            const dictionary = [...new Set(['zz', ...more.dictionary, ...column.vector.dictionary])]
            const { codes, dictionary: old } = column.vector
            const moved = codes.map((code) => (code < 0 ? -1 : dictionary.indexOf(old[code]!)))
            return { ...column, vector: { kind: 'coded', codes: moved, dictionary } }
          }),
        }
        expect(prepare(joined)).toEqual(prepare(train))
      }),
    )
  })

  it('gives the same bits after a round trip through JSON', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const prepared = prepare(half(frame))
        const copy = JSON.parse(JSON.stringify(prepared)) as typeof prepared
        const before = encodeDense(prepared.encoding, applyRecipe(prepared.recipe, frame))
        const after = encodeDense(copy.encoding, applyRecipe(copy.recipe, frame))
        expect(bytes(after).equals(bytes(before))).toBe(true)
      }),
    )
  })
})
