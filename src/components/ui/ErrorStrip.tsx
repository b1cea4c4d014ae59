import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ErrorData } from '@/core/errors.ts'
import styles from './ui.module.css'

/** What happened, what is unharmed, what to do; in place, never a dialog. */
export function ErrorStrip({
  error,
  action,
  onClose,
}: {
  error: Pick<ErrorData, 'message'>
  action?: ReactNode
  onClose?: () => void
}) {
  return (
    <div className={styles.error} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <p>{error.message}</p>
      {action}
      {onClose && (
        <Button variant="subtle" onClick={onClose}>
          Close
        </Button>
      )}
    </div>
  )
}
