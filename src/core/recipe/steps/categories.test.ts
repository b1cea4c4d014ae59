import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, readFrame } from '@/testing/frames.ts'
import type { Frame } from '../../dataset/column.ts'
import { seededRandom } from '../../random.ts'
import { applyRecipe, type FitInput, fitRecipe, trainRecipe } from '../fit.ts'
import { recipeHeads } from '../heads.ts'
import type { Recipe, Step } from '../recipe.ts'
import { recipeToSql } from '../sql.ts'
import { validateRecipe } from '../validate.ts'
import type { FitTarget } from './info.ts'

type Loose<T> = T extends Step ? Omit<T, 'id' | 'on'> : never

const recipeOf = (...steps: Loose<Step>[]): Recipe => ({
  schema: 1,
  steps: steps.map((step, i) => ({ ...step, id: `s${i}`, on: true }) as Step),
})
const prepare = (step: Loose<Step>, train: Frame, rows: Frame, input: FitInput = {}) =>
  readFrame(applyRecipe(fitRecipe(recipeOf(step), train, input), rows))

describe('oneHot', () => {
  const train = frameOf(codedColumn('colour', ['red', 'blue', 'red', 'green', 'blue', 'red', null]))
  const rows = frameOf(codedColumn('colour', ['blue', 'green', 'violet', null]))

  it("gives the columns of OneHotEncoder(handle_unknown='ignore'), the most common first", () => {
    // scikit-learn 1.2.1, in its order of columns blue, green, red: [1,0,0], [0,1,0], [0,0,0]; missing was left out.
    const step = { kind: 'oneHot', columns: ['colour'], most: 9, other: false, missing: false } as const
    const found = prepare(step, train, rows)
    expect(Object.entries(found)).toEqual([
      ['colour = red', [0, 0, 0, 0]],
      ['colour = blue', [1, 0, 0, 0]],
      ['colour = green', [0, 1, 0, 0]],
    ])
  })

  it('sends the rest and the new to other, and missing cells to a column of theirs', () => {
    const step = { kind: 'oneHot', columns: ['colour'], most: 1, other: true, missing: true } as const
    expect(prepare(step, train, rows)).toEqual({
      'colour = red': [0, 0, 0, 0],
      'colour other': [1, 1, 1, 0],
      'colour missing': [0, 0, 0, 1],
    })
  })

  it('lets later steps name the columns that it will make', () => {
    const recipe = recipeOf(
      { kind: 'oneHot', columns: ['colour'], most: 5, other: false, missing: false },
      { kind: 'drop', columns: ['colour = blue'] },
    )
    const heads = [{ name: 'colour', type: 'category' as const }]
    expect(validateRecipe(recipe, heads)).toEqual([])
    expect(recipeHeads(recipe, heads)).toEqual([{ name: 'colour = ', type: 'boolean', open: true }])
    expect(Object.keys(readFrame(applyRecipe(fitRecipe(recipe, train), rows)))).toEqual([
      'colour = red',
      'colour = green',
    ])
  })

  it('has no SQL where names would differ only by case, which SQL takes for one', () => {
    const step = { kind: 'oneHot', columns: ['c'], most: 5, other: false, missing: false } as const
    const fitted = fitRecipe(recipeOf(step), frameOf(codedColumn('c', ['a', 'A'])))
    expect(recipeToSql(fitted, [{ name: 'c', type: 'category' }], 't')).toHaveProperty('refusals')
  })
})

