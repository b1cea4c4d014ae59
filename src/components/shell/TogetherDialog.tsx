import { Button, Modal } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { formatUnits } from '@/core/format/format.ts'
import styles from './together.module.css'
import { type TogetherQuestion, togetherQuestion } from './togetherQuestion.ts'

/** Names shown one by one; of more, the count. */
const NAMES_SHOWN = 5

/** Asks whether files of one shape are one dataset. */
export function TogetherDialog() {
  const question = useSyncExternalStore(togetherQuestion.subscribe, togetherQuestion.get)
  if (!question) return null
  return <Question question={question} />
}

function Question({ question: { fileNames, answer } }: { question: TogetherQuestion }) {
  const more = fileNames.length - NAMES_SHOWN
  return (
    <Modal
      opened
      onClose={() => answer(undefined)}
      title={`${formatUnits(fileNames.length, 'file')} with the same columns`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ul className={styles.names}>
        {fileNames.slice(0, NAMES_SHOWN).map((name, i) => (
          // Files of different folders may have one name.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={i}>{name}</li>
        ))}
        {more > 0 && <li className="secondary">and {formatUnits(more, 'more file')}</li>}
      </ul>
      <p className="secondary">As one dataset, the rows of each follow those of the one before, under one header.</p>
      <div className={styles.actions}>
        <Button onClick={() => answer('separate')}>Read as separate datasets</Button>
        <Button variant="filled" data-autofocus onClick={() => answer('one')}>
          Read {formatUnits(fileNames.length, 'file')} as one dataset
        </Button>
      </div>
    </Modal>
  )
}
