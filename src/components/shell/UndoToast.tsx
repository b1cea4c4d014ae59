import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useActions, useAssay } from '@/state/useAssay.ts'

/** "Removed run C. Undo", bottom left, for eight seconds or as long as it is looked at. */
export function UndoToast() {
  const lastDeed = useAssay((state) => state.lastDeed)
  const actions = useActions()
  useEffect(() => {
    if (!lastDeed) return
    // One a deed: a toast that is there already would not be shown anew.
    const id = notifications.show({
      autoClose: 8_000,
      withBorder: false,
      closeButtonProps: { 'aria-label': 'Close' },
      onClose: () => actions().lastDeed === lastDeed && actions().forgetLastDeed(),
      message: (
        <span style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
          <span style={{ flex: 1 }}>{lastDeed.deed.label}.</span>
          <Button variant="subtle" onClick={() => void actions().undo()}>
            Undo
          </Button>
        </span>
      ),
    })
    return () => void notifications.hide(id)
  }, [lastDeed, actions])
  return null
}
