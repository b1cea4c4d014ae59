import { countValues, finiteValues, meanAndStd } from '../centre.ts'
import type { Frame, FrameColumn } from '../dataset/column.ts'
import { formatCount, formatUnits } from '../format/format.ts'
import { mapEach, runAtOnce, type Work } from '../work.ts'
import { byNameOf, wrongType } from './columns.ts'
import { dimsFor, entriesOf } from './embedding.ts'
import {
  type DenseColumn,
  type DenseEncoding,
  EMBED_OVER,
  EMBEDDED_MAX,
  ONE_HOT_MAX,
  type WideCategories,
} from './encoding.ts'

/** Columns of the matrix that one prepared column takes. */
export function denseWidth(column: DenseColumn): number {
  if (column.kind === 'embedded') return 1
  return column.kind === 'scaled'
    ? 1 + Number(column.indicator)
    : column.values.length + Number(column.other) + Number(column.missing)
}

function* fitColumn({ name, vector }: FrameColumn, wide: WideCategories): Work<DenseColumn> {
  if (vector.kind === 'numeric') {
    const present = finiteValues(vector.values)
    const { mean, std } = meanAndStd(present)
    return { kind: 'scaled', name, mean, scale: std || 1, indicator: present.length < vector.values.length }
  }
  const counts = yield* countValues(vector.codes, vector.dictionary)
  const isEmbedded = wide === 'embedded' && counts.length > EMBED_OVER
  const most = isEmbedded ? EMBEDDED_MAX : ONE_HOT_MAX
  const known = {
    name,
    values: counts.slice(0, most).map(({ value }) => value),
    missing: vector.codes.includes(-1),
    other: counts.length > most,
  }
  return isEmbedded
    ? { kind: 'embedded', ...known, dims: dimsFor(entriesOf(known).size) }
    : { kind: 'oneHot', ...known }
}

/**
 * Learns the encoding from prepared training rows, in the frame's order of columns, embedded ones last.
 *
 * - Numbers (dates and truths too): mean and population standard deviation of the finite cells, as scikit-learn's
 *   StandardScaler; scale 1 where all are equal. Missing and infinite cells count as missing.
 * - Codes: one column for each of the `ONE_HOT_MAX` most common values, most common first, equals in text order; `other`
 *   only when training had more values; `missing` only when training had a missing cell. Where `wide` is `embedded`, a
 *   category of more than `EMBED_OVER` values is one column with the number of its entry instead, for `EMBEDDED_MAX` values.
 */
export function fitDense(frame: Frame, wide: WideCategories = 'oneHot'): DenseEncoding {
  return runAtOnce(fittingDense(frame, wide))
}

/** {@link fitDense} for many rows. */
export function* fittingDense(frame: Frame, wide: WideCategories = 'oneHot'): Work<DenseEncoding> {
  const fitted = yield* mapEach(frame.columns, (column) => fitColumn(column, wide))
  const isEmbedded = ({ kind }: DenseColumn) => kind === 'embedded'
  const columns = [...fitted.filter((column) => !isEmbedded(column)), ...fitted.filter(isEmbedded)]
  return { kind: 'dense', columns, width: columns.reduce((sum, column) => sum + denseWidth(column), 0) }
}

/** The largest float32: a number further out is held there, so that the matrix never holds an infinity. */
const FLOAT32_MAX = 3.4028234663852886e38

/**
 * The matrix, row-major, rows × width; computed in float64 and cast once. Columns that the encoding does not name are
 * ignored. A missing number is 0 (the mean); a value never seen in training goes to `other` where there is such a column,
 * else is all zeros; so is a missing cell of a column that was never missing in training. An embedded column holds the
 * number of an entry, which float32 holds exactly: for what training never had that of the last.
 * @param start First row to encode.
 * @param end Row after the last: slices laid end to end are the whole.
 * @throws predict.missingColumns, dataset.typeMismatch
 */
export function encodeDense(
  encoding: DenseEncoding,
  frame: Frame,
  start = 0,
  end = frame.rows,
): Float32Array<ArrayBuffer> {
  const matrix = new Float32Array(Math.max(0, end - start) * encoding.width)
  denseWriter(encoding, frame)(matrix, 0, start, end)
  return matrix
}

/** Writes rows `start` up to `end` row-major from `at` on into a matrix that is 0 there. */
type WriteRows = (matrix: Float32Array, at: number, start: number, end: number) => void

/** Cells written column by column before the next rows, few enough to stay in a processor's cache. */
const BLOCK_CELLS = 1 << 14

/**
 * {@link encodeDense} into a matrix that is there already, slice by slice.
 * @throws predict.missingColumns, dataset.typeMismatch
 */
