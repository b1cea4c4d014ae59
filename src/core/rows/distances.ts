import { median, quantileOfSorted } from '../centre.ts'
import { formatShare, formatUnits } from '../format/format.ts'
import type { Neighbours } from '../knn/nearest.ts'
import { ODD_ROWS_LISTED, type OddRow, type RowFinding } from './finding.ts'

/** Rows nearer to another than this times the median of such distances are nearly the same (cleanlab's Datalab). */
const ALIKE = 0.13
/** Interquartile ranges beyond the third quartile from which a row is far from all (Datalab's threshold .37037 = 1/2.7). */
const FAR = 1.7

/** Neighbours of rows that were compared in another order than the dataset has them. */
export interface ComparedRows {
  readonly neighbours: Neighbours
  /** The row of the dataset at each place. */
  readonly rowAt: Uint32Array
  /** Rows of the dataset, for shares of those that were compared. */
  readonly compared: number
}

/** Rows nearly the same as another, nearest first; those equal in every cell (`first`, over all columns) left out. */
export function findAlike(rows: ComparedRows, first: Uint32Array): RowFinding | undefined {
  const { neighbours, rowAt, compared } = rows
  const { k, indices, distances } = neighbours
  const nearest = Float64Array.from({ length: rowAt.length }, (_, i) => distances[i * k]!)
  const most = ALIKE * median(nearest)
  const hasCopy = new Uint8Array(first.length)
  for (let row = 0; row < first.length; row++) {
    if (first[row] === row) continue
    hasCopy[row] = 1
    hasCopy[first[row]!] = 1
  }
  const found: OddRow[] = []
  for (let i = 0; i < rowAt.length; i++) {
    const row = rowAt[i]!
    if (nearest[i]! < most && !hasCopy[row]) found.push({ row, beside: rowAt[indices[i * k]!]!, distance: nearest[i]! })
  }
  if (found.length === 0) return undefined
  found.sort((a, b) => a.distance! - b.distance! || a.row - b.row)
  const droppable = laterOfAlike(rows, found, most)
  const count = found.length
  const share = count / compared
  const sentence = `${formatUnits(count, 'row')} (${formatShare(share)}) ${count === 1 ? 'is' : 'are'} nearly the same as another row: less than .13 of the usual distance away.`
  return {
    kind: 'alike',
    sentence,
    count,
    share,
    rows: found.slice(0, ODD_ROWS_LISTED),
    ...(droppable.length > 0 && { droppable }),
  }
}

/** Of rows nearly the same all but the first: each found row that is near one before it that stays. */
function laterOfAlike({ neighbours, rowAt }: ComparedRows, found: readonly OddRow[], most: number) {
  const { k, indices, distances } = neighbours
  const near = new Map<number, number[]>(found.map(({ row }) => [row, []]))
  for (let i = 0; i < rowAt.length; i++) {
    const mine = near.get(rowAt[i]!)
    if (!mine) continue
    for (let j = i * k; j < (i + 1) * k && distances[j]! < most; j++) {
      const theirs = near.get(rowAt[indices[j]!]!)
      if (!theirs) continue
      mine.push(rowAt[indices[j]!]!)
      theirs.push(rowAt[i]!)
    }
  }
  const dropped = new Set<number>()
  for (const row of [...near.keys()].sort((a, b) => a - b))
    if (near.get(row)!.some((other) => other < row && !dropped.has(other))) dropped.add(row)
  return Uint32Array.from(dropped)
}

/** Rows far from all others by their mean distance to their neighbours, farthest first. */
export function findOutliers({ neighbours, rowAt, compared }: ComparedRows): RowFinding | undefined {
  const means = meanDistances(neighbours, rowAt.length)
  const sorted = means.slice().sort()
  const third = quantileOfSorted(sorted, 0.75)
  const limit = third + FAR * (third - quantileOfSorted(sorted, 0.25))
  const scale = quantileOfSorted(sorted, 0.5)
  const found: OddRow[] = []
  for (let i = 0; i < rowAt.length; i++)
    if (means[i]! > limit) {
      const distance = means[i]!
      const times = scale > 0 ? { times: distance / scale } : {}
      found.push({ row: rowAt[i]!, distance, ...times, score: outlierScore(distance, scale) })
    }
  if (found.length === 0) return undefined
  found.sort((a, b) => b.distance! - a.distance! || a.row - b.row)
  const count = found.length
  const share = count / compared
  const sentence = `${formatUnits(count, 'row')} (${formatShare(share)}) ${count === 1 ? 'is' : 'are'} far from all others: more than 1.7 interquartile ranges beyond the third quartile of distances.`
  const droppable = Uint32Array.from(found, ({ row }) => row).sort()
  return { kind: 'outliers', sentence, count, share, rows: found.slice(0, ODD_ROWS_LISTED), droppable }
}

/** The mean distance of each row to the neighbours it has; 0 where it has none. */
function meanDistances({ k, indices, distances }: Neighbours, rows: number): Float64Array {
  const means = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    let count = 0
    for (; count < k && indices[row * k + count]! >= 0; count++) sum += distances[row * k + count]!
    if (count > 0) means[row] = sum / count
  }
  return means
}

/** exp(−distance / scale): how near a row is to others, `scale` being the usual distance (cleanlab's outlier score). */
export function outlierScore(distance: number, scale: number): number {
  return Math.exp(-distance / Math.max(scale, Number.EPSILON))
}
