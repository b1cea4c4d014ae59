import { saveFile } from '@/components/ui/saveFile.ts'
import { isDrawable, type Reference, type Series, valueAt } from '@/core/chart/series.ts'
import { type TableData, writeTable } from '@/core/dataset/tableData.ts'
import { formatNumber } from '@/core/format/format.ts'
import { placesOf } from './lines.ts'

/** Lines by x, with a column for each reference, which has one value all over. */
export function tableOfLines(
  xName: string,
  series: readonly Series[],
  references: readonly Reference[],
  write: (value: number) => string,
): TableData {
  const cellAt = (line: Series, x: number) => {
    const y = valueAt(line, x)
    return isDrawable(y) ? y : undefined
  }
  return {
    columns: [
      { name: xName, write: (x) => formatNumber(x) },
      ...series.map(({ label }) => ({ name: label, write })),
      ...references.map(({ label }) => ({ name: `${label}, at its end`, write })),
    ],
    rows: placesOf(series, false).map((x) => [
      x,
      ...series.map((line) => cellAt(line, x)),
      ...references.map(({ y }) => y),
    ]),
  }
}

/** Hands a table to the browser to save as CSV, under a name that file systems take. */
export function saveTable(name: string, table: TableData): void {
  saveFile(new Blob([writeTable(table)], { type: 'text/csv' }), `${fileNameOf(name)}.csv`)
}

/** "How they learned, by epoch" as "how-they-learned-by-epoch". */
export function fileNameOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')
}
