import { Button, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type FormEvent, useId, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { cleanTag, TAG_LENGTH } from '@/core/tags/rowTags.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './labels.module.css'

/** Writes a short tag on the rows that are ticked, or takes theirs away; T goes to the field. */
export function TagField({ dataset, rows }: { dataset: Dataset; rows: readonly number[] }) {
  const actions = useActions()
  const known = useAssay((state) => state.shelves.rowTags[dataset.lineage]?.tags)
  const [text, setText] = useState('')
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
  useHotkeys([['t', () => field.current?.focus()]])
  const isOff = rows.length === 0
  const write = (event: FormEvent) => {
    event.preventDefault()
    if (!isOff && cleanTag(text) !== '') void actions().tagRows(dataset.id, rows, text)
  }
  return (
    <form className={styles.relabel} onSubmit={write}>
      <TextInput
        ref={field}
        aria-label="Tag of the ticked rows"
        placeholder="Tag"
        list={list}
        maxLength={TAG_LENGTH}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <datalist id={list}>
        {known?.map(({ tag }) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <Button type="submit" disabled={isOff || cleanTag(text) === ''}>
        Tag
      </Button>
      <Button disabled={isOff || !known?.length} onClick={() => void actions().tagRows(dataset.id, rows, '')}>
        Remove tags
      </Button>
    </form>
  )
}
