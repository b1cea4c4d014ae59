import type { BenchRow } from './row.ts'

/** What came of the same training with several seeds: mean, and the deviation of one about it, with n − 1. */
export interface Seeded {
  readonly mean: number
  readonly sd: number
}

export function seeded(values: readonly number[]): Seeded {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
  return { mean, sd }
}

/**
 * A row of errors, the less the better, each the mean of as many seeds on either side. The goal is met unless ours is worse
 * by more than chance has it: two standard errors of the difference of the two means.
 */
export function noiseRow(
  row: Pick<BenchRow, 'work' | 'peer' | 'unit'>,
  ours: readonly number[],
  theirs: Seeded,
): BenchRow {
  const { mean, sd } = seeded(ours)
  const noise = 2 * Math.sqrt((sd ** 2 + theirs.sd ** 2) / ours.length)
  return {
    ...row,
    ours: Number(mean.toPrecision(4)),
    theirs: Number(theirs.mean.toPrecision(4)),
    ratio: Number((theirs.mean / mean).toPrecision(3)),
    goal: `not worse by more than ${noise.toPrecision(2)}`,
    met: mean <= theirs.mean + noise,
  }
}
