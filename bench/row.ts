/** One comparison; `ratio` is how many times better ours is. What could not be run has no numbers and is not met. */
export interface BenchRow {
  readonly work: string
  readonly peer: string
  readonly ours: number | null
  readonly theirs: number | null
  readonly unit: string
  readonly ratio: number | null
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

/**
 * A row of times or sizes, where less is better. `least` is the smallest ratio that meets the goal; a goal that lets ours
 * be slower than the peer has a ratio below one.
 */
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
    goal: `≥ ${rounded(least)}`,
    met: ratio >= least,
  }
}

/** The row of a comparison whose peer is not on this machine. */
export function rowNotRun(row: Pick<BenchRow, 'work' | 'peer' | 'unit'>, least: number): BenchRow {
  return { ...row, ours: null, theirs: null, ratio: null, goal: `≥ ${least} (not run)`, met: false }
}
