import type { Reached } from '../budget.ts'
import type { Frame } from '../dataset/column.ts'
import type { Condition } from '../dataset/view.ts'
import { seededRandom, shuffle } from '../random.ts'
import { mapEach, type Work } from '../work.ts'
import { confirmSlices, type SliceCheck } from './confirm.ts'
import { type SliceColumn, sliceColumn } from './sliceColumn.ts'
import { type FoundSlice, findSlices, SLICE_SEARCH, type SliceWatch } from './sliceLine.ts'

/** Rows of one kind that a model does badly on, as found on one half of the rows and looked at again on the other. */
export interface WeakSlice {
  /** What its rows meet, all of it. */
  readonly conditions: readonly Condition[]
  readonly found: { readonly rows: number; readonly error: number; readonly score: number }
  /** Absent where the other half has too few such rows to say. */
  readonly check?: SliceCheck | undefined
}

export interface WeakSlices {
  /** Rows that slices were looked for on, and their mean error. */
  readonly rows: number
  readonly error: number
  /** Rows that they were looked at again on. */
  readonly checkedRows: number
  /** Columns that slices could be made of. */
  readonly columns: readonly string[]
  /** Confirmed ones first, then by score. */
  readonly slices: readonly WeakSlice[]
  /** Single levels that were looked into, where the time was up before all were. */
  readonly reached?: Reached | undefined
}

interface SliceInput {
  /** The rows that were scored, with the columns that slices are made of. */
  readonly frame: Frame
  /** Of each row, 0 or more. */
  readonly errors: Float64Array
  /** Rows of one group, or block of neighbouring times, are in one half; rows stand alone where absent. */
  readonly groups?: Int32Array | undefined
  readonly seed: number
}

/** Looks for slices on one half of the rows, dealt by chance, and at those that it found on the other. */
export function* findWeakSlices({ frame, errors, groups, seed }: SliceInput, watch: SliceWatch = {}): Work<WeakSlices> {
  const [first, second] = halve(frame.rows, groups, seed)
  const { support } = SLICE_SEARCH
  // What is common among all rows; which of it errs is not looked at here.
  const columns = yield* mapEach(frame.columns, (column) => sliceColumn(column, 2 * support))
  const errorsOf = (rows: Uint32Array) => Float64Array.from(rows, (row) => errors[row]!)
  const its = errorsOf(first)
  const { slices: found, reached } = yield* findSlices(
    its,
    columns.map(({ codes, levels }) => ({ codes: Int32Array.from(first, (row) => codes[row]!), levels })),
    SLICE_SEARCH,
    watch,
  )
  yield
  const places = yield* mapEach(found, (slice) => placesIn(slice, columns, second))
  const checks = yield* confirmSlices(errorsOf(second), places, {
    seed,
    groups: groups && Int32Array.from(second, (row) => groups[row]!),
  })
  const slices = found.map(
    ({ levels, rows, error, score }, i): WeakSlice => ({
      conditions: levels.flatMap(({ column, level }) => columns[column]!.conditions[level]!),
      found: { rows: rows.length, error, score },
      ...(checks[i] && { check: checks[i] }),
    }),
  )
  return {
    rows: first.length,
    error: its.reduce((sum, error) => sum + error, 0) / Math.max(1, its.length),
    checkedRows: second.length,
    columns: columns.filter(({ levels }) => levels > 0).map(({ name }) => name),
    ...(reached && { reached }),
    slices: slices.sort((a, b) => Number(b.check?.isConfirmed ?? false) - Number(a.check?.isConfirmed ?? false)),
  }
}

/** Places, among the rows given, of those that are at all levels of a slice. */
function placesIn({ levels }: FoundSlice, columns: readonly SliceColumn[], rows: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: rows.length }, (_, place) => place).filter((place) =>
    levels.every(({ column, level }) => columns[column]!.codes[rows[place]!] === level),
  )
}

/** Rows dealt in two halves by chance, each ascending, whole groups to one of them. */
function halve(rows: number, groups: Int32Array | undefined, seed: number): readonly [Uint32Array, Uint32Array] {
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  const unitOf = groups ? (row: number) => groups[row]! : (row: number) => row
  const units = [...new Set(Array.from(all, unitOf))]
  const order = shuffle(
    Uint32Array.from({ length: units.length }, (_, i) => i),
    seededRandom('halves', seed),
  )
  const first = new Set(Array.from(order.slice(0, Math.ceil(units.length / 2)), (place) => units[place]!))
  return [all.filter((row) => first.has(unitOf(row))), all.filter((row) => !first.has(unitOf(row)))]
}