export function denseWriter(encoding: DenseEncoding, frame: Frame): WriteRows {
  const { width } = encoding
  const byName = byNameOf(encoding.columns, frame)
  const writers: WriteRows[] = []
  let before = 0
  for (const column of encoding.columns) {
    const { type, vector } = byName.get(column.name)!
    const offset = before
    if (column.kind === 'scaled' && vector.kind === 'numeric') {
      writers.push((matrix, at, start, end) =>
        writeScaled(matrix, width, at + offset, column, vector.values, start, end),
      )
    } else if (column.kind === 'oneHot' && vector.kind === 'coded') {
      const places = placesOf(column.values, oneHotRest(column), vector.dictionary)
      writers.push((matrix, at, start, end) =>
        writeOneHot(matrix, width, at + offset, places, vector.codes, start, end),
      )
    } else if (column.kind === 'embedded' && vector.kind === 'coded') {
      const numbers = placesOf(column.values, entriesOf(column), vector.dictionary)
      writers.push((matrix, at, start, end) => {
        for (let row = start, cell = at + offset; row < end; row++, cell += width)
          matrix[cell] = numbers[vector.codes[row]! + 1]!
      })
    } else {
      throw wrongType(column.name, type, column.kind === 'scaled' ? 'a number' : 'a category')
    }
    before += denseWidth(column)
  }
  const blockRows = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, width)))
  return (matrix, at, start, end) => {
    for (let row = start; row < end; row += blockRows)
      for (const write of writers) write(matrix, at + (row - start) * width, row, Math.min(end, row + blockRows))
  }
}

function writeScaled(
  matrix: Float32Array,
  width: number,
  offset: number,
  { mean, scale, indicator }: Extract<DenseColumn, { kind: 'scaled' }>,
  values: Float64Array,
  start: number,
  end: number,
): void {
  for (let row = start, cell = offset; row < end; row++, cell += width) {
    const value = values[row]!
    if (Number.isFinite(value)) {
      const scaled = (value - mean) / scale
      matrix[cell] = Math.max(-FLOAT32_MAX, Math.min(FLOAT32_MAX, scaled))
    } else if (indicator) matrix[cell + 1] = 1
  }
}

function writeOneHot(
  matrix: Float32Array,
  width: number,
  offset: number,
  places: Int32Array,
  codes: Int32Array,
  start: number,
  end: number,
): void {
  for (let row = start, cell = offset; row < end; row++, cell += width) {
    const place = places[codes[row]! + 1]!
    if (place >= 0) matrix[cell + place] = 1
  }
}

/** Where the 1 goes, or which entry is meant, for each code + 1 (so that missing is at 0) of a frame's own dictionary. */
function placesOf(
  values: readonly string[],
  { other, missing }: { readonly other: number; readonly missing: number },
  dictionary: readonly string[],
): Int32Array {
  const known = new Map(values.map((value, place) => [value, place]))
  const places = new Int32Array(dictionary.length + 1)
  places[0] = missing
  for (const [code, value] of dictionary.entries()) places[code + 1] = known.get(value) ?? other
  return places
}

/** The places in a one-hot column of what is no value of its own; −1 for nowhere. */
function oneHotRest({ values, other, missing }: Extract<DenseColumn, { kind: 'oneHot' }>) {
  return { other: other ? values.length : -1, missing: missing ? values.length + Number(other) : -1 }
}

/**
 * A name for each column of the matrix, in order: `age`, `age missing`, `sex = female`, `sex other`, `sex missing`,
 * `street (embedded)`.
 */
export function featureNames(encoding: DenseEncoding): string[] {
  return encoding.columns.flatMap((column) => {
    const { name } = column
    if (column.kind === 'embedded') return [`${name} (embedded)`]
    if (column.kind === 'scaled') return column.indicator ? [name, `${name} missing`] : [name]
    return [
      ...column.values.map((value) => `${name} = ${value}`),
      ...(column.other ? [`${name} other`] : []),
      ...(column.missing ? [`${name} missing`] : []),
    ]
  })
}

/**
 * What the encoding does: "6 numbers scaled, 8 categories one-hot, 2 categories embedded: city (812 values, 16 numbers each) and
 * street (10,000 values and other, 50 numbers each)". Of many embedded ones the first three are named.
 */
export function describeDense({ columns }: Pick<DenseEncoding, 'columns'>): string {
  const count = (kind: DenseColumn['kind']) => columns.filter((column) => column.kind === kind).length
  const [scaled, oneHot] = [count('scaled'), count('oneHot')]
  const embedded = columns.filter((column) => column.kind === 'embedded')
  const names = embedded
    .slice(0, EMBEDDED_NAMED)
    .map(
      ({ name, values, other, dims }) =>
        `${name} (${formatUnits(values.length, 'value')}${other ? ' and other' : ''}, ${formatUnits(dims, 'number')} each)`,
    )
  const more = embedded.length > EMBEDDED_NAMED ? ` and ${formatCount(embedded.length - EMBEDDED_NAMED)} more` : ''
  const parts = [
    ...(scaled > 0 ? [`${formatUnits(scaled, 'number')} scaled`] : []),
    ...(oneHot > 0 ? [`${formatUnits(oneHot, 'category')} one-hot`] : []),
    ...(embedded.length > 0
      ? [`${formatUnits(embedded.length, 'category')} embedded: ${names.join(', ')}${more}`]
      : []),
  ]
  return parts.join(', ') || 'no columns'
}

const EMBEDDED_NAMED = 3