describe('ordinal', () => {
  it('orders as a reader does, and keeps unknown values apart', () => {
    const train = frameOf(codedColumn('size', ['10', '9', 'large', null, '10'], 'category', ['0']))
    const rows = frameOf(codedColumn('size', ['9', '10', 'large', '0', null]))
    const step = { kind: 'ordinal', columns: ['size'] } as const
    expect(prepare({ ...step, unknown: 'missing' }, train, rows)['size']).toEqual([0, 1, 2, null, null])
    expect(prepare({ ...step, unknown: 'last' }, train, rows)['size']).toEqual([0, 1, 2, 3, null])
  })

  it('takes an order as OrdinalEncoder takes categories', () => {
    // OrdinalEncoder(categories=[['small', 'medium', 'large']], handle_unknown='use_encoded_value', unknown_value=3)
    const rows = frameOf(codedColumn('size', ['large', 'small', 'huge', 'medium']))
    const order = ['small', 'medium', 'large']
    const step = { kind: 'ordinal', columns: ['size'], order, unknown: 'last' } as const
    expect(prepare(step, rows, rows)['size']).toEqual([2, 0, 3, 1])
    const heads = [{ name: 'size', type: 'category' as const }]
    expect(validateRecipe(recipeOf({ ...step, order: ['a', 'a'] }), heads)).toHaveLength(1)
  })
})

describe('frequency', () => {
  it('counts training rows, or gives their share', () => {
    const train = frameOf(codedColumn('c', ['a', 'b', 'a', null]))
    const rows = frameOf(codedColumn('c', ['b', 'a', 'new', null]))
    expect(prepare({ kind: 'frequency', columns: ['c'], as: 'count' }, train, rows)['c']).toEqual([1, 2, 0, null])
    expect(prepare({ kind: 'frequency', columns: ['c'], as: 'share' }, train, rows)['c']).toEqual([0.25, 0.5, 0, null])
  })
})

describe('hash', () => {
  it('puts texts where md5 says', () => {
    // Python's hashlib: int.from_bytes(md5(text).digest()[:4], 'big') % 8 and digest[15] % 2.
    const rows = frameOf(codedColumn('c', ['red', 'é', null]))
    const found = (signed: boolean) =>
      Object.values(prepare({ kind: 'hash', columns: ['c'], buckets: 8, signed }, rows, rows))
    const unsigned = found(false)
    expect(unsigned).toHaveLength(8)
    expect(unsigned.map((cells) => cells[0])).toEqual([0, 0, 1, 0, 0, 0, 0, 0])
    expect(unsigned.map((cells) => cells[1])).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
    expect(unsigned.map((cells) => cells[2])).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(found(true).map((cells) => cells[1])).toEqual([0, 0, 0, 0, 0, 0, 0, -1])
  })
})

