import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useActions, useAssay } from '@/state/useAssay.ts'

const TOAST = 'undo'

/** "Removed run C. Undo", bottom left, for eight seconds or as long as it is looked at. */
export function UndoToast() {
  const lastDeed = useAssay((state) => state.lastDeed)
  const actions = useActions()
  useEffect(() => {
    if (!lastDeed) {
      notifications.hide(TOAST)
      return
    }
    notifications.show({
      id: TOAST,
      autoClose: 8_000,
      withBorder: false,
      closeButtonProps: { 'aria-label': 'Close' },
      onClose: () => actions().forgetLastDeed(),
      message: (
        <span style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
          <span style={{ flex: 1 }}>{lastDeed.deed.label}.</span>
          <Button variant="subtle" onClick={() => void actions().undo()}>
            Undo
          </Button>
        </span>
      ),
    })
  }, [lastDeed, actions])
  return null
}
