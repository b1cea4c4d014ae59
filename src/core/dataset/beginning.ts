import type { Dialect } from './dataset.ts'

/**
 * The first records of a text as a dialect parts them, to show what another dialect would make of a file before it is
 * read again. Reading itself is the engine's: it works on bytes, and says what was wrong with them. The last record is
 * left out where the text ends within it.
 */
export function splitBeginning(
  text: string,
  { delimiter, quote, trim }: Pick<Dialect, 'delimiter' | 'quote' | 'trim'>,
  records: number,
  isWhole: boolean,
): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  let wasQuoted = false
  const endCell = () => {
    row.push(trim && !wasQuoted ? cell.trim() : cell)
    cell = ''
    wasQuoted = false
  }
  const endRow = () => {
    endCell()
    // A blank line is no record.
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  for (let i = 0; i < text.length && rows.length < records; i++) {
    const char = text[i]!
    if (isQuoted) {
      if (char !== quote) cell += char
      else if (text[i + 1] === quote) {
        cell += quote
        i++
      } else isQuoted = false
    } else if (char === quote && cell.trim() === '') {
      cell = ''
      isQuoted = true
      wasQuoted = true
    } else if (char === delimiter) endCell()
    else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[i + 1] === '\n') i++
      endRow()
    } else if (!wasQuoted || char !== ' ') cell += char
  }
  if (isWhole && rows.length < records && (cell !== '' || row.length > 0)) endRow()
  return rows
}
