import { parseNumber } from './cell.ts'

export interface CsvCellOptions {
  readonly delimiter?: string
  /**
   * Puts `'` before texts that a spreadsheet would run as a formula (they start with = + - @, tab or a line end, and are
   * no number). On for files people open; off where the file must read back as it was.
   */
  readonly neutralise?: boolean
}

const FORMULA = /^[=+\-@\t\r\n]/

/** How a text is written as a cell of a CSV file (RFC 4180): in quotes only where it needs them. */
export function makeCsvCell({ delimiter = ',', neutralise = false }: CsvCellOptions): (text: string) => string {
  // Blanks at the ends and single quotes at the start too, since readers drop or unwrap them.
  const needed = new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^|-]/, '\\$&')}]|^[\\s']|\\s$|^\\s+$`)
  const quote = (text: string) => (needed.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return (text) => quote(neutralise && FORMULA.test(text) && parseNumber(text) === undefined ? `'${text}` : text)
}

/** How cells that are written (`makeCsvCell`) become a line of a CSV file, wherever one is made: LF at its end. */
export function makeCsvLine({
  delimiter = ',',
}: Pick<CsvCellOptions, 'delimiter'> = {}): (cells: readonly string[]) => string {
  // A line without anything is no row to any reader.
  return (cells) => `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(delimiter)}\n`
}

/** Rows of texts as CSV: the header, if there is one, is the first. */
export function writeRows(rows: readonly (readonly string[])[], options: CsvCellOptions = {}): string {
  const write = makeCsvCell(options)
  const line = makeCsvLine(options)
  return rows.map((cells) => line(cells.map(write))).join('')
}
