import { type ReactNode, useId } from 'react'
import styles from './prediction.module.css'

/** A field with its name before it, within a line of controls. */
export function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={styles.labelled}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
