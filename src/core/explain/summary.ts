import { quantileOf } from '../profile/quantile.ts'
import type { Contributions } from './explain.ts'

/** How much a column adds to the answers of all rows. */
export interface ColumnSize {
  readonly column: string
  /** Its place among the columns of the contributions. */
  readonly place: number
  /** Mean size of what it adds, whichever way. */
  readonly mean: number
}

/** Columns by the mean size of their contributions, largest first (Lundberg et al. 2020, global importance). */
export function sizeColumns({ columns, values }: Pick<Contributions, 'columns' | 'values'>): ColumnSize[] {
  const width = columns.length
  const rows = width > 0 ? values.length / width : 0
  return columns
    .map((column, place) => {
      let sum = 0
      for (let row = 0; row < rows; row++) sum += Math.abs(values[row * width + place]!)
      return { column, place, mean: rows > 0 ? sum / rows : 0 }
    })
    .sort((a, b) => b.mean - a.mean)
}

/** One step from the expected answer to a row's own. */
export interface FallStep {
  /** Place of the column; undefined for all that are too small to be shown alone. */
  readonly place: number | undefined
  /** Columns of this step. */
  readonly columns: number
  readonly added: number
  readonly from: number
  readonly to: number
}

/**
 * A row's answer taken apart: from the expected answer column by column, the largest first, those beyond `most` in one last
 * step. The last step ends at the answer.
 * @param values What each column adds to this row.
 */
export function fallOf(expected: number, values: Float64Array, most: number): FallStep[] {
  const places = Array.from(values.keys()).sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!))
  // One column alone is named rather than called the others.
  const shown = places.length > most + 1 ? places.slice(0, most) : places
  const steps: FallStep[] = []
  let from = expected
  for (const place of shown) {
    const to = from + values[place]!
    steps.push({ place, columns: 1, added: values[place]!, from, to })
    from = to
  }
  const others = places.slice(shown.length)
  if (others.length > 0) {
    const added = others.reduce((sum, place) => sum + values[place]!, 0)
    steps.push({ place: undefined, columns: others.length, added, from, to: from + added })
  }
  return steps
}

/** Ends between which a cell is graded: what lies beyond is as low or as high as they are. */
const GRADED = [0.05, 0.95] as const

/**
 * How high each number is among them, from 0 (the 5th percentile or less) to 1 (the 95th or more); NaN where it is missing,
 * and .5 where all are the same.
 */
export function gradesOf(numbers: Float64Array): Float64Array {
  const ordered = numbers.filter((value) => !Number.isNaN(value)).sort()
  const [low, high] = GRADED.map((share) => quantileOf(ordered, share)) as [number, number]
  return numbers.map((value) => {
    if (Number.isNaN(value)) return value
    if (!(high > low)) return value === low ? 0.5 : value < low ? 0 : 1
    return Math.max(0, Math.min(1, (value - low) / (high - low)))
  })
}

/** How far from the middle of its lane a point goes, at most; lanes are one apart. */
const HALF_LANE = 0.4
/** Between two points, where there is room. */
const STEP = 0.09

/**
 * Where points of one lane lie across it, so that as many are seen as there is room for: those that fall into the same of
 * `bins` stretches go to one side and the other in turn, closer together in all stretches where the fullest has too many.
 * In the order given.
 * @param span Where the axis begins and ends.
 */
export function swarmOffsets(values: Float64Array, span: readonly [number, number], bins = 120): Float64Array {
  const width = (span[1] - span[0]) / bins || 1
  const counts = new Map<number, number>()
  const ranks = values.map((value) => {
    const bin = Math.floor((value - span[0]) / width)
    const rank = counts.get(bin) ?? 0
    counts.set(bin, rank + 1)
    return rank
  })
  const furthest = Math.ceil((Math.max(1, ...counts.values()) - 1) / 2)
  const step = furthest > 0 ? Math.min(STEP, HALF_LANE / furthest) : 0
  return ranks.map((rank) => (rank % 2 === 0 ? -1 : 1) * Math.ceil(rank / 2) * step + 0)
}
