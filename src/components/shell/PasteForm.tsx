import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import styles from './together.module.css'

/** A field for a table of the clipboard. */
export function PasteForm({ onClose, onRead }: { onClose: () => void; onRead: (text: string) => void }) {
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onRead(text)
        onClose()
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
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" type="submit" disabled={text.trim() === ''}>
          Read the table
        </Button>
      </div>
    </form>
  )
}
