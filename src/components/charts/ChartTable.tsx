import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { TableData } from '@/core/dataset/tableData.ts'
import { formatCount } from '@/core/format/format.ts'
import styles from './charts.module.css'

/** More rows than a person reads, or a page lays out at ease. */
const MOST_ROWS = 200

/** The same values as the chart beside it; long tables by every n-th row, saying so, always with the last. */
export function ChartTable({ title, table, height }: { title: string; table: TableData; height: number }) {
  const { columns, rows } = table
  const every = Math.ceil(rows.length / MOST_ROWS)
  const shown = rows.filter((_, index) => index % every === 0 || index === rows.length - 1)
  const textOf = (cell: number | string | undefined, column: number) =>
    typeof cell === 'number' ? (columns[column]!.write ?? String)(cell) : cell
  const sideOf = (column: number) => (columns[column]!.write ? 'n' : undefined)
  return (
    <div style={{ height, display: 'grid' }}>
      <Scrollable label={`${title}, as a table`} className={styles.table!}>
        <table>
          <caption className={every > 1 ? 'caption' : 'visually-hidden'}>
            {title}
            {every > 1 &&
              `: every ${formatCount(every)}th of ${formatCount(rows.length)} rows, and the last. All of them are in the CSV file.`}
          </caption>
          <thead>
            <tr>
              {columns.map(({ name }, column) => (
                <th key={name} scope="col" className={sideOf(column)}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(([head, ...cells], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have a fixed order, and their heads may repeat
              <tr key={index}>
                <th scope="row" className={sideOf(0)}>
                  {textOf(head, 0)}
                </th>
                {cells.map((cell, i) => (
                  <td key={columns[i + 1]!.name} className={sideOf(i + 1)}>
                    {textOf(cell, i + 1)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </div>
  )
}
