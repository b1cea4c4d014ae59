import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runAtOnce } from '@/core/work.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { cellDistance, encodeGower, fitGower, nearestByGower, nearestDistances, takeGower } from './gower.ts'

const train = frameOf(
  numericColumn('age', [20, 30, 60, null]),
  codedColumn('city', ['Bonn', 'Rome', null, 'Bonn']),
  numericColumn('same', [7, 7, 7, 7]),
)
const fitted = runAtOnce(fitGower(train))
const near = (frame: typeof train, k: number) => {
  const { cells } = runAtOnce(encodeGower(fitted.columns, frame))
  const { rows, distances } = runAtOnce(nearestByGower(fitted, cells, k))
  return Array.from(rows, (row, i) => [row, Number(distances[i]!.toFixed(6))])
}

describe('nearestByGower', () => {
  it('has the distances that are worked out by hand', () => {
    // Against (30, Bonn, 7): ages 10, 0 and 30 of 40 years and one missing; two cities the same, one missing.
    const row = frameOf(numericColumn('age', [30]), codedColumn('city', ['Bonn']), numericColumn('same', [7]))
    expect(near(row, 4)).toEqual([
      [0, 0.083333],
      [1, 0.333333],
      [3, 0.333333],
      [2, 0.583333],
    ])
    expect(near(row, 2)).toHaveLength(2)
  })

  it('counts two missing cells as equal, unseen texts as different, and numbers beyond the range in ranges', () => {
    const row = frameOf(numericColumn('age', [null]), codedColumn('city', [null]), numericColumn('same', [8]))
    expect(near(row, 4)[0]).toEqual([2, 0.666667])
    const far = frameOf(numericColumn('age', [140]), codedColumn('city', ['Oslo']), numericColumn('same', [7]))
    expect(near(far, 4)).toEqual([
      [3, 0.666667],
      [2, 1],
      [1, 1.25],
      [0, 1.333333],
    ])
  })

  it('is what sorting all distances gives', () => {
    const cell = fc.record({
      n: fc.option(fc.integer({ min: 0, max: 9 })),
      t: fc.option(fc.constantFrom('a', 'b', 'c')),
    })
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 40 }),
        cell,
        fc.integer({ min: 1, max: 9 }),
        (rows, own, k) => {
          const frame = (cells: typeof rows) =>
            frameOf(
              numericColumn(
                'n',
                cells.map(({ n }) => n),
              ),
              codedColumn(
                't',
                cells.map(({ t }) => t),
              ),
            )
          const all = runAtOnce(fitGower(frame(rows)))
          const { cells } = runAtOnce(encodeGower(all.columns, frame([own])))
          const found = runAtOnce(nearestByGower(all, cells, k))
          const [n, t] = all.columns
          const slow = rows
            .map((each, row) => ({
              row,
              distance: (cellDistance(n!, own.n, each.n) + cellDistance(t!, own.t, each.t)) / 2,
            }))
            .sort((a, b) => a.distance - b.distance || a.row - b.row)
            .slice(0, k)
          expect(found.distances).toHaveLength(slow.length)
          for (const [i, { distance }] of slow.entries()) expect(found.distances[i]).toBeCloseTo(distance, 6)
        },
      ),
    )
  })
})

describe('nearestDistances', () => {
  it('is of each row to the nearest other one, ascending', () => {
    const rows = runAtOnce(fitGower(frameOf(numericColumn('x', [0, 1, 3, 10]))))
    expect([...runAtOnce(nearestDistances(rows))].map((x) => Number(x.toFixed(6)))).toEqual([0.1, 0.1, 0.2, 0.7])
    expect(runAtOnce(nearestDistances(takeGower(rows, Uint32Array.of(2))))).toHaveLength(0)
  })
})
