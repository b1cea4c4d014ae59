import type { TableData } from '@/core/dataset/tableData.ts'
import styles from './charts.module.css'
import { saveTable } from './tables.ts'

/** Saves a table of the page as CSV, numbers in full. */
export function SaveTable({
  name,
  table,
}: {
  /** What the file is called, and the button says. */
  name: string
  table: () => TableData
}) {
  return (
    <button
      type="button"
      className={`${styles.toggle} ${styles.tableSave}`}
      aria-label={`Save as CSV: ${name}`}
      onClick={() => saveTable(name, table())}
    >
      Save as CSV
    </button>
  )
}
