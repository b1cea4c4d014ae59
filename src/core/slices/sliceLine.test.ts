import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { runAtOnce } from '../work.ts'
import { type CodedColumn, findSlices, SLICE_SEARCH } from './sliceLine.ts'

function codesOf(rows: number, levels: number, random: () => number): CodedColumn {
  return { codes: Int32Array.from({ length: rows }, () => Math.floor(random() * (levels + 1)) - 1), levels }
}

/** Every slice by trying all, as the definition has it. */
function byTryingAll(errors: Float64Array, columns: readonly CodedColumn[], { alpha, depth, support } = SLICE_SEARCH) {
  const n = errors.length
  const mean = errors.reduce((sum, error) => sum + error, 0) / n
  const all: { levels: { column: number; level: number }[]; score: number }[] = []
  const walk = (levels: { column: number; level: number }[], from: number) => {
    if (levels.length > 0) {
      const rows = [...errors.keys()].filter((row) =>
        levels.every(({ column, level }) => columns[column]!.codes[row] === level),
      )
      if (rows.length >= support) {
        const error = rows.reduce((sum, row) => sum + errors[row]!, 0) / rows.length
        all.push({ levels, score: alpha * (error / mean - 1) - (1 - alpha) * (n / rows.length - 1) })
      }
    }
    if (levels.length === depth) return
    for (let column = from; column < columns.length; column++)
      for (let level = 0; level < columns[column]!.levels; level++) walk([...levels, { column, level }], column + 1)
  }
  walk([], 0)
  return all.sort((a, b) => b.score - a.score)
}

/** Sums that come in another order may lie on the other side of 0. */
const isAboveRounding = ({ score }: { readonly score: number }) => score > 1e-9

describe('findSlices', () => {
  it('finds what trying all slices finds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), fc.boolean(), (seed, width, isZeroOne) => {
        const random = seededRandom('slices', seed)
        const rows = 60
        const columns = Array.from({ length: width }, (_, i) => codesOf(rows, 2 + i, random))
        const errors = Float64Array.from({ length: rows }, () => (isZeroOne ? Number(random() < 0.2) : random() ** 6))
        const search = { ...SLICE_SEARCH, alpha: 0.8, support: 5 }
        const found = runAtOnce(findSlices(errors, columns, search)).slices.filter(isAboveRounding)
        const best = byTryingAll(errors, columns, search).filter(isAboveRounding)
        expect(found.length > 0).toBe(best.length > 0)
        if (best[0]) expect(found[0]!.score).toBeCloseTo(best[0].score, 10)
        for (const slice of found) {
          const same = best.find(({ levels }) => JSON.stringify(levels) === JSON.stringify(slice.levels))
          expect(slice.score).toBeCloseTo(same!.score, 10)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('finds a planted slice first, whatever the other columns', () => {
    const random = seededRandom('planted', 1)
    const rows = 4_000
    const columns = Array.from({ length: 8 }, () => codesOf(rows, 6, random))
    const isBad = (row: number) => columns[2]!.codes[row] === 3 && columns[5]!.codes[row] === 1
    const errors = Float64Array.from({ length: rows }, (_, row) => Number(random() < (isBad(row) ? 0.9 : 0.1)))
    const [first] = runAtOnce(findSlices(errors, columns)).slices
    expect(first!.levels).toEqual([
      { column: 2, level: 3 },
      { column: 5, level: 1 },
    ])
    expect([...first!.rows]).toEqual([...errors.keys()].filter(isBad))
  })

  it('has the score of the definition', () => {
    // Half of 40 rows hold all 8 errors: .6 (.4 / .2 − 1) − .4 (2 − 1) = .2.
    const codes = Int32Array.from({ length: 40 }, (_, row) => row % 2)
    const errors = Float64Array.from({ length: 40 }, (_, row) => Number(row % 2 === 0 && row < 16))
    const [first] = runAtOnce(findSlices(errors, [{ codes, levels: 2 }], { ...SLICE_SEARCH, alpha: 0.6 })).slices
    expect(first).toMatchObject({ levels: [{ column: 0, level: 0 }], error: 0.4 })
    expect(first!.score).toBeCloseTo(0.2, 12)
  })

  it('finds nothing where nothing is wrong, or all rows are equally wrong', () => {
    const columns = [{ codes: Int32Array.from({ length: 40 }, (_, row) => row % 3), levels: 3 }]
    expect(runAtOnce(findSlices(new Float64Array(40), columns))).toEqual({ slices: [] })
    expect(runAtOnce(findSlices(new Float64Array(40).fill(2), columns))).toEqual({ slices: [] })
  })

  it('does not say the same again', () => {
    const codes = Int32Array.from({ length: 200 }, (_, row) => Number(row < 40))
    const errors = Float64Array.from(codes)
    const found = runAtOnce(
      findSlices(errors, [
        { codes, levels: 2 },
        { codes, levels: 2 },
      ]),
    )
    expect(found.slices).toHaveLength(1)
  })

  it('looks at every single level, and into as many as there is time for, whose number it says', () => {
    const random = seededRandom('budget', 1)
    const rows = 2_000
    const columns = Array.from({ length: 6 }, () => codesOf(rows, 5, random))
    const isBad = (row: number) => columns[1]!.codes[row] === 2 && columns[4]!.codes[row] === 3
    const errors = Float64Array.from({ length: rows }, (_, row) =>
      Number(random() < (isBad(row) ? 0.8 : columns[0]!.codes[row] === 0 ? 0.2 : 0.1)),
    )
    const told: [number, number][] = []
    const progress = (done: number, of: number) => told.push([done, of])
    const whole = runAtOnce(findSlices(errors, columns, SLICE_SEARCH, { progress }))
    expect(whole.reached).toBeUndefined()
    expect(told.map(([done]) => done)).toEqual(told.map((_, i) => i))
    const singles = runAtOnce(findSlices(errors, columns, { ...SLICE_SEARCH, depth: 1 })).slices
    const none = runAtOnce(findSlices(errors, columns, SLICE_SEARCH, { isOver: () => true }))
    expect(none).toEqual({ slices: singles, reached: { done: 0, total: told[0]![1] } })
    let asked = 0
    const some = runAtOnce(findSlices(errors, columns, SLICE_SEARCH, { isOver: () => asked++ > 3 }))
    expect(some.reached!.total).toBe(told[0]![1])
    expect(some.reached!.done).toBeLessThan(some.reached!.total)
    for (const { levels, score } of some.slices) {
      const same = whole.slices.find((each) => JSON.stringify(each.levels) === JSON.stringify(levels))
      if (same) expect(same.score).toBe(score)
    }
  })
})
