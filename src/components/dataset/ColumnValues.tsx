import { MiniHistogram } from '@/components/ui/MiniHistogram.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { formatCount, formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import { barsOf, describeShape } from '@/core/profile/describe.ts'
import styles from './dialog.module.css'

/** A column's values in full: the verdict, the histogram, and every bar as a row. */
export function ColumnValues({ column, rows }: { column: ColumnMeta; rows: number }) {
  const { summary, type } = column
  const listed =
    summary.kind === 'coded' ? summary.top.map(({ value, count }) => ({ label: value, count })) : barsOf(column, rows)
  const isAmount = summary.kind === 'numeric' && (type === 'number' || type === 'integer')
  return (
    <div className={styles.review}>
      <p>{describeShape(column, rows)}</p>
      <MiniHistogram column={column} rows={rows} width={520} height={96} />
      {isAmount && summary.mean !== null && (
        <p className="secondary">
          Mean {formatNumber(summary.mean)}
          {summary.std !== null && `, standard deviation ${formatNumber(summary.std)}`}.
        </p>
      )}
      <Scrollable label={`Values of ${column.name}`} className={styles.reviewTable!}>
        <table>
          <thead>
            <tr>
              <th scope="col">{summary.kind === 'coded' ? 'Value' : type === 'boolean' ? 'Value' : 'Range'}</th>
              <th scope="col" className="n">
                Rows
              </th>
              <th scope="col" className="n">
                Share of {formatUnits(rows, 'row')}
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map(({ label, count }) => (
              <tr key={label}>
                <td className={styles.raw}>{label}</td>
                <td className="n">{formatCount(count)}</td>
                <td className="n">{formatShare(count / rows)}</td>
              </tr>
            ))}
            {summary.missing > 0 && (
              <tr>
                <td className="secondary">missing</td>
                <td className="n">{formatCount(summary.missing)}</td>
                <td className="n">{formatShare(summary.missing / rows)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </Scrollable>
      {summary.kind === 'coded' && summary.distinct > summary.top.length && (
        <p className="caption">
          The {formatCount(summary.top.length)} most common of {formatUnits(summary.distinct, 'different value')}.
        </p>
      )}
    </div>
  )
}
