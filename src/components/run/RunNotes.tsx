import { TagsInput, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Run } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** Tags and notes: kept when the field is left. */
export function RunNotes({ run }: { run: Run }) {
  const annotation = useAssay((state) => state.shelves.annotation[run.id])
  const actions = useActions()
  const kept = annotation?.notes ?? ''
  const [notes, setNotes] = useState(kept)
  // Another tab, or an undo, may change what is kept.
  useEffect(() => setNotes(kept), [kept])
  return (
    <div className={styles.notes}>
      <TagsInput
        label="Tags"
        placeholder={annotation?.tags.length ? '' : 'candidate, too slow …'}
        value={[...(annotation?.tags ?? [])]}
        onChange={(tags) => void actions().annotateRun(run.id, { tags })}
        clearable={false}
      />
      <Textarea
        label="Notes"
        placeholder="What was tried here, and why"
        autosize
        minRows={6}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        onBlur={() => {
          if (notes !== kept) void actions().annotateRun(run.id, { notes })
        }}
      />
    </div>
  )
}
