import type { ReactNode } from 'react'
import styles from './ui.module.css'

/** One sentence and one action where the content will be. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p>{children}</p>
      {action}
    </div>
  )
}
