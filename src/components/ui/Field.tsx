import type { ReactNode } from 'react'
import styles from './ui.module.css'

/** Label left, control right, help or error below. `htmlFor` is the control's id. */
export function Field({
  label,
  htmlFor,
  children,
  help,
}: {
  label: ReactNode
  htmlFor?: string
  children: ReactNode
  help?: ReactNode
}) {
  return (
    <div className={styles.field}>
      <label htmlFor={htmlFor}>{label}</label>
      <div>{children}</div>
      {help && <p className={styles.help}>{help}</p>}
    </div>
  )
}
