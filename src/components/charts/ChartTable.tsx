import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { isDrawable, type Reference, type Series, valueAt } from '@/core/chart/series.ts'
import { formatCount, formatNumber } from '@/core/format/format.ts'
import styles from './charts.module.css'
import { placesOf } from './lines.ts'

/** More rows than a person reads, or a page lays out at ease. */
const MOST_ROWS = 200

/** The same values as the chart beside it, as a table; long curves by every n-th x, saying so, always with the last. */
export function ChartTable({
  title,
  xName,
  series,
  references = [],
  formatValue,
  height,
}: {
  title: string
  xName: string
  series: readonly Series[]
  references?: readonly Reference[]
  formatValue: (value: number) => string
  height: number
}) {
  const rows = placesOf(series, false)
  const every = Math.ceil(rows.length / MOST_ROWS)
  const shown = rows.filter((_, index) => index % every === 0 || index === rows.length - 1)
  const textAt = (line: Series, x: number) => {
    const y = valueAt(line, x)
    return isDrawable(y) ? formatValue(y) : ''
  }
  return (
    <div style={{ height, display: 'grid' }}>
      <Scrollable label={`${title}, as a table`} className={styles.table!}>
        <table>
          <caption className={every > 1 ? 'caption' : 'visually-hidden'}>
            {title}
            {every > 1 && `: every ${formatCount(every)}th of ${formatCount(rows.length)} rows, and the last`}
          </caption>
          <thead>
            <tr>
              <th scope="col" className="n">
                {xName}
              </th>
              {series.map(({ id, label }) => (
                <th key={id} scope="col" className="n">
                  {label}
                </th>
              ))}
              {references.map(({ id, label }) => (
                <th key={id} scope="col" className="n">
                  {label}, at its end
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.x}>
                <th scope="row" className="n">
                  {formatNumber(row.x)}
                </th>
                {series.map((line) => (
                  <td key={line.id} className="n">
                    {textAt(line, row.x)}
                  </td>
                ))}
                {references.map(({ id, y }) => (
                  <td key={id} className="n secondary">
                    {formatValue(y)}
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
