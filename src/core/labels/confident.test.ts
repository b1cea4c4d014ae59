import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runAtOnce } from '../work.ts'
import { findLabelIssues } from './confident.ts'

/** Twenty rows of four classes, from cleanlab's tests (`test_filter_count.py`, issue 158); expected values by cleanlab 2.9. */
const PROBABILITIES = [
  [0.27916167, 0.14589103, 0.29264585, 0.28230144],
  [0.13429196, 0.12536383, 0.47943979, 0.26090442],
  [0.41348584, 0.13463275, 0.25845595, 0.19342546],
  [0.27753469, 0.12295569, 0.33125886, 0.26825075],
  [0.11649856, 0.11219034, 0.51857122, 0.25273988],
  [0.38010026, 0.25572261, 0.1330541, 0.23112304],
  [0.31583755, 0.1363069, 0.29246806, 0.2553875],
  [0.30240076, 0.16925207, 0.26499082, 0.26335636],
  [0.44524505, 0.27410085, 0.08305069, 0.19760341],
  [0.22903975, 0.07783631, 0.38035414, 0.3127698],
  [0.2507156, 0.120729, 0.32551729, 0.30303812],
  [0.43809229, 0.14401381, 0.208393, 0.2095009],
  [0.20749181, 0.11883556, 0.38402152, 0.28965111],
  [0.43840254, 0.13538447, 0.24518806, 0.18102493],
  [0.28504779, 0.1030975, 0.34258602, 0.26926868],
  [0.38425408, 0.29168969, 0.15181255, 0.17224368],
  [0.19339907, 0.10804265, 0.37570368, 0.3228546],
  [0.21509781, 0.07190167, 0.38914722, 0.3238533],
  [0.27040334, 0.1303784, 0.3284232, 0.27079507],
  [0.4059021, 0.1671356, 0.24889193, 0.17807036],
]
const LABELS = [3, 3, 1, 3, 0, 2, 2, 2, 0, 2, 2, 1, 0, 0, 0, 0, 2, 1, 3, 3]

const found = runAtOnce(
  findLabelIssues({ labels: LABELS, probabilities: Float64Array.from(PROBABILITIES.flat()), classes: 4 }),
)

describe('confident learning', () => {
  it('has the thresholds and the joint counts of cleanlab', () => {
    expect([...found.thresholds].map((t) => Number(t.toFixed(8)))).toEqual([
      0.31282331, 0.11684941, 0.29534802, 0.25206441,
    ])
    // cleanlab counts at least one row right in every class; we say what was counted.
    expect(found.joint).toEqual([
      [3, 0, 3, 0],
      [2, 0, 1, 0],
      [3, 0, 3, 0],
      [1, 0, 4, 0],
    ])
  })

  it('finds the issues of cleanlab in its order', () => {
    expect(found.issues.map(({ row }) => row)).toEqual([17, 4, 5, 2, 11, 19, 12, 1, 7, 3, 18, 0, 14, 6])
    expect(found.issues[0]).toMatchObject({ label: 1, suggested: 2 })
  })

  it('finds those of two classes', () => {
    const positive = [
      0.2889602701494339, 0.36328685124802274, 0.24281652690123584, 0.3605836270526695, 0.4146315960803345,
      0.33240318835173316, 0.2759352170893023, 0.25952575930222266, 0.28517478033781196,
    ]
    const { issues, joint } = runAtOnce(
      findLabelIssues({
        labels: [0, 1, 1, 1, 1, 0, 0, 1, 0],
        probabilities: Float64Array.from(positive.flatMap((p) => [1 - p, p])),
        classes: 2,
      }),
    )
    expect(issues.map(({ row }) => row)).toEqual([2, 7])
    expect(joint).toEqual([
      [3, 1],
      [2, 3],
    ])
  })

  it('never flags a row whose label is the most probable class', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            label: fc.nat(1),
            raw: fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: 0.01, max: 1, noNaN: true }))),
          }),
          { minLength: 1, maxLength: 40 },
        ),
        (rows) => {
          const probabilities = Float64Array.from(
            rows.flatMap(({ raw }) => raw.map((part) => part / raw.reduce((sum, each) => sum + each, 0))),
          )
          const { issues } = runAtOnce(
            findLabelIssues({ labels: rows.map(({ label }) => label), probabilities, classes: 3 }),
          )
          for (const { row, label } of issues) {
            const its = probabilities.subarray(row * 3, row * 3 + 3)
            expect(Math.max(...its)).toBeGreaterThan(its[label]!)
          }
        },
      ),
    )
  })
})
