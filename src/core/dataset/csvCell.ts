import { parseNumber } from './cell.ts'

export interface CsvCellOptions {
  readonly delimiter?: string
  /**
   * Writes for a spreadsheet. Texts that it would run as a formula (they start with = + - @, tab or a line end, and are no
   * number) get `'` before them; what it may part a line at (a semicolon in half of Europe, a tab) is in quotes, whatever
   * the delimiter; and the file begins with a byte order mark, without which Excel takes UTF-8 for the machine's old
   * encoding. On for files people open; off where the file must read back as it was.
   */
  readonly neutralise?: boolean
}

/** What a file for a spreadsheet begins with. */
export const BYTE_ORDER_MARK = '\ufeff'

const FORMULA = /^[=+\-@\t\r\n]/

/** How a text is written as a cell of a CSV file (RFC 4180): in quotes only where it needs them. */
export function makeCsvCell({ delimiter = ',', neutralise = false }: CsvCellOptions): (text: string) => string {
  // Blanks at the ends and single quotes at the start too, since readers drop or unwrap them.
  const parting = neutralise ? ';\\t' : ''
  const needed = new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^|-]/, '\\$&')}${parting}]|^[\\s']|\\s$|^\\s+$`)
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
  return (options.neutralise ? BYTE_ORDER_MARK : '') + rows.map((cells) => line(cells.map(write))).join('')
}
