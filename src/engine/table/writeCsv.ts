import type { Column, Table } from '@/core/dataset/column.ts'
import { BYTE_ORDER_MARK, type CsvCellOptions, makeCsvCell, makeCsvLine } from '@/core/dataset/csvCell.ts'
import { formatCell } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'

export interface WriteOptions extends CsvCellOptions {
  /** Whether the names of the columns come first, and the byte order mark where there is one; so where absent. Off for all but the first part of a long file. */
  readonly header?: boolean
}

/** Rows joined into one part of the Blob. */
const ROWS_AT_ONCE = 2_048

/**
 * The table as CSV (RFC 4180, UTF-8, LF) with a header: cells as `formatCell` shows them, missing ones empty, quotes
 * only where a cell needs them, a byte order mark only where a spreadsheet is to open it. Yields and hears a stop.
 */
export async function writeCsv(
  table: Table,
  { delimiter = ',', neutralise = false, header = true }: WriteOptions,
  task: Pick<Task, 'signal'>,
): Promise<Blob> {
  const breathe = breather(task)
  const write = makeCsvCell({ delimiter, neutralise })
  const columns = table.columns.map((column) => makeReader(column, write))
  const line = makeCsvLine({ delimiter })

  const parts: Blob[] = []
  let text = header ? line(table.columns.map(({ name }) => write(name))) : ''
  if (header && neutralise) text = BYTE_ORDER_MARK + text
  for (let row = 0; row < table.rows; row++) {
    text += line(columns.map((read) => read(row)))
    if (row % ROWS_AT_ONCE !== ROWS_AT_ONCE - 1) continue
    parts.push(new Blob([text]))
    text = ''
    await breathe()
  }
  throwIfAborted(task)
  return new Blob([...parts, text], { type: 'text/csv;charset=utf-8' })
}

/** The written cell of each row, rows ascending; each text of a dictionary is written once. */
function makeReader({ type, data }: Column, write: (text: string) => string): (row: number) => string {
  let chunk = 0
  let start = 0
  const advance = (row: number, length: number) => {
    if (row - start < length) return
    start += length
    chunk++
  }
  if (data.kind === 'numeric')
    return (row) => {
      advance(row, data.chunks[chunk]!.length)
      // Numbers are no formulas, whatever their sign.
      return formatCell(data.chunks[chunk]![row - start]!, type)
    }
  const written = new Array<string | undefined>(data.dictionary.length)
  return (row) => {
    advance(row, data.chunks[chunk]!.length)
    const code = data.chunks[chunk]![row - start]!
    if (code < 0) return ''
    written[code] ??= write(data.dictionary[code]!)
    return written[code]
  }
}
