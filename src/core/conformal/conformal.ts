import { AssayError } from '../errors.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { selectNumber } from '../selectNumber.ts'
import { eachRow, fill, rowsAtOnce, type Work } from '../work.ts'

/** How a set of classes is made up; see {@link openStrangeness}. */
export const SET_KINDS = ['lac', 'aps'] as const
export type SetKind = (typeof SET_KINDS)[number]

/** What is asked for: in how many of 100 rows the truth is to be inside. */
export interface ConformalSpec {
  /** Above 0 and below 1. */
  readonly level: number
  /** Of classes; `lac` where absent. */
  readonly sets?: SetKind | undefined
}

/** What was fitted by split conformal prediction (Papadopoulos et al. 2002; Vovk et al. 2005). */
export interface Conformal {
  readonly kind: 'residual' | SetKind
  readonly level: number
  /** The strangeness up to which an answer is inside; null where no bound holds, as the rows were too few. */
  readonly bound: number | null
  /** How many rows it was fitted on. */
  readonly rows: number
}

/** One of classes. */
type SetConformal = Conformal & { readonly kind: SetKind }

/** Whether it makes sets of classes, rather than intervals about numbers. */
export function makesSets(conformal: Conformal): conformal is SetConformal {
  return conformal.kind !== 'residual'
}

export const SET_LABELS: Readonly<Record<SetKind, string>> = { lac: 'Smallest', aps: 'Adaptive' }

/** The same within a sentence. */
export const SET_WORDS: Readonly<Record<SetKind, string>> = {
  lac: 'smallest sets (LAC)',
  aps: 'adaptive sets (APS)',
}

/** Rows below which no bound is finite: ⌈level · (n + 1)⌉ is more than n. */
export function leastRows(level: number): number {
  return Math.ceil(level / (1 - level) - 1e-9)
}

/**
 * The ⌈level · (n + 1)⌉-th smallest of n strangenesses; infinite where that is more than n. Of n + 1 rows that could have
 * come in any order, the last is no stranger than this with a probability of `level` at least.
 */
export function conformalQuantile(strangeness: Float64Array, level: number): number {
  // Rounding must not make 9.000000000000002 of 0.9 · 10.
  const place = Math.ceil(level * (strangeness.length + 1) - 1e-9)
  if (place > strangeness.length) return Number.POSITIVE_INFINITY
  const values = strangeness.slice()
  selectNumber(values, Math.max(0, place - 1))
  return values[Math.max(0, place - 1)]!
}

/**
 * Opens how strange it would be for a row to be of each class, by what was said of it; what it gives is written over by the
 * next row.
 *
 * - `lac`: 1 − probability of the class (least ambiguous set-valued classifiers: Sadinle, Lei and Wasserman 2019).
 * - `aps`: probabilities of all classes that are likelier, and its own (adaptive prediction sets: Romano, Sesia and Candès
 *   2020, without their random numbers, so that a row always has the same set); of equals the lower index comes first. The
 *   row is sorted once.
 */
function openStrangeness(kind: SetKind, width: number): (scores: Float32Array, from: number) => Float64Array {
  const strangeness = new Float64Array(width)
  if (kind === 'lac')
    return (scores, from) => {
      for (let j = 0; j < width; j++) strangeness[j] = 1 - scores[from + j]!
      return strangeness
    }
  const row = new Float32Array(width)
  const bits = new Uint32Array(row.buffer)
  const keys = new Float64Array(width)
  return (scores, from) => {
    // The bits of floats that are not negative sort as the floats do; of equals the higher index is less likely.
    for (let j = 0; j < width; j++) row[j] = scores[from + j]!
    for (let j = 0; j < width; j++) keys[j] = bits[j]! * width + (width - 1 - j)
    keys.sort()
    // Less what is less likely, rather than the sum of what is likelier: of the last class it is 1, whatever the rounding.
    let rest = 0
    for (const key of keys) {
      const j = width - 1 - (key % width)
      strangeness[j] = 1 - rest
      rest += row[j]!
    }
    return strangeness
  }
}

/** Rows that neither model nor calibration was fitted on: scores rows × width, and class indices or numbers. */
export interface HeldOutRows {
  readonly scores: Float32Array
  readonly width: number
  readonly actual: ArrayLike<number>
}

/**
 * Fits intervals or sets on rows. A number is as strange as it is far from what was predicted, a class by the kind of set.
 * @throws AssayError `spec.invalid` for a level that is no share
 */
export function* fitConformal(
  task: TaskKind,
  { level, sets = 'lac' }: ConformalSpec,
  { scores, width, actual }: HeldOutRows,
): Work<Conformal> {
  if (!(level > 0 && level < 1))
    throw new AssayError('spec.invalid', 'The level of intervals lies between 0 and 1, such as 0.9 for 90 in 100 rows.')
  const kind = task === 'regression' ? 'residual' : sets
  const rows = actual.length
  const read = kind === 'residual' ? undefined : openStrangeness(kind, width)
  const strangeness = yield* fill(
    new Float64Array(rows),
    (row) => (read ? read(scores, row * width)[actual[row]!]! : Math.abs(actual[row]! - scores[row]!)),
    rowsAtOnce(width),
  )
  const bound = conformalQuantile(strangeness, level)
  return { kind, level, bound: Number.isFinite(bound) ? bound : null, rows }
}

/** Ends of a number's interval, row by row; infinite where no bound holds. */
export interface Intervals {
  readonly low: Float32Array
  readonly high: Float32Array
}

/** Intervals about predicted numbers. */
export function intervalsOf({ bound }: Conformal, scores: Float32Array): Intervals {
  const half = bound ?? Number.POSITIVE_INFINITY
  return { low: scores.map((value) => value - half), high: scores.map((value) => value + half) }
}

/**
 * Which classes are in each row's set, rows × classes, 1 or 0. The likeliest class always is, however strange: a set of none
 * says nothing, and one more class never makes it miss.
 */
export function* setsOf({ kind, bound }: SetConformal, scores: Float32Array, width: number): Work<Uint8Array> {
  const limit = bound ?? Number.POSITIVE_INFINITY
  const sets = new Uint8Array(scores.length)
  const read = openStrangeness(kind, width)
  yield* eachRow(
    scores.length / width,
    (row) => {
      const from = row * width
      const strangeness = read(scores, from)
      let best = 0
      for (let j = 0; j < width; j++) {
        if (scores[from + j]! > scores[from + best]!) best = j
        if (strangeness[j]! <= limit) sets[from + j] = 1
      }
      sets[from + best] = 1
    },
    rowsAtOnce(width),
  )
  return sets
}
