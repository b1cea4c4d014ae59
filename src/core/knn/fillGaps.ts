import { finiteValues, meanAndStd } from '../centre.ts'
import type { Task } from '../task.ts'
import { type NearestEvent, runSearch } from './nearest.ts'
import { type Points, takePoints } from './points.ts'
import { type OpenSearch, openPlainSearch } from './search.ts'

/** Neighbours whose mean fills a gap; scikit-learn's default. */
const FILL_NEIGHBOURS = 5

interface FillOptions {
  readonly k?: number
  readonly open?: OpenSearch
}

/**
 * Rows with their gaps (NaN) filled, as scikit-learn's KNNImputer (uniform weights): by the mean of the column over the
 * `k` nearest donors that have a number there, near by `nanEuclidean`. Only donors that share a number with the row count;
 * where there is none, the column's mean over the donors; 0 where no donor has a number there either. (scikit-learn lets
 * donors without a shared number in where fewer than `k` others are left.) A row that is itself a donor cannot be its own
 * neighbour, since it lacks the number.
 */
export async function fillGaps(
  donors: Points,
  rows: Points,
  task: Task<NearestEvent>,
  { k = FILL_NEIGHBOURS, open = openPlainSearch }: FillOptions = {},
): Promise<Points> {
  const { width } = rows
  const gaps: number[] = []
  for (let i = 0; i < rows.values.length; i++) if (Number.isNaN(rows.values[i]!)) gaps.push(i)
  const values = rows.values.slice()
  if (gaps.length === 0) return { ...rows, values }

  const queries = takePoints(
    rows,
    Uint32Array.from(gaps, (cell) => Math.floor(cell / width)),
  )
  const present = Int32Array.from(gaps, (cell) => cell % width)
  const search = open({ points: donors, queries, k, hasGaps: true, present })
  await runSearch(search, gaps.length, donors, task)
  const { indices } = search.found()

  const means = new Map<number, number>()
  const meanOf = (column: number) => {
    const known = means.get(column)
    if (known !== undefined) return known
    const all = Float64Array.from({ length: donors.rows }, (_, row) => donors.values[row * width + column]!)
    const { mean } = meanAndStd(finiteValues(all))
    means.set(column, mean)
    return mean
  }
  for (const [i, cell] of gaps.entries()) {
    const column = present[i]!
    let sum = 0
    let found = 0
    for (; found < k; found++) {
      const donor = indices[i * k + found]!
      if (donor < 0) break
      sum += donors.values[donor * width + column]!
    }
    values[cell] = found > 0 ? sum / found : meanOf(column)
  }
  return { ...rows, values }
}
