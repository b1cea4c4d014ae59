import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './experiment.module.css'

/** One part of the question: what stands in a sentence, why, and the controls to change it. */
export function Section({
  title,
  chosen,
  reason,
  isChanged = false,
  onReset,
  problems = [],
  children,
}: {
  title: string
  /** What stands now, in a sentence. */
  chosen?: ReactNode
  /** Why Assay proposed it; undefined where nothing was proposed. */
  reason?: string | undefined
  isChanged?: boolean
  onReset?: () => void
  problems?: readonly string[]
  children?: ReactNode
}) {
  const id = `section-${title.toLowerCase()}`
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className={styles.sectionBody}>
        {chosen && (
          <div className={styles.chosen}>
            <p>{chosen}</p>
            {isChanged && onReset && (
              <Button variant="subtle" onClick={onReset} aria-label={`Back to the proposal: ${title}`}>
                Back to the proposal
              </Button>
            )}
          </div>
        )}
        {reason && (
          <p className={styles.reason}>
            {isChanged && <b>Changed by you. </b>}
            {isChanged ? `The proposal’s reason: ${reason}` : reason}
          </p>
        )}
        <Problems problems={problems} />
        {children && <div className={styles.controls}>{children}</div>}
      </div>
    </section>
  )
}

/** What has to be put right before the question can be asked. */
export function Problems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null
  return (
    <div role="alert">
      <ul className={styles.problems}>
        {problems.map((problem) => (
          <li key={problem}>
            <IconAlertCircle size={15} aria-hidden />
            <span>{problem}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
