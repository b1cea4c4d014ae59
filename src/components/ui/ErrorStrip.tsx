import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ErrorData } from '@/core/errors.ts'
import styles from './ui.module.css'

/** What happened, what is unharmed, what to do; in place, never a dialog. */
export function ErrorStrip({
  error,
  what,
  action,
  onClose,
}: {
  error: Pick<ErrorData, 'message'>
  /** What failed, where the place does not say it. */
  what?: string
  action?: ReactNode
  onClose?: () => void
}) {
  return (
    <div className={styles.error} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <p>
        {what && <b className="strong">{what}: </b>}
        {error.message}
      </p>
      {action}
      {onClose && (
        <Button variant="subtle" onClick={onClose}>
          Close
        </Button>
      )}
    </div>
  )
}
