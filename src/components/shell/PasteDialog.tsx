import { Modal } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { PasteForm } from './PasteForm.tsx'
import { pasteQuestion } from './pasteQuestion.ts'

/** Has a table pasted that is asked for. */
export function PasteDialog() {
  const question = useSyncExternalStore(pasteQuestion.subscribe, pasteQuestion.get)
  if (!question) return null
  const { title, answer } = question
  return (
    <Modal
      opened
      onClose={() => answer(undefined)}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <PasteForm onClose={() => answer(undefined)} onRead={answer} />
    </Modal>
  )
}
