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
