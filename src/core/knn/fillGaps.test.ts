import { describe, expect, it } from 'vitest'
import { meanAndStd } from '../centre.ts'
import { runAtOnce } from '../work.ts'
import { fillGaps } from './fillGaps.ts'

const gap = Number.NaN
/** The means of the donors' columns, as KNNImputer takes them; 0 where nobody has a number. */
const meansOf = (donors: readonly (readonly number[])[]) =>
  (donors[0] ?? []).map(
    (_, j) => meanAndStd(Float64Array.from(donors.map((row) => row[j]!)).filter(Number.isFinite)).mean,
  )
const fill = (donors: number[][], rows: number[][], k = 5) => {
  const cells = Float64Array.from(rows.flat())
  runAtOnce(fillGaps(cells, { cells: Float64Array.from(donors.flat()), means: meansOf(donors) }, k))
  return cells
}
const close = (found: Float64Array, expected: number[][]) => {
  const flat = expected.flat()
  expect(found).toHaveLength(flat.length)
  for (const [i, value] of flat.entries()) expect(found[i]).toBeCloseTo(value, 4)
}

const TABLE = [
  [8.8, gap, gap, gap],
  [9.3, gap, gap, -0.8],
  [-0.5, gap, 0.7, gap],
  [3.8, 0.6, 2.2, 1.7],
  [7.5, gap, 1.6, gap],
  [-12.8, gap, 4.3, -3.7],
  [gap, -7.3, 0.2, -0.9],
  [7.7, gap, 0.8, 1.9],
  [-4.4, -9.9, gap, 0.8],
  [6.2, gap, -1.9, gap],
  [-5.2, gap, -8.5, 9.8],
  [-2.5, -2.2, gap, 3.9],
]

// Each from sklearn.impute.KNNImputer of scikit-learn 1.2.1.
describe('fillGaps', () => {
  it('gives the example of the docstring (n_neighbors=2)', () => {
    const rows = [
      [1, 2, gap],
      [3, 4, 3],
      [gap, 6, 5],
      [8, 8, 7],
    ]
    close(fill(rows, rows, 2), [
      [1, 2, 4],
      [3, 4, 3],
      [5.5, 6, 5],
      [8, 8, 7],
    ])
  })

  it('fills a table from its own rows (n_neighbors=5)', () => {
    const found = fill(TABLE, TABLE)
    // fit_transform, but for −3.8333: scikit-learn has −4.7 there, since it lets in a row that shares no number.
    const sklearn = [
      [8.8, -3.8333, 0.68, 1.5],
      [9.3, -4.7, 0.58, -0.8],
      [-0.5, -4.7, 0.7, 1.48],
      [3.8, 0.6, 2.2, 1.7],
      [7.5, -4.7, 1.6, 1.16],
      [-12.8, -4.7, 4.3, -3.7],
      [6.04, -7.3, 0.2, -0.9],
      [7.7, -4.7, 0.8, 1.9],
      [-4.4, -9.9, -0.22, 0.8],
      [6.2, -4.7, -1.9, 1.16],
      [-5.2, -4.7, -8.5, 9.8],
      [-2.5, -2.2, -0.92, 3.9],
    ]
    close(found, sklearn)
  })

  it('fills other rows from the donors (n_neighbors=3), and by the mean where they share nothing', () => {
    close(
      fill(
        TABLE,
        [
          [0, gap, gap, 1],
          [gap, gap, gap, gap],
          [gap, 2, -4, gap],
        ],
        3,
      ),
      [
        [0, -2.966666666666667, 1.0333333333333334, 1],
        [1.6272727272727272, -4.7, -0.075, 1.5875],
        [2.5, 2, -4, 5.133333333333334],
      ],
    )
    const apart = [
      [1, gap],
      [gap, 2],
      [3, gap],
      [gap, 6],
    ]
    close(fill(apart, apart, 2), [
      [1, 4],
      [2, 2],
      [3, 4],
      [2, 6],
    ])
  })

  it('has 0 for a column that nobody has, and leaves whole rows as they are', () => {
    expect([
      ...fill(
        [[1, gap]],
        [
          [2, gap],
          [3, 4],
        ],
        2,
      ),
    ]).toEqual([2, 0, 3, 4])
  })
})
