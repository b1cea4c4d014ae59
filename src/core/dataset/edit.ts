import { AssayError } from '../errors.ts'
import { formatCount, formatUnits } from '../format/format.ts'
import { eachRow, fill, rowsWhere, type Work } from '../work.ts'
import type { StoredNumbers } from './dataset.ts'

/** Keys of rows: the ordinals that they had when they were first read. In any order; one named twice counts once. */
export type RowKeys = readonly number[] | Uint32Array

/** One thing done to rows. Rows that a version does not have (any more) are passed over. */
export type Edit =
  /** Each cell of the column becomes the value; an empty text makes it missing. On a target this is relabelling. */
  | { readonly kind: 'setCells'; readonly column: string; readonly rows: RowKeys; readonly value: string }
  | { readonly kind: 'dropRows'; readonly rows: RowKeys }
  /** What the rows count in training; 1 is the usual. */
  | { readonly kind: 'setWeights'; readonly rows: RowKeys; readonly weight: number }

/** Rows of an edit as a record keeps them: listed where they are few, else in a file; `count` says how many. */
export interface KeptRows {
  readonly count: number
  readonly keys?: readonly number[]
  readonly stored?: StoredNumbers
}

type Kept<E> = E extends Edit ? Omit<E, 'rows'> & { readonly rows: KeptRows } : never

/** An edit in the log of a version, with the rows that it did change. */
export type EditRecord = Kept<Edit>

/** Keys that a record lists; more lie in a file. */
export const KEYS_LISTED = 1_000

/** Texts for the cells of one column at some places, to be written in order: the last for a place wins. */
export interface Patch {
  readonly text: string
  readonly places: Uint32Array
}

/** What edits come to, by places (row numbers of the version that is edited). */
export interface EditPlan {
  readonly patches: ReadonlyMap<string, readonly Patch[]>
  /** Places that stay, ascending; absent where all do. */
  readonly kept?: Uint32Array<ArrayBuffer>
  /** Keys of the rows that stay, ascending. */
  readonly ids: Uint32Array<ArrayBuffer>
  /** Of the rows that stay; absent where all are 1. */
  readonly weights?: Float64Array<ArrayBuffer>
  /** Keys of the rows that each edit is about and that were there, ascending; in the order of the edits. */
  readonly touched: readonly Uint32Array<ArrayBuffer>[]
}

/**
 * Works out what edits do, in their order, to a version with the given keys and weights (of `rows` rows: 0, 1, … and all
 * 1 where absent). A row that is dropped is there for no later edit.
 * @throws AssayError `edit.invalid` for a weight that is none, or where no row would be left.
 */
export function* planEdits(
  { rows, ids, weights }: { readonly rows: number; readonly ids?: Uint32Array; readonly weights?: Float64Array },
  edits: readonly Edit[],
): Work<EditPlan> {
  const placeOf = placesOf(rows, ids)
  const isDropped = new Uint8Array(rows)
  let left = rows
  const weighs = weights ? Float64Array.from(weights) : new Float64Array(rows).fill(1)
  const patches = new Map<string, Patch[]>()
  const touched: Uint32Array<ArrayBuffer>[] = []
  for (const edit of edits) {
    if (edit.kind === 'setWeights' && !(edit.weight >= 0 && edit.weight < Number.POSITIVE_INFINITY))
      throw new AssayError('edit.invalid', 'A weight is a number of 0 or more. Enter one such as 0.5 or 2.')
    const places = yield* placesIn(edit.rows, placeOf, isDropped)
    touched.push(ids ? yield* keysAt(ids, places) : places)
    if (edit.kind === 'dropRows') {
      for (const place of places) isDropped[place] = 1
      left -= places.length
    } else if (edit.kind === 'setWeights') for (const place of places) weighs[place] = edit.weight
    else if (places.length > 0) {
      const ofColumn = patches.get(edit.column) ?? []
      ofColumn.push({ text: edit.value, places })
      patches.set(edit.column, ofColumn)
    }
  }
  const kept = yield* rowsWhere(rows, (place) => isDropped[place] === 0)
  if (left === 0)
    throw new AssayError(
      'edit.invalid',
      `That would drop all of the ${formatUnits(rows, 'row')}. Leave at least one, or remove the data instead.`,
    )
  const weightsLeft = yield* fill(new Float64Array(left), (i) => weighs[kept[i]!]!)
  return {
    patches,
    ...(left < rows && { kept }),
    ids: ids ? yield* keysAt(ids, kept) : kept,
    ...(weightsLeft.some((weight) => weight !== 1) && { weights: weightsLeft }),
    touched,
  }
}

function keysAt(ids: Uint32Array, places: Uint32Array): Work<Uint32Array<ArrayBuffer>> {
  return fill(new Uint32Array(places.length), (i) => ids[places[i]!]!)
}

/** Finds the place of a key; undefined where no row has it. */
function placesOf(rows: number, ids: Uint32Array | undefined): (key: number) => number | undefined {
  if (!ids) return (key) => (Number.isInteger(key) && key >= 0 && key < rows ? key : undefined)
  return (key) => {
    let [low, high] = [0, ids.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ids[middle]! < key) low = middle + 1
      else high = middle
    }
    return ids[low] === key ? low : undefined
  }
}

function* placesIn(
  keys: RowKeys,
  placeOf: (key: number) => number | undefined,
  isDropped: Uint8Array,
): Work<Uint32Array<ArrayBuffer>> {
  // Marked rather than collected: an edit may be about a million rows.
  const isNamed = new Uint8Array(isDropped.length)
  yield* eachRow(keys.length, (i) => {
    const place = placeOf(keys[i]!)
    if (place !== undefined && isDropped[place] === 0) isNamed[place] = 1
  })
  return yield* rowsWhere(isNamed.length, (place) => isNamed[place] === 1)
}

/** An edit in words: "income of 3 rows is >50K", "212 rows dropped", "12 rows count 2". */
export function describeEdit(edit: EditRecord): string {
  const { count } = edit.rows
  const rows = formatUnits(count, 'row')
  switch (edit.kind) {
    case 'setCells': {
      const of = count === 1 && edit.rows.keys ? `row ${formatCount(edit.rows.keys[0]! + 1)}` : rows
      return `${edit.column} of ${of} is ${edit.value === '' ? 'missing' : edit.value}`
    }
    case 'dropRows':
      return `${rows} dropped`
    case 'setWeights':
      return `${rows} ${count === 1 ? 'counts' : 'count'} ${edit.weight}`
  }
}
