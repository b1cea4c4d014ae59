import { writeRows } from './csvCell.ts'

type Cell = number | string | undefined

/** What a page shows as a table, or a chart as its text equivalent, and the file that it is saved as. */
export interface TableData {
  /** `write` says how a column's numbers are shown; a column of texts has none. */
  readonly columns: readonly { readonly name: string; readonly write?: (value: number) => string }[]
  /** The first cell names its row. A cell that is undefined is blank. */
  readonly rows: readonly (readonly Cell[])[]
}

/** The table as CSV for people to open: numbers in full, texts so that no spreadsheet runs one as a formula. */
export function writeTable({ columns, rows }: TableData): string {
  const lines = [columns.map(({ name }) => name), ...rows]
  return writeRows(
    lines.map((cells) => cells.map((value) => (value === undefined ? '' : String(value)))),
    { neutralise: true },
  )
}
