import { TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import styles from './ui.module.css'

/** A name that can be changed in place: Enter or leaving keeps it, Escape does not. */
export function EditableName({
  name,
  label,
  onRename,
}: {
  name: string
  /** What is renamed, for the field's accessible name: "Name of the dataset". */
  label: string
  onRename: (name: string) => void
}) {
  const [draft, setDraft] = useState<string | undefined>()
  if (draft === undefined)
    return (
      <span className={styles.name}>
        {name}
        <button type="button" aria-label={`Rename: ${label}`} onClick={() => setDraft(name)}>
          <IconPencil size={14} aria-hidden />
        </button>
      </span>
    )
  const keep = () => {
    const next = draft.trim()
    if (next && next !== name) onRename(next)
    setDraft(undefined)
  }
  return (
    <TextInput
      autoFocus
      aria-label={label}
      value={draft}
      maxLength={120}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setDraft(undefined)
      }}
    />
  )
}
