import { IconAlertTriangle, IconFlag } from '@tabler/icons-react'
import { memo } from 'react'
import { MiniHistogram } from '@/components/ui/MiniHistogram.tsx'
import type { ColumnType } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { formatCount, formatShare } from '@/core/format/format.ts'
import { describeRange, describeZone } from '@/core/profile/describe.ts'
import { noteColumn } from '@/core/profile/note.ts'
import styles from './columns.module.css'
import { TypeMenu } from './TypeMenu.tsx'

interface ColumnRowProps {
  readonly column: ColumnMeta
  readonly rows: number
  /** What the column is to the question, where it is anything. */
  readonly standing: string | undefined
  readonly isBusy: boolean
  readonly onRetype: (column: string, type: ColumnType) => void
  readonly onShow: (column: ColumnMeta) => void
}

/** One column of the data as a row. Memoised: choosing another target touches two rows, not all. */
export const ColumnRow = memo(function ColumnRow({ column, rows, standing, isBusy, onRetype, onShow }: ColumnRowProps) {
  const { name, summary } = column
  const range = describeRange(column, rows)
  const zone = describeZone(column)
  return (
    <tr data-selected={standing !== undefined}>
      <th scope="row" className={styles.columnName} title={name}>
        {name}
      </th>
      <td>
        <TypeMenu column={column} isBusy={isBusy} onRetype={onRetype} />
      </td>
      <td>
        <div className={styles.values}>
          <MiniHistogram column={column} rows={rows} />
          <button type="button" aria-label={`Values of ${name} as a table`} onClick={() => onShow(column)} />
        </div>
      </td>
      <td className={styles.range} title={range}>
        {range}
        {zone && <span className={styles.zone}>{zone}</span>}
      </td>
      <td className="n">{formatCount(summary.distinct)}</td>
      <td className="n">
        {summary.missing === 0 ? <span className={styles.zero}>0</span> : formatCount(summary.missing)}
      </td>
      <td className={`n ${styles.percent}`}>{summary.missing > 0 && formatShare(summary.missing / rows)}</td>
      <td className={styles.note}>
        {standing ? <b className={styles.standing}>{standing}</b> : <Note column={column} rows={rows} />}
      </td>
    </tr>
  )
})

function Note({ column, rows }: { column: ColumnMeta; rows: number }) {
  const note = noteColumn(column, rows)
  if (!note) return null
  return (
    <span className={note.isWarning ? 'warn' : 'secondary'}>
      {note.isWarning ? <IconAlertTriangle size={14} aria-hidden /> : <IconFlag size={14} aria-hidden />}
      {note.text}
    </span>
  )
}
