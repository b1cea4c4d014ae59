/**
 * Cells as spreadsheets take them from the clipboard: tabs between, a line a row. A cell that holds a tab, a line end or
 * starts with a quote stands in quotes; one cell alone is its text as it is.
 */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  if (rows.length === 1 && rows[0]!.length === 1) return rows[0]![0]!
  return rows.map((row) => row.map(quoted).join('\t')).join('\n')
}

function quoted(text: string): string {
  return /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
