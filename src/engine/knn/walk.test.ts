import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearest } from '@/core/knn/nearest.ts'
import { type OneHotBlock, openPlainSearch } from '@/core/knn/search.ts'
import { unattended } from '@/core/task.ts'
import { openSearch } from './search.ts'
import { openWalkSearch } from './walk.ts'

/** Of each column a number, or the code of so many categories; scale apart by what one search has to bear. */
const cellOf = (size: number, isQuery: boolean): fc.Arbitrary<number> =>
  size > 0
    ? fc.integer({ min: isQuery ? -1 : 0, max: size - 1 })
    : fc.oneof(
        { weight: 5, arbitrary: fc.float({ noNaN: true, min: -3, max: 3 }) },
        { weight: 3, arbitrary: fc.constantFrom(0, 1, -1, 0.5) },
        { weight: 1, arbitrary: fc.float({ noNaN: true }) },
        { weight: 1, arbitrary: fc.constantFrom(1e-25, 1e-22, 3e-20, 1e19, 2e19, 3e38) },
      )

/** Points, and queries that go from one row to another column by column, there and back, in orders of their own. */
const walk = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 })), { minLength: 4, maxLength: 9 })
  .chain((sizes) => {
    const row = (isQuery: boolean) => fc.tuple(...sizes.map((size) => cellOf(size, isQuery)))
    const order = fc.shuffledSubarray([...sizes.keys()], { minLength: sizes.length })
    return fc.record({
      sizes: fc.constant(sizes),
      points: fc.array(row(false), { minLength: 1, maxLength: 120, size: 'max' }),
      ways: fc.array(fc.tuple(row(true), row(true), order), { minLength: 12, maxLength: 20 }),
      k: fc.integer({ min: 1, max: 12 }),
    })
  })

function inputOf({ sizes, points, ways, k }: typeof walk extends fc.Arbitrary<infer T> ? T : never) {
  const queries = ways.flatMap(([from, to, order]) => {
    const along = [from]
    for (const column of order) along.push(along.at(-1)!.with(column, to[column]!))
    return along
  })
  const blocks: OneHotBlock[] = []
  let width = 0
  for (const size of sizes) {
    if (size > 0) blocks.push({ from: width, to: width + size })
    width += Math.max(1, size)
  }
  const wide = (rows: readonly (readonly number[])[]) => ({
    values: Float32Array.from(
      rows.flatMap((row) =>
        row.flatMap((cell, column) =>
          sizes[column] === 0 ? [cell] : Array.from({ length: sizes[column]! }, (_, code) => Number(code === cell)),
        ),
      ),
    ),
    rows: rows.length,
    width,
  })
  return { points: wide(points), queries: wide(queries), k, blocks }
}

describe('the search along a walk', () => {
  it('has the bits of the plain one', () =>
    fc.assert(
      fc.asyncProperty(walk, async (given) => {
        const { blocks, ...rest } = inputOf(given)
        const asked = { ...rest, metric: 'euclidean' as const }
        const walked = await nearest({ ...asked, blocks }, unattended, openSearch)
        const plain = await nearest(asked, unattended, openPlainSearch)
        expect(walked.indices).toEqual(plain.indices)
        expect(new Uint32Array(walked.distances.buffer)).toEqual(new Uint32Array(plain.distances.buffer))
      }),
      { numRuns: 400 },
    ))

  it('finds the same in pieces of points as in one', () =>
    fc.assert(
      fc.property(walk, (given) => {
        const input = { ...inputOf(given), hasGaps: false }
        const open = () => openWalkSearch(input)
        const [whole, parts] = [open(), open()]
        fc.pre(whole !== undefined && parts !== undefined)
        const [rows, queries] = [input.points.rows, input.queries.rows]
        whole!.compare(0, queries, 0, rows)
        for (let start = 0; start < queries; start += 16)
          for (let from = 0; from < rows; from += 24)
            parts!.compare(start, Math.min(queries, start + 16), from, Math.min(rows, from + 24))
        expect(parts!.found()).toEqual(whole!.found())
      }),
      { numRuns: 100 },
    ))

  it('is used where few columns change, and only there', () => {
    const rows = 100
    const width = 8
    const points = { values: Float32Array.from({ length: rows * width }, (_, i) => Math.sin(i * i)), rows, width }
    const walked = { ...points, values: points.values.map((_, i) => (i % width <= (i / width) % width ? 1 : 0)) }
    const asked = { points, k: 3, hasGaps: false }
    expect(openWalkSearch({ ...asked, queries: walked })).toBeDefined()
    expect(openWalkSearch({ ...asked, queries: points })).toBeUndefined()
    expect(openWalkSearch(asked)).toBeUndefined()
  })
})
