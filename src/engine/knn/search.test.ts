import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillGaps } from '@/core/knn/fillGaps.ts'
import { nearest } from '@/core/knn/nearest.ts'
import type { Points } from '@/core/knn/points.ts'
import { openPlainSearch } from '@/core/knn/search.ts'
import { unattended } from '@/core/task.ts'
import { runAtOnce } from '@/core/work.ts'
import { openSearch, openVectorSearch } from './search.ts'

/** Numbers among which there are ties, gaps, and sums that round. */
const number = (gaps: boolean) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.float({ noNaN: true, min: -1e3, max: 1e3 }) },
    { weight: 3, arbitrary: fc.constantFrom(0, 1, -1) },
    { weight: 1, arbitrary: fc.float({ noNaN: true }) },
    { weight: gaps ? 3 : 0, arbitrary: fc.constant(Number.NaN) },
  )

const pointsOf = (width: number, gaps: boolean, most = 150): fc.Arbitrary<Points> =>
  fc
    .array(fc.array(number(gaps), { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: most,
      size: 'max',
    })
    .map((rows) => ({ values: Float32Array.from(rows.flat()), rows: rows.length, width }))

const input = fc.integer({ min: 1, max: 11 }).chain((width) =>
  fc.constantFrom('euclidean', 'cosine', 'nanEuclidean' as const).chain((metric) =>
    fc.record({
      metric: fc.constant(metric as 'euclidean' | 'cosine' | 'nanEuclidean'),
      points: pointsOf(width, metric === 'nanEuclidean'),
      queries: fc.option(pointsOf(width, metric === 'nanEuclidean', 9), { nil: undefined }),
      k: fc.integer({ min: 1, max: 12 }),
    }),
  ),
)

describe('the search in WebAssembly', () => {
  it('is the one that is used', () => {
    const points = { values: new Float32Array(8), rows: 2, width: 4 }
    expect(openVectorSearch({ points, k: 1, hasGaps: false })).toBeDefined()
  })

  it('has the bits of the plain one', () =>
    fc.assert(
      fc.asyncProperty(input, async ({ queries, ...rest }) => {
        const asked = { ...rest, ...(queries && { queries }) }
        const fast = await nearest(asked, unattended, openSearch)
        const plain = await nearest(asked, unattended, openPlainSearch)
        expect(fast.indices).toEqual(plain.indices)
        expect(new Uint32Array(fast.distances.buffer)).toEqual(new Uint32Array(plain.distances.buffer))
      }),
      { numRuns: 400 },
    ))

  it('has the bits of the plain one where it is told of categories, some unknown, between numbers', () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 7 })
          .chain((sizes) => {
            const cell = (size: number, isQuery: boolean) =>
              size === 0
                ? number(false).map((x) => [x])
                : fc
                    .integer({ min: isQuery ? -1 : 0, max: size - 1 })
                    .map((code) => Array.from({ length: size }, (_, i) => Number(i === code)))
            const rows = (isQuery: boolean) =>
              fc.array(fc.tuple(...sizes.map((size) => cell(size, isQuery))), {
                minLength: 1,
                maxLength: isQuery ? 9 : 120,
                size: 'max',
              })
            return fc.record({
              sizes: fc.constant(sizes),
              points: rows(false),
              queries: rows(true),
              k: fc.integer({ min: 1, max: 12 }),
            })
          }),
        async ({ sizes, points, queries, k }) => {
          const width = sizes.reduce((sum, size) => sum + Math.max(1, size), 0)
          const pointsOf = (rows: number[][][]) => ({
            values: Float32Array.from(rows.flat(2)),
            rows: rows.length,
            width,
          })
          let to = 0
          const blocks = sizes.flatMap((size) => {
            const from = to
            to += Math.max(1, size)
            return size > 0 ? [{ from, to }] : []
          })
          const asked = { points: pointsOf(points), queries: pointsOf(queries), k, metric: 'euclidean' as const }
          const told = await nearest({ ...asked, blocks }, unattended, openSearch)
          const plain = await nearest(asked, unattended, openPlainSearch)
          expect(told.indices).toEqual(plain.indices)
          expect(new Uint32Array(told.distances.buffer)).toEqual(new Uint32Array(plain.distances.buffer))
        },
      ),
      { numRuns: 300 },
    ))

  it('fills gaps alike', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain((width) => fc.tuple(pointsOf(width, true), pointsOf(width, true))),
        fc.integer({ min: 1, max: 7 }),
        ([donors, rows], k) => {
          const given = { cells: Float64Array.from(donors.values), means: new Array<number>(donors.width).fill(0.5) }
          const [fast, plain] = [openSearch, openPlainSearch].map((open) => {
            const cells = Float64Array.from(rows.values)
            runAtOnce(fillGaps(cells, given, k, open))
            return new BigUint64Array(cells.buffer)
          })
          expect(fast).toEqual(plain)
        },
      ),
      { numRuns: 200 },
    ))

  it('has them also in many blocks of rows full of ties', async () => {
    for (const rows of [64, 65, 127, 300]) {
      const values = Float32Array.from({ length: rows * 2 }, (_, i) => (i * 7) % 5)
      const asked = { points: { values, rows, width: 2 }, k: 10, metric: 'euclidean' } as const
      const told: number[] = []
      const task = { ...unattended, report: ({ done }: { done: number }) => told.push(done) }
      expect(await nearest(asked, task, openSearch)).toEqual(await nearest(asked, unattended, openPlainSearch))
      expect(told).toEqual(told.toSorted((a, b) => a - b))
      expect(told.at(-1)).toBe(rows)
    }
  })

  it('finds the same in pieces of points as in one', () => {
    const rows = 100
    const values = Float32Array.from({ length: rows * 3 }, (_, i) => Math.fround(Math.sin(i * i)))
    const open = () => openVectorSearch({ points: { values, rows, width: 3 }, k: 5, hasGaps: false })!
    const [whole, parts] = [open(), open()]
    whole.compare(0, rows, 0, rows)
    for (let from = 0; from < rows; from += 24)
      for (let start = 0; start < rows; start += 8)
        parts.compare(start, Math.min(rows, start + 8), from, Math.min(rows, from + 24))
    expect(parts.found()).toEqual(whole.found())
  })
})
