import { Switch } from '@mantine/core'
import { useState } from 'react'
import { MiniHistogram } from '@/components/ui/MiniHistogram.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { ColumnDiff, DatasetDiff } from '@/core/dataset/diff.ts'
import { formatCell, formatCount, formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import styles from './versions.module.css'

/** Columns listed at once. */
const LISTED = 200

function differs({ formerName, before, after, changes, distance = 0 }: ColumnDiff): boolean {
  return formerName !== undefined || before.type !== after.type || changes.total > 0 || distance > 0
}

/** Column by column: type, distribution, missing and changed cells, before and after. */
export function DiffColumns({ diff: { columns, rows, addedColumns, removedColumns } }: { diff: DatasetDiff }) {
  const [isAll, setAll] = useState(false)
  const differing = columns.filter(differs)
  const listed = (isAll ? columns : differing).slice(0, LISTED)
  return (
    <section className={styles.listed} aria-label="Columns">
      <div className={styles.listedHead}>
        <h3>Columns</h3>
        <span className="caption">
          {formatCount(differing.length)} of {formatUnits(columns.length, 'column')} that both have{' '}
          {differing.length === 1 ? 'differs' : 'differ'} in cells, type or distribution
          {addedColumns.length > 0 && `; added: ${addedColumns.join(', ')}`}
          {removedColumns.length > 0 && `; removed: ${removedColumns.join(', ')}`}
        </span>
        {differing.length < columns.length && (
          <Switch label="All columns" checked={isAll} onChange={(event) => setAll(event.currentTarget.checked)} />
        )}
      </div>
      {listed.length > 0 && (
        <>
          <Scrollable label="Columns before and after" className={styles.scroll!}>
            <table className={styles.columns}>
              <thead>
                <tr>
                  <th scope="col">Column</th>
                  <th scope="col">Type</th>
                  <th scope="col" className="n">
                    Cells changed
                  </th>
                  <th scope="col" className="n">
                    Apart
                  </th>
                  <th scope="col">Values before</th>
                  <th scope="col">After</th>
                  <th scope="col">Mean or most common before</th>
                  <th scope="col">After</th>
                  <th scope="col" className="n">
                    Missing before
                  </th>
                  <th scope="col" className="n">
                    After
                  </th>
                </tr>
              </thead>
              <tbody>
                {listed.map((column) => (
                  <ColumnLine key={column.name} column={column} rows={rows} />
                ))}
              </tbody>
            </table>
          </Scrollable>
          <p className="caption">
            Apart is how far the values of all rows are from each other: of numbers the Wasserstein distance in standard
            deviations of before, of categories the Jensen–Shannon distance, at most 0.833. It is 0 for equal shares; it
            does not say whether chance could have done it.
          </p>
        </>
      )}
    </section>
  )
}

function ColumnLine({ column, rows }: { column: ColumnDiff; rows: DatasetDiff['rows'] }) {
  const { name, formerName, before, after, changes, distance } = column
  return (
    <tr>
      <th scope="row">
        {name}
        {formerName !== undefined && <span className="caption"> was {formerName}</span>}
      </th>
      <td>
        <span className={styles.type}>
          <TypeIcon type={after.type} label={after.type} />
          {before.type === after.type ? after.type : `${after.type}, was ${before.type}`}
        </span>
      </td>
      <td className="n">{changes.total === 0 ? <span className="caption">0</span> : formatCount(changes.total)}</td>
      <td className="n">
        {distance === undefined ? '' : distance === 0 ? <span className="caption">0</span> : formatNumber(distance, 3)}
      </td>
      <td>
        <MiniHistogram column={{ name, ...before }} rows={rows.before} width={88} />
      </td>
      <td>
        <MiniHistogram column={{ name, ...after }} rows={rows.after} width={88} />
      </td>
      <td className={styles.centre}>{centreOf(before)}</td>
      <td className={styles.centre}>{centreOf(after)}</td>
      <td className="n">
        <Count value={before.summary.missing} of={rows.before} />
      </td>
      <td className="n">
        <Count value={after.summary.missing} of={rows.after} />
      </td>
    </tr>
  )
}

function Count({ value, of }: { value: number; of: number }) {
  if (value === 0) return <span className="caption">0</span>
  return (
    <>
      {formatCount(value)} <span className="caption">{formatShare(value / of)}</span>
    </>
  )
}

/** The mean of numbers, the most common of texts, with its share among those that are there. */
function centreOf({ type, summary }: ColumnDiff['before']): string {
  if (summary.kind === 'coded') return summary.top[0]?.value ?? ''
  if (summary.mean === null) return ''
  return type === 'datetime' ? formatCell(Math.round(summary.mean / 1_000) * 1_000, type) : formatNumber(summary.mean)
}
