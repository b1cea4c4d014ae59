import styles from './explain.module.css'

/** The name of a column in a table, which shows more about it. */
export function ColumnButton({
  column,
  isChosen,
  onColumn,
}: {
  column: string
  isChosen: boolean
  onColumn: (column: string) => void
}) {
  return (
    <button type="button" className={styles.choose} aria-pressed={isChosen} onClick={() => onColumn(column)}>
      {column}
    </button>
  )
}
