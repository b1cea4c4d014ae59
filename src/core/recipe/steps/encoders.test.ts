import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, readFrame } from '@/testing/frames.ts'
import { applyRecipe, fitRecipe } from '../fit.ts'
import encoders from '../fixtures/encoders.json' with { type: 'json' }
import type { Recipe, Step } from '../recipe.ts'

// The values were written by scikit-learn and pandas (encoders.py beside the fixture); here the steps must give them.
type Loose<T> = T extends Step ? Omit<T, 'id' | 'on'> : never

const frame = ({ colour, size }: typeof encoders.train) =>
  frameOf(codedColumn('colour', colour), codedColumn('size', size))
const prepare = (...steps: Loose<Step>[]) => {
  const recipe: Recipe = { schema: 1, steps: steps.map((step, i) => ({ ...step, id: `s${i}`, on: true }) as Step) }
  return readFrame(applyRecipe(fitRecipe(recipe, frame(encoders.train)), frame(encoders.rows)))
}

describe('oneHot', () => {
  const columns = ['colour', 'size']
  const { ignore, most, rare } = encoders.oneHot
  const ourName = (name: string) =>
    name
      .replace('_infrequent_sklearn', ' other')
      .replace('_nan', ' missing')
      .replace(/_(.+)$/, ' = $1')
  const named = (found: Readonly<Record<string, readonly number[]>>) =>
    Object.fromEntries(Object.entries(found).map(([name, cells]) => [ourName(name), cells]))

  it(`gives the columns of ${ignore.call}`, () => {
    expect(prepare({ kind: 'oneHot', columns, most: 9, other: false, missing: true })).toEqual(named(ignore.columns))
  })

  it(`gives the columns of ${most.call}, of which two are for the rest and for missing cells`, () => {
    expect(prepare({ kind: 'oneHot', columns, most: 2, other: true, missing: true })).toEqual(named(most.columns))
  })

  it(`gives, after groupRare, the columns of ${rare.call}`, () => {
    const found = prepare(
      { kind: 'groupRare', columns, minShare: 0.12, other: 'rare' },
      { kind: 'oneHot', columns, most: 9, other: false, missing: true },
    )
    const wanted = Object.entries(named(rare.columns)).map(([name, cells]) => [
      name.replace(' other', ' = rare'),
      cells,
    ])
    expect(found).toEqual(Object.fromEntries(wanted))
  })
})

describe('ordinal', () => {
  it.each(encoders.ordinal)(
    'numbers $column as OrdinalEncoder: unknown_value $unknown, order $categories',
    (encoder) => {
      const { column, categories, unknown, places } = encoder
      const order = (categories as (string | null)[]).filter((text) => text !== null)
      const step = {
        kind: 'ordinal',
        columns: [column],
        order,
        unknown: unknown === null ? 'missing' : 'last',
      } as const
      // scikit-learn takes no unknown_value within the categories, of which the missing cell is one: −1 stands for the last.
      const seen = new Set(encoders.train[column as 'colour' | 'size'].filter((text) => text !== null))
      const last = order.length || seen.size
      expect(prepare(step)[column]).toEqual(places.map((place) => (place === -1 ? last : place)))
    },
  )
})

describe('frequency', () => {
  it.each(encoders.frequency)('gives the shares and counts of value_counts: $column', ({ column, share, count }) => {
    expect(prepare({ kind: 'frequency', columns: [column], as: 'share' })[column]).toEqual(share)
    expect(prepare({ kind: 'frequency', columns: [column], as: 'count' })[column]).toEqual(count)
  })
})