describe('targetEncode', () => {
  const step = { kind: 'targetEncode', columns: ['c'], smoothing: 'auto', weight: 2, folds: 5 } as const
  const price: FitTarget = {
    name: 'price',
    task: 'regression',
    values: Float64Array.of(1, 2, 4, 7, 3, 9),
    classes: [],
  }
  const train = frameOf(codedColumn('c', ['a', 'a', 'b', 'b', 'b', 'c']))
  const rows = frameOf(codedColumn('c', ['a', 'b', 'c', 'new', null]))
  const close = (found: readonly (number | string | null)[] | undefined, wanted: readonly number[]) => {
    expect(found).toHaveLength(wanted.length)
    for (const [i, value] of wanted.entries()) expect(found![i]).toBeCloseTo(value, 12)
  }

  it("gives the values of scikit-learn's formula for numbers", () => {
    // numpy, by the lines of sklearn 1.3's _target_encoder_fast.pyx.
    const mean = 26 / 6
    close(prepare(step, train, rows, { target: price })['c: mean of price'], [
      1.54419410745234,
      4.630404463040446,
      9,
      mean,
      mean,
    ])
    close(prepare({ ...step, smoothing: 'fixed' }, train, rows, { target: price })['c: mean of price'], [
      (3 + 2 * mean) / 4,
      (14 + 2 * mean) / 5,
      (9 + 2 * mean) / 3,
      mean,
      mean,
    ])
  })

  it('gives shares for classes, and missing is a value of its own once it was seen', () => {
    const values = Float64Array.of(1, 0, 1, 1, 0, 1)
    const holed = frameOf(codedColumn('c', ['a', 'a', 'b', 'b', null, 'c']))
    const target: FitTarget = { name: 'sold', task: 'binary', values, classes: ['no', 'yes'] }
    close(prepare(step, holed, rows, { target })['c: share of yes'], [0.56, 1, 1, 2 / 3, 0])
    const three: FitTarget = {
      name: 'kind',
      task: 'multiclass',
      values: Float64Array.of(0, 1, 2, 2, 0, 1),
      classes: ['x', 'y', 'z'],
    }
    const found = prepare({ ...step, smoothing: 'fixed' }, train, rows, { target: three })
    expect(Object.keys(found)).toEqual(['c: share of x', 'c: share of y', 'c: share of z'])
    for (let row = 0; row < rows.rows; row++)
      expect(Object.values(found).reduce((sum, cells) => sum + Number(cells[row]), 0)).toBeCloseTo(1, 6)
  })

  it('never lets the answer of a training row into its own value', async () => {
    const random = seededRandom('answers')
    const codes = Array.from({ length: 60 }, () => 'abcd'[Math.floor(random() * 4)]!)
    const frame = frameOf(codedColumn('c', codes))
    const answers = Float64Array.from(codes, () => random())
    const trained = async (values: Float64Array) => {
      const target: FitTarget = { ...price, values }
      const { frame: prepared } = await trainRecipe(recipeOf(step), frame, { target, seed: 3 }, async () => {})
      return readFrame(prepared)['c: mean of price']!
    }
    const before = await trained(answers)
    for (const row of [0, 17, 59]) {
      const changed = answers.slice()
      changed[row]! += 1000
      const after = await trained(changed)
      expect(after[row]).toBe(before[row])
      expect(after.filter((value, i) => value !== before[i]).length).toBeGreaterThan(10)
    }
  })

  it('keeps the copies of a row together, so that none tells another its answer', async () => {
    const answers = Float64Array.from({ length: 40 }, (_, row) => Number(row < 6))
    // A text of its own for every row: out of fold there is nothing to know but the mean of the others.
    const frame = frameOf(
      codedColumn(
        'c',
        Array.from(answers, (_, row) => `row ${row}`),
      ),
    )
    const target: FitTarget = { name: 'sold', task: 'binary', values: answers, classes: ['no', 'yes'] }
    const recipe = recipeOf(
      { kind: 'balance', columns: [], method: 'over' },
      { ...step, smoothing: 'fixed', weight: 0, folds: 3 },
    )
    const { frame: prepared, rows: chosen } = await trainRecipe(recipe, frame, { target, seed: 2 }, async () => {})
    expect(chosen.length).toBe(68)
    for (const share of readFrame(prepared)['c: share of yes'] ?? []) {
      expect(share).toBeGreaterThan(0)
      expect(share).toBeLessThan(1)
    }
  })

  it('says nothing about the answers through a column by chance, though the full encoding seems to', async () => {
    const random = seededRandom('chance')
    const rows = 2000
    const frame = frameOf(
      codedColumn(
        'c',
        Array.from({ length: rows }, () => `value ${Math.floor(random() * 700)}`),
      ),
    )
    const values = Float64Array.from({ length: rows }, () => Number(random() < 0.5))
    const target: FitTarget = { name: 'y', task: 'binary', values, classes: ['no', 'yes'] }
    const recipe = recipeOf({ ...step, smoothing: 'fixed', weight: 0 })
    const { frame: prepared, fitted } = await trainRecipe(recipe, frame, { target, seed: 1 }, async () => {})
    const name = 'c: share of yes'
    const outOfFold = readFrame(prepared)[name] as number[]
    const full = readFrame(applyRecipe(fitted, frame))[name] as number[]
    expect(Math.abs(correlation(outOfFold, values))).toBeLessThan(0.06)
    expect(correlation(full, values)).toBeGreaterThan(0.4)
  })

  it('needs the answers', () => {
    expect(() => fitRecipe(recipeOf(step), train)).toThrow(expect.objectContaining({ code: 'recipe.invalid' }))
  })
})

function correlation(a: readonly number[], b: Float64Array): number {
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (const [i, x] of a.entries()) {
    ab += (x - ma) * (b[i]! - mb)
    aa += (x - ma) ** 2
    bb += (b[i]! - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}
