import { countOutcomes, mcNemarP, type PairedOutcomes } from '../compare/mcNemar.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { sortNumbers } from '../profile/sortNumbers.ts'
import { eachRow, fill, type Work } from '../work.ts'
import type { SaidRows } from './saidRow.ts'

/** What became of a row from one run to another: A is the base, B what is held against it. */
export type PairOutcome = 'fixed' | 'broke' | 'bothWrong' | 'bothRight' | 'closer' | 'farther' | 'alike'
/** What became of a row: of one run, or of two. */
export type Outcome = 'right' | 'wrong' | PairOutcome

/** Each as a row's cell says it. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  right: 'right',
  wrong: 'wrong',
  fixed: 'fixed',
  broke: 'broke',
  bothWrong: 'both wrong',
  bothRight: 'both right',
  closer: 'closer',
  farther: 'farther',
  alike: 'alike',
}

/** The outcomes that a row can have, in the order of the codes of {@link codeOutcomes}. */
export function outcomesOf(task: TaskKind, isPair: boolean): readonly Outcome[] {
  if (!isPair) return task === 'regression' ? [] : ['wrong', 'right']
  return task === 'regression' ? ['alike', 'closer', 'farther'] : ['bothWrong', 'fixed', 'broke', 'bothRight']
}

/** The outcomes on which two runs differ. */
export const DIFFERING: ReadonlySet<Outcome> = new Set<Outcome>(['fixed', 'broke', 'closer', 'farther'])

/**
 * How much nearer B is to a row than A: of classes the probability of the true one, B's less A's; of numbers the size of
 * A's error less that of B's, in the target's units. Above 0 where B is nearer.
 */
export function gainOf(a: SaidRows, b: SaidRows): Work<Float64Array> {
  const gains = new Float64Array(a.actual.length)
  return a.task === 'regression'
    ? fill(gains, (row) => a.loss[row]! - b.loss[row]!)
    : fill(gains, (row) => b.score[row]! - a.score[row]!)
}

/**
 * What became of each row, as its place in {@link outcomesOf}. Numbers are closer or farther where the sizes of both errors
 * differ by more than `tolerance`, in the target's units.
 */
export function* codeOutcomes(b: SaidRows, a: SaidRows | undefined, tolerance: number): Work<Int32Array> {
  const codes = new Int32Array(b.actual.length)
  const isRight = (said: SaidRows, row: number) => said.called[row] === said.actual[row]
  if (!a) return yield* fill(codes, (row) => (isRight(b, row) ? 1 : 0))
  if (b.task !== 'regression') return yield* fill(codes, (row) => (isRight(a, row) ? 2 : 0) + (isRight(b, row) ? 1 : 0))
  const gains = yield* gainOf(a, b)
  return yield* fill(codes, (row) => (gains[row]! > tolerance ? 1 : gains[row]! < -tolerance ? 2 : 0))
}

/** Rows by outcome, and what chance alone would do. */
export interface OutcomeCounts {
  /** Of two runs on classes, rows by which is right (the base is A). */
  readonly paired?: PairedOutcomes
  /** Of two runs on numbers. */
  readonly numbers?: { readonly closer: number; readonly farther: number; readonly alike: number }
  /**
   * Two-sided, of "as many one way as the other": McNemar's test of classes; of numbers the same arithmetic is the sign test
   * (Dixon and Mood 1946), rows within the tolerance left out. Rows are taken to stand alone.
   */
  readonly p: number
  readonly isExact: boolean
}

/** Counts what became of the rows from A to B. */
export function* countPair(a: SaidRows, b: SaidRows, tolerance: number): Work<OutcomeCounts> {
  if (b.task !== 'regression') {
    const paired = countOutcomes(b.actual, a.called, b.called)
    yield
    return { paired, ...mcNemarP(paired) }
  }
  const counts = [0, 0, 0]
  const codes = yield* codeOutcomes(b, a, tolerance)
  yield* eachRow(codes.length, (row) => counts[codes[row]!]!++)
  const [alike, closer, farther] = counts as [number, number, number]
  const signs = { both: alike, neither: 0, onlyA: farther, onlyB: closer }
  return { numbers: { closer, farther, alike }, ...mcNemarP(signs) }
}

/** Ranges of the histogram of gains on either side of 0. */
const SIDE = 10

/** How much nearer B is, over the rows: equal ranges from `−most` to `most`, one of which has its middle at 0. */
export interface GainHistogram {
  /** The end of the outermost ranges, in the target's units; those hold what lies beyond, too. */
  readonly most: number
  readonly counts: readonly number[]
  readonly median: number
}

/** The distribution of gains; the outermost ranges end where all but 1 in 100 of the sizes do. Undefined of no rows. */
export function* gainHistogram(gains: Float64Array): Work<GainHistogram | undefined> {
  if (gains.length === 0) return undefined
  const sizes = gains.map(Math.abs)
  const ordered = gains.slice()
  yield* sortNumbers(sizes)
  yield* sortNumbers(ordered)
  const most = sizes[Math.ceil(0.99 * (sizes.length - 1))]!
  const counts = new Array<number>(2 * SIDE + 1).fill(0)
  yield* eachRow(gains.length, (row) => {
    const place = most > 0 ? Math.round((gains[row]! / most) * (SIDE + 0.5)) : 0
    counts[SIDE + Math.max(-SIDE, Math.min(SIDE, place))]!++
  })
  const half = ordered.length >> 1
  const median = ordered.length % 2 === 1 ? ordered[half]! : (ordered[half - 1]! + ordered[half]!) / 2
  return { most, counts, median }
}
