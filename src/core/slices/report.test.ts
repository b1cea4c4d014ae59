import { describe, expect, it } from 'vitest'
import type { Frame } from '../dataset/column.ts'
import { seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { findWeakSlices } from './report.ts'

/** People of an age, a city and a height, of whom some that are old and in Oslo are got wrong. */
function people(rows: number, seed: number): { frame: Frame; isBad: (row: number) => boolean; random: () => number } {
  const random = seededRandom('people', seed)
  const age = Float64Array.from({ length: rows }, () => Math.floor(20 + 60 * random()))
  const city = Int32Array.from({ length: rows }, () => Math.floor(3 * random()))
  const height = Float64Array.from({ length: rows }, () => 150 + 50 * random())
  return {
    frame: {
      rows,
      columns: [
        { name: 'age', type: 'integer', vector: { kind: 'numeric', values: age } },
        { name: 'height', type: 'number', vector: { kind: 'numeric', values: height } },
        {
          name: 'city',
          type: 'category',
          vector: { kind: 'coded', codes: city, dictionary: ['Bonn', 'Oslo', 'Rome'] },
        },
      ],
    },
    isBad: (row) => city[row] === 1,
    random,
  }
}

describe('findWeakSlices', () => {
  it('finds a planted slice first, and confirms it on rows that it was not found on', () => {
    const { frame, isBad, random } = people(2_000, 1)
    const errors = Float64Array.from({ length: frame.rows }, (_, row) => Number(random() < (isBad(row) ? 0.4 : 0.05)))
    const { slices, rows, checkedRows, columns } = runAtOnce(findWeakSlices({ frame, errors, seed: 1 }))
    expect(rows + checkedRows).toBe(2_000)
    expect(columns).toEqual(['age', 'height', 'city'])
    const [first] = slices
    expect(first!.conditions).toEqual([{ column: 'city', word: 'is', text: 'Oslo' }])
    expect(first!.check).toMatchObject({ isConfirmed: true })
    expect(first!.check!.low).toBeGreaterThan(0.25)
    expect(first!.check!.high).toBeLessThan(0.45)
    expect(first!.check!.rows + first!.found.rows).toBe([...Array(2_000).keys()].filter(isBad).length)
  })

  it('confirms nothing more often than stated on shuffled errors', () => {
    let confirmed = 0
    for (let trial = 0; trial < 60; trial++) {
      const { frame, random } = people(300, 100 + trial)
      const errors = Float64Array.from({ length: frame.rows }, () => Number(random() < 0.2))
      const { slices } = runAtOnce(findWeakSlices({ frame, errors, seed: trial }))
      if (slices.some(({ check }) => check?.isConfirmed)) confirmed++
    }
    // Of 60 at a chance of .05, 9 or more happen once in 500 (binomial).
    expect(confirmed).toBeLessThan(9)
  })

  it('keeps rows of a group in one half', () => {
    const { frame } = people(40, 3)
    // One group holds every row but one: whichever half it is in, the other has one row.
    const groups = Int32Array.from({ length: 40 }, (_, row) => (row === 7 ? 5 : -3))
    const { rows, checkedRows } = runAtOnce(
      findWeakSlices({ frame, errors: new Float64Array(40).fill(1), groups, seed: 1 }),
    )
    expect([rows, checkedRows].sort((a, b) => a - b)).toEqual([1, 39])
  })
})
