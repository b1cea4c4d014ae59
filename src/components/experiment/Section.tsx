import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './experiment.module.css'

/** One part of the question: what is chosen in a sentence, why, and the controls to change it. */
export function Section({
  title,
  chosen,
  reason,
  isChanged,
  onReset,
  problems = [],
  children,
}: {
  title: string
  /** What stands now, in a sentence. */
  chosen: ReactNode
  /** Why Assay proposed it; undefined where nothing was proposed. */
  reason: string | undefined
  isChanged: boolean
  onReset: () => void
  problems?: readonly string[]
  children: ReactNode
}) {
  const id = `section-${title.toLowerCase()}`
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <h2 id={id}>{title}</h2>
        {isChanged && reason !== undefined && (
          <Button variant="subtle" onClick={onReset}>
            Back to the proposal
          </Button>
        )}
      </div>
      <p className={styles.chosen}>{chosen}</p>
      {reason && <p className="secondary">{isChanged ? `You changed this. Proposed since: ${reason}` : reason}</p>}
      {problems.map((problem) => (
        <p key={problem} className={styles.problem} role="alert">
          {problem}
        </p>
      ))}
      <div className={styles.controls}>{children}</div>
    </section>
  )
}
