import { describe, expect, it } from 'vitest'
import { normalFrom, seededRandom } from '../random.ts'
import { unitsOf } from '../resample/resample.ts'
import { runAtOnce } from '../work.ts'
import { confirmSlices } from './confirm.ts'
import { findSlices } from './sliceLine.ts'

describe('confirmSlices', () => {
  it("has Welch's interval", () => {
    // scipy 1.10: ttest_ind([3, 4, 5, 7], [1, 2, 2, 4, 1, 3], equal_var=False); interval from its df, rounded down to 4.
    const errors = Float64Array.from([3, 4, 5, 7, 1, 2, 2, 4, 1, 3])
    const [check] = runAtOnce(confirmSlices(errors, [Uint32Array.of(0, 1, 2, 3)], { seed: 1 }))
    expect(check).toMatchObject({ rows: 4, error: 4.75, errorOutside: 13 / 6 })
    expect(check!.difference).toBeCloseTo(31 / 12, 12)
    // sqrt(2.9166667 / 4 + 1.3666667 / 6) = .97824; t(.975, 4) = 2.776445.
    expect(check!.low).toBeCloseTo(31 / 12 - 2.776445 * 0.97823651, 4)
    expect(check!.high).toBeCloseTo(31 / 12 + 2.776445 * 0.97823651, 4)
  })

  it('has the chance of a hypergeometric draw', () => {
    // 6 of 20 rows are wrong, 5 of them in a slice of 8: scipy 1.10 hypergeom.sf(4, 20, 6, 8) = .01805985.
    const errors = Float64Array.from({ length: 20 }, (_, row) => Number(row < 5 || row === 19))
    const slice = Uint32Array.from({ length: 8 }, (_, row) => row)
    const [check] = runAtOnce(confirmSlices(errors, [slice], { seed: 3 }))
    expect(check!.p).toBeGreaterThan(0.01)
    expect(check!.p).toBeLessThan(0.028)
    // The rest of the rows is as unlikely to be so good.
    const [rest] = runAtOnce(
      confirmSlices(
        errors.map((error) => 1 - error),
        [Uint32Array.from({ length: 12 }, (_, i) => i + 8)],
        { seed: 3 },
      ),
    )
    expect(rest!.p).toBeGreaterThan(0.01)
    expect(rest!.p).toBeLessThan(0.028)
  })

  it('confirms nothing more often than stated where errors have nothing to do with the columns', () => {
    const trials = 120
    let confirmed = 0
    for (let trial = 0; trial < trials; trial++) {
      const random = seededRandom('shuffled errors', trial)
      const rows = 300
      const columns = Array.from({ length: 5 }, () => ({
        codes: Int32Array.from({ length: rows }, () => Math.floor(random() * 4)),
        levels: 4,
      }))
      // Losses with a long tail, where a t test alone would be too sure.
      const errors = Float64Array.from({ length: rows }, () => (-Math.log(random())) ** 3)
      const half = rows / 2
      const found = runAtOnce(
        findSlices(
          errors.slice(0, half),
          columns.map(({ codes, levels }) => ({ codes: codes.slice(0, half), levels })),
        ),
      ).slices
      const others = found.map(({ levels }) =>
        Uint32Array.from({ length: half }, (_, row) => row).filter((row) =>
          levels.every(({ column, level }) => columns[column]!.codes[half + row] === level),
        ),
      )
      const checks = runAtOnce(confirmSlices(errors.slice(half), others, { seed: trial }))
      if (checks.some((check) => check?.isConfirmed)) confirmed++
    }
    // Of 120 at a chance of .05, 12 or more happen once in 60 (binomial).
    expect(confirmed).toBeLessThan(12)
  })

  it('is no surer where rows hang together in groups', () => {
    const trials = 80
    let confirmed = 0
    for (let trial = 0; trial < trials; trial++) {
      const random = seededRandom('grouped errors', trial)
      // Thirty groups of twenty rows, each with a rate of its own; a column is the same for all rows of a group.
      const groups = Int32Array.from({ length: 600 }, (_, row) => Math.floor(row / 20))
      const rates = Array.from({ length: 30 }, () => 0.6 * random() ** 2)
      const kinds = Array.from({ length: 30 }, () => Math.floor(3 * random()))
      const errors = Float64Array.from(groups, (group) => Number(random() < rates[group]!))
      const slices = [0, 1, 2].map((kind) =>
        Uint32Array.from({ length: 600 }, (_, row) => row).filter((row) => kinds[groups[row]!] === kind),
      )
      const checks = runAtOnce(confirmSlices(errors, slices, { seed: trial, groups }))
      if (checks.some((check) => check?.isConfirmed)) confirmed++
    }
    // Of 80 at a chance of .05, 10 or more happen once in 120 (binomial).
    expect(confirmed).toBeLessThan(10)
  })

  it('is wrong less than a fourth as often by blocks of neighbouring times, where slices are stretches of time that rows hang together in', () => {
    const rows = 1_000
    const confirmed = (inTime: boolean, trials: number) => {
      let count = 0
      for (let trial = 0; trial < trials; trial++) {
        // Errors, each half of the one before; the column is the tenth of the time that a row is of.
        const normal = normalFrom(seededRandom('errors in time', trial))
        const errors = new Float64Array(rows)
        let value = normal()
        for (let row = 0; row < rows; row++) {
          errors[row] = Math.max(0, 3 + value)
          value = 0.5 * value + Math.sqrt(0.75) * normal()
        }
        const slices = Array.from({ length: 10 }, (_, tenth) =>
          Uint32Array.from({ length: rows / 10 }, (_, i) => (tenth * rows) / 10 + i),
        )
        const groups = Int32Array.from({ length: rows }, (_, row) => row)
        const units = inTime ? unitsOf({ groups, inTime }) : undefined
        const checks = runAtOnce(confirmSlices(errors, slices, { seed: trial, groups: units }))
        if (checks.some((check) => check?.isConfirmed)) count++
      }
      return count / trials
    }
    // Measured .55, and .095 by blocks, which catch what reaches over them only in part.
    expect(confirmed(false, 60)).toBeGreaterThan(0.4)
    expect(confirmed(true, 200)).toBeLessThan(0.13)
  })

  it('has the variance of group means where every group is of one size and on one side', () => {
    // Means 1, 3 | 2, 6, 10: difference 6 − 2; Σ of squared pulls (1 + 1) / 4 + (16 + 0 + 16) / 9, times 5 / 4.
    const errors = Float64Array.from([1, 1, 3, 3, 2, 2, 6, 6, 10, 10])
    const groups = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    const slice = Uint32Array.from([4, 5, 6, 7, 8, 9])
    const [check] = runAtOnce(confirmSlices(errors, [slice], { seed: 1, groups }))
    const error = Math.sqrt((5 / 4) * (2 / 4 + 32 / 9))
    expect(check!.difference).toBe(4)
    // t(.975, 1) = 12.706205.
    expect(check!.high - 4).toBeCloseTo(12.706205 * error, 4)
    const one = runAtOnce(confirmSlices(errors, [Uint32Array.of(0, 1)], { seed: 1, groups }))
    expect(one).toEqual([undefined])
  })

  it('says nothing of a slice of one row, or of all', () => {
    const errors = Float64Array.of(1, 2, 3)
    const slices = [Uint32Array.of(0), Uint32Array.of(0, 1, 2)]
    expect(runAtOnce(confirmSlices(errors, slices, { seed: 1 }))).toEqual([undefined, undefined])
  })
})
