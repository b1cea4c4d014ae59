import { Button, Modal, Textarea } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useOpenFiles } from '@/components/shell/openFiles.ts'
import styles from './home.module.css'

/** The name of data that came from the clipboard. */
const PASTED = 'pasted table'

/** Reads a table from the clipboard: pasted anywhere on the page, or into a field where no key does it. */
export function PasteTable() {
  const openFiles = useOpenFiles()
  const [isOpen, setOpen] = useState(false)
  const read = useCallback(
    (text: string) => void openFiles([new File([text], PASTED, { type: 'text/plain' })], 'paste'),
    [openFiles],
  )
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

function PasteForm({ onClose, onRead }: { onClose: () => void; onRead: (text: string) => void }) {
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        onRead(text)
      }}
    >
      <Textarea
        label="Cells, a row a line"
        description="Copied from a spreadsheet, or as CSV. A first row of names becomes the header."
        data-autofocus
        autosize
        minRows={8}
        maxRows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={styles.pasteActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" type="submit" disabled={text.trim() === ''}>
          Read the table
        </Button>
      </div>
    </form>
  )
}

/** Whether a paste belongs to a field. */
function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
