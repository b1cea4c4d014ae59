import { Button } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import type { Draft } from './useDraft.ts'

/** Undo and redo of edits that are not kept yet; not there until there is one. */
export function DraftButtons({ draft: { canUndo, canRedo, undo, redo } }: { draft: Draft }) {
  if (!canUndo && !canRedo) return null
  // Not `disabled`, which would drop the focus of whoever presses until nothing is left.
  return (
    <>
      <Button
        aria-label="Undo edit"
        aria-disabled={!canUndo}
        {...(!canUndo && { 'data-disabled': true })}
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        onClick={undo}
      >
        Undo
      </Button>
      <Button
        aria-label="Redo edit"
        aria-disabled={!canRedo}
        {...(!canRedo && { 'data-disabled': true })}
        leftSection={<IconArrowForwardUp size={15} aria-hidden />}
        onClick={redo}
      >
        Redo
      </Button>
    </>
  )
}
