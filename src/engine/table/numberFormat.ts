import { isInfinite, type NumberFormat, parseNumber } from '@/core/dataset/cell.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'

type Format = Required<NumberFormat>

/** Formats that files have, the plainest first: of those that read as many numbers, the first is taken. */
const FORMATS: readonly Format[] = [
  { decimal: '.', thousands: '' },
  { decimal: ',', thousands: '' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
]

/** Share of a column's cells that must be numbers for it to have a say. */
const COLUMN_SHARE = 0.9

/** `1,234` and `12,345,678`: thousands, or a number with three decimals. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/

/**
 * The format under which the most cells of a sample are numbers, in columns where nearly all are. Columns such as
 * `1,234` that fit both readings of a comma are thousands, but decimals where a semicolon parts the cells: who writes
 * decimal commas needs another delimiter.
 */
export function findNumberFormat(
  columns: readonly (readonly string[])[],
  delimiter: string,
  options: Pick<ReadOptions, 'decimal' | 'thousands'>,
): Format {
  const formats = FORMATS.filter(
    ({ decimal, thousands }) =>
      (options.decimal ?? decimal) === decimal && (options.thousands ?? thousands) === thousands,
  )
  const [plain = { decimal: options.decimal ?? '.', thousands: options.thousands ?? '' }] = formats
  if (formats.length < 2) return plain
  // Columns that are all plain numbers say the same under every format that keeps their points.
  const marked = columns.filter((cells) =>
    cells.some((cell) => /\d[.,' \u00a0\u202f\u2009\u2019]\d|^[+-]?,\d/.test(cell)),
  )
  let best = plain
  const plainly = marked.map((cells) => countNumbers(cells, plain))
  let most = plainly.reduce((sum, count) => sum + count, 0)
  // Of columns that are all plain numbers no format reads more: most files are over with that.
  const [whole, rest] = [
    marked.filter((cells, column) => plainly[column] === cells.length),
    marked.filter((cells, column) => plainly[column] !== cells.length),
  ]
  const cellsOf = (those: readonly (readonly string[])[]) => those.reduce((sum, cells) => sum + cells.length, 0)
  const countIn = (those: readonly (readonly string[])[], format: Format) =>
    those.reduce((sum, cells) => sum + countNumbers(cells, format), 0)
  for (const format of formats.slice(1)) {
    let cells = countIn(rest, format)
    if (cells + cellsOf(whole) <= most) continue
    cells += countIn(whole, format)
    if (cells <= most) continue
    best = format
    most = cells
  }
  if (best.decimal === '.' || options.decimal || options.thousands !== undefined) return best
  // Decimal commas: unless all that has a comma could be thousands.
  const commas = columns.flatMap((column) =>
    column.filter((cell) => cell.includes(',') && parseNumber(cell, best) !== undefined),
  )
  const isAmbiguous = best.thousands === '' && commas.every((cell) => AMBIGUOUS.test(cell))
  return isAmbiguous && delimiter !== ';' ? { decimal: '.', thousands: ',' } : best
}

/** How many cells of a column are numbers; none where more are not than a column with a say may have. */
function countNumbers(cells: readonly string[], format: Format): number {
  let others = 0
  for (const cell of cells) {
    if (parseNumber(cell, format) !== undefined || isInfinite(cell)) continue
    others++
    if (cells.length - others < COLUMN_SHARE * cells.length) return 0
  }
  return cells.length - others
}
