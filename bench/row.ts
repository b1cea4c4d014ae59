/** One comparison; `ratio` is how many times better ours is. */
export interface BenchRow {
  readonly work: string
  readonly peer: string
  readonly ours: number
  readonly theirs: number
  readonly unit: string
  readonly ratio: number
  readonly goal: string
  readonly met: boolean
}

export interface BenchOutcome {
  readonly device: string
  readonly rows: readonly BenchRow[]
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const rounded = (value: number) => Number(value.toPrecision(3))

/** A row of times, where less is better. `least` is the smallest ratio that meets the goal. */
export function timeRow(
  row: Pick<BenchRow, 'work' | 'peer' | 'unit'>,
  ours: number,
  theirs: number,
  least: number,
): BenchRow {
  const ratio = theirs / ours
  return {
    ...row,
    ours: rounded(ours),
    theirs: rounded(theirs),
    ratio: rounded(ratio),
    goal: `≥ ${least}`,
    met: ratio >= least,
  }
}
