import fc from 'fast-check'
import type { ColumnType, Frame, FrameColumn, Vector } from '@/core/dataset/column.ts'

/** A column of numbers; null is missing. */
export function numericColumn(
  name: string,
  values: readonly (number | null)[],
  type: ColumnType = 'number',
): FrameColumn {
  return { name, type, vector: { kind: 'numeric', values: Float64Array.from(values, (x) => x ?? Number.NaN) } }
}

/** A column of codes; null is missing. `more` are texts that the dictionary holds though no row does. */
export function codedColumn(
  name: string,
  texts: readonly (string | null)[],
  type: ColumnType = 'category',
  more: readonly string[] = [],
): FrameColumn {
  const dictionary = [...new Set([...more, ...texts.filter((text) => text !== null)])]
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)))
  return { name, type, vector: { kind: 'coded', codes, dictionary } }
}

export function frameOf(...columns: readonly FrameColumn[]): Frame {
  const [first] = columns
  return { rows: first ? readVector(first.vector).length : 0, columns }
}

/** The cells as a person would write them: numbers or texts, null where missing. */
function readVector(vector: Vector): (number | string | null)[] {
  return vector.kind === 'numeric'
    ? Array.from(vector.values, (x) => (Number.isNaN(x) ? null : x))
    : Array.from(vector.codes, (code) => vector.dictionary[code] ?? null)
}

/** The cells of each column by name, in order. */
export function readFrame(frame: Frame): Record<string, (number | string | null)[]> {
  return Object.fromEntries(frame.columns.map(({ name, vector }) => [name, readVector(vector)]))
}

const number = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom<number | null>(null, 0, -0, 1) },
  { weight: 1, arbitrary: fc.double({ noNaN: true }) },
)
const instant = fc.option(fc.integer({ min: -3e12, max: 5e12 }), { freq: 4 })
const word = fc.option(fc.constantFrom('a', 'b', 'c', 'other', 'missing', '__proto__', 'constructor', 'é'), { freq: 4 })

/**
 * Frames with the columns `amount`, `size` (never missing), `flag`, `when`, `kind` and `note`, with missing, infinite and
 * huge cells, and words that trip an object used as a map.
 */
export const anyFrame: fc.Arbitrary<Frame> = fc
  .array(fc.tuple(number, fc.double({ min: -9, max: 9, noNaN: true }), fc.boolean(), instant, word, word), {
    minLength: 2,
    maxLength: 40,
  })
  .map((rows) =>
    frameOf(
      numericColumn(
        'amount',
        rows.map((row) => row[0]),
      ),
      numericColumn(
        'size',
        rows.map((row) => row[1]),
      ),
      numericColumn(
        'flag',
        rows.map((row) => Number(row[2])),
        'boolean',
      ),
      numericColumn(
        'when',
        rows.map((row) => row[3]),
        'datetime',
      ),
      codedColumn(
        'kind',
        rows.map((row) => row[4]),
        'category',
        ['unused'],
      ),
      codedColumn(
        'note',
        rows.map((row) => row[5]),
        'text',
      ),
    ),
  )
