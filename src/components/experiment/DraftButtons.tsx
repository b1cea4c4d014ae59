import { Button } from '@mantine/core'

/** Undo and redo of a draft that is not kept yet. */
export function DraftButtons({
  edit,
}: {
  edit: {
    readonly undo: () => void
    readonly redo: () => void
    readonly canUndo: boolean
    readonly canRedo: boolean
  }
}) {
  return (
    <>
      <Button disabled={!edit.canUndo} onClick={edit.undo}>
        Undo
      </Button>
      <Button disabled={!edit.canRedo} onClick={edit.redo}>
        Redo
      </Button>
    </>
  )
}
