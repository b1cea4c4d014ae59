import type { ColumnType, Vector } from '../dataset/column.ts'
import { AssayError } from '../errors.ts'
import { formatCount, formatUnits } from '../format/format.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { cellTexts } from './cellTexts.ts'
import type { Split, SplitSpec } from './split.ts'
import { uniformsOf } from './uniform.ts'

/** How many folds a question may ask for. */
export const FOLDS = [3, 5, 10] as const

/** Which fold, from 0, of how many. */
export interface Fold {
  readonly index: number
  readonly of: number
}

export interface FoldInput {
  readonly spec: SplitSpec
  readonly seed: number
  readonly task: TaskKind
  /** Class index or value of every row of the dataset. */
  readonly target: Float64Array
  /** The column that a group or time split names. */
  readonly column?: Vector | undefined
  readonly columnType?: ColumnType | undefined
  /** Each row's key, its ordinal when it was first read; row i has key i where absent. */
  readonly ids?: Uint32Array | undefined
}

/**
 * The split of one fold: the rows that do not test are dealt into folds anew, of which one validates and the others train.
 *
 * - classes: rank of u (see `uniformsOf`) within the class, modulo the folds, so that all have the same mix; of a number the
 *   rank among all rows.
 * - by group: rank of the groups' u, modulo the folds: rows of one group stay together.
 * - by time: the rows in order of time are cut into one piece more than there are folds; a fold validates its piece, and all
 *   before it train (scikit-learn's TimeSeriesSplit). Rows of one instant stay together; those without a time always train.
 *
 * Test rows take no part. Throws `split.empty` where a fold would have no rows to train on or to validate with.
 */
export function splitOfFold(split: Split, { index, of }: Fold, input: FoldInput): Split {
  const pool = Uint32Array.from([...split.train, ...split.validation]).sort()
  const foldOf = input.spec.kind === 'time' ? foldsByTime(pool, of, input) : foldsByRank(pool, of, input)
  const isTime = input.spec.kind === 'time'
  const train = pool.filter((_, i) => (isTime ? foldOf[i]! < index : foldOf[i] !== index))
  const validation = pool.filter((_, i) => foldOf[i] === index)
  if (train.length === 0 || validation.length === 0)
    throw new AssayError(
      'split.empty',
      `${formatUnits(pool.length, 'row')} are too few, or too much alike, for ${formatCount(of)} folds. Choose fewer folds, or none.`,
    )
  return { ...split, train, validation }
}

/**
 * The fold of each row of the pool by the rank of a number that only its key and the seed decide; as {@link splitOfFold},
 * whatever the order in time.
 */
export function foldsByRank(pool: Uint32Array, of: number, input: FoldInput): Int32Array {
  const { spec, seed, task, target, column, columnType, ids } = input
  const uniform = uniformsOf(seed)
  const keyOf = (row: number) => ids?.[row] ?? row
  const folds = new Int32Array(pool.length)
  if (spec.kind === 'group' && column) {
    const text = cellTexts(column, columnType)
    // A row without a group is a group of its own.
    const groupOf = (row: number) => text(row) ?? keyOf(row)
    const groups = [...new Set(Array.from(pool, groupOf))].sort((a, b) => uniform(a) - uniform(b))
    const rank = new Map(groups.map((group, i) => [group, i]))
    pool.forEach((row, i) => {
      folds[i] = rank.get(groupOf(row))! % of
    })
    return folds
  }
  const members = new Map<number, { readonly place: number; readonly u: number }[]>()
  pool.forEach((row, place) => {
    const label = task === 'regression' ? 0 : target[row]!
    const own = members.get(label) ?? []
    own.push({ place, u: uniform(keyOf(row)) })
    members.set(label, own)
  })
  let before = 0
  for (const own of members.values()) {
    own.sort((a, b) => a.u - b.u || a.place - b.place)
    own.forEach(({ place }, rank) => {
      // Classes begin where the one before ended, so that the folds are of one size.
      folds[place] = (before + rank) % of
    })
    before += own.length
  }
  return folds
}

/** Of rows in order of time: −1 for the first piece, which only trains, then 0 up to the last fold. */
function foldsByTime(pool: Uint32Array, of: number, { column }: FoldInput): Int32Array {
  const folds = new Int32Array(pool.length).fill(-1)
  if (column?.kind !== 'numeric') return folds
  const times = column.values
  const dated = Array.from(pool.keys())
    .filter((i) => !Number.isNaN(times[pool[i]!]!))
    .sort((a, b) => times[pool[a]!]! - times[pool[b]!]! || a - b)
  let piece = 0
  for (const [rank, i] of dated.entries()) {
    const isSame = rank > 0 && times[pool[i]!] === times[pool[dated[rank - 1]!]!]
    if (!isSame) piece = Math.floor((rank * (of + 1)) / dated.length)
    folds[i] = piece - 1
  }
  return folds
}
