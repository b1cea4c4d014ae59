import { expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { MissingCounter } from './missingPattern.ts'

function patternOf(frame: ReturnType<typeof frameOf>) {
  const counter = new MissingCounter(frame.rows)
  for (const column of frame.columns) {
    const { vector } = column
    const missing =
      vector.kind === 'numeric'
        ? vector.values.filter(Number.isNaN).length
        : vector.codes.filter((code) => code < 0).length
    counter.add(column, missing)
  }
  return counter.finish()
}

it('tells which columns are missing together, as pandas correlates isna()', () => {
  const found = patternOf(
    frameOf(
      numericColumn('a', [1, null, null, 4, 5, 6, 7, null]),
      codedColumn('b', [null, null, null, 'x', 'x', 'y', 'y', 'z']),
      numericColumn('c', [1, 2, 3, 4, null, 6, 7, 8]),
      numericColumn('whole', [1, 2, 3, 4, 5, 6, 7, 8]),
    ),
  )
  expect(found).toMatchObject({
    rows: 8,
    complete: 3,
    columns: [
      { name: 'a', missing: 3 },
      { name: 'b', missing: 3 },
      { name: 'c', missing: 1 },
    ],
    patternCount: 5,
  })
  expect(found.patterns.slice(0, 2)).toEqual([
    { missing: [], rows: 3 },
    { missing: ['a', 'b'], rows: 2 },
  ])
  // pandas 1.5.3: frame.isna().corr().
  const nullity = Object.fromEntries(found.together.map(({ a, b, nullity }) => [a + b, nullity]))
  expect(nullity['ab']).toBeCloseTo(0.4666666666666666, 14)
  expect(nullity['ac']).toBeCloseTo(-0.29277002188455997, 14)
  expect(nullity['bc']).toBeCloseTo(-0.29277002188455997, 14)
})

it('of no rows, or none missing, has nothing to tell', () => {
  expect(patternOf(frameOf(numericColumn('a', [])))).toMatchObject({ complete: 0, patterns: [], columns: [] })
  expect(patternOf(frameOf(numericColumn('a', [1, 2])))).toMatchObject({ complete: 2, together: [] })
})

it('leaves out correlations with a column that is missing everywhere', () => {
  const found = patternOf(frameOf(numericColumn('a', [null, null]), numericColumn('b', [1, null])))
  expect(found.together).toEqual([])
  expect(found.patterns).toContainEqual({ missing: ['a', 'b'], rows: 1 })
})
