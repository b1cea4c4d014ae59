import { Button, Modal } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { pastedFile, useOpenFiles } from '@/components/shell/openFiles.ts'
import { PasteForm } from '@/components/shell/PasteForm.tsx'

/** Reads a table from the clipboard: pasted anywhere on the page, or into a field where no key does it. */
export function PasteTable() {
  const openFiles = useOpenFiles()
  const [isOpen, setOpen] = useState(false)
  const read = useCallback((text: string) => void openFiles([pastedFile(text)], 'paste'), [openFiles])
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (isEditable(event.target) || !event.clipboardData) return
      const files = [...event.clipboardData.files].filter(({ type }) => !type.startsWith('image/'))
      const text = event.clipboardData.getData('text/plain')
      if (text.trim() !== '') read(text)
      else if (files.length > 0) void openFiles(files)
      else return
      event.preventDefault()
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [openFiles, read])
  return (
    <>
      <Button size="lg" onClick={() => setOpen(true)}>
        Paste a table
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="lg"
        title="Paste a table"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <PasteForm onClose={() => setOpen(false)} onRead={read} />
      </Modal>
    </>
  )
}

/** Whether a paste belongs to a field. */
function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
