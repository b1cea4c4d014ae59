import { Button } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useState } from 'react'

/** Asks once whether the browser may tell when training ends; says what was decided, and is gone on the next visit. */
export function NotifyButton() {
  const [decided, setDecided] = useState<NotificationPermission | undefined>()
  if (!('Notification' in window)) return null
  if (decided !== undefined)
    return (
      <span className="caption" role="status">
        {decided === 'granted'
          ? 'You will be notified when training ends while you look elsewhere.'
          : decided === 'denied'
            ? 'The browser blocks notifications from this page; its settings for this site can allow them.'
            : 'Not decided: the browser can be asked again later.'}
      </span>
    )
  if (Notification.permission !== 'default') return null
  return (
    <Button
      variant="subtle"
      leftSection={<IconBell size={16} aria-hidden />}
      onClick={() => void Notification.requestPermission().then(setDecided)}
    >
      Notify me when training ends
    </Button>
  )
}
